/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-limit.c - how many events of a component and a kind may become records in a minute */
#include "health-limit.h"

#define MINUTE (60 * LEAT_NSEC_PER_SEC)

typedef struct {
  char *component;
  char *event;
  LeatLevel level; /* the most urgent that was left out */
  guint64 n_admitted;
  guint64 n_left_out;
} Pair;

struct _HealthLimit {
  guint64 most;
  gint64 begun;        /* when the minute at hand began */
  guint64 n_left_out;  /* in it */
  GHashTable *by_name; /* "component event" → Pair of pairs */
  GPtrArray *pairs;    /* in the order of their first event */
};

static void
pair_free (gpointer data)
{
  Pair *self = data;

  g_free (self->component);
  g_free (self->event);
  g_free (self);
}

HealthLimit *
health_limit_new (guint64 most)
{
  HealthLimit *self = g_new0 (HealthLimit, 1);

  self->most = most;
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pairs = g_ptr_array_new_with_free_func (pair_free);
  return self;
}

/* from the next event on */
void
health_limit_set_most (HealthLimit *self, guint64 most)
{
  self->most = most;
}

void
health_limit_free (HealthLimit *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->pairs);
  g_free (self);
}

static Pair *
limit_get_pair (HealthLimit *self, const char *component, const char *event)
{
  g_autofree char *name = g_strconcat (component, " ", event, NULL);
  Pair *pair = g_hash_table_lookup (self->by_name, name);

  if (pair != NULL)
    return pair;
  if (self->pairs->len == HEALTH_PAIRS_MAX) /* the last one stands for all the rest */
    return limit_get_pair (self, "leatd", "other");
  pair = g_new0 (Pair, 1);
  pair->component = g_strdup (component);
  pair->event = g_strdup (event);
  g_ptr_array_add (self->pairs, pair);
  g_hash_table_insert (self->by_name, g_steal_pointer (&name), pair);
  return pair;
}

gboolean
health_limit_admit (HealthLimit *self, const LeatEvent *event)
{
  Pair *pair;

  if (self->most == 0)
    return TRUE;
  if (self->pairs->len == 0)
    {
      self->begun = event->moment.monotonic;
      limit_get_pair (self, "leatd", "other");
    }
  pair = limit_get_pair (self, event->component, event->event);
  if (pair->n_admitted < self->most)
    {
      pair->n_admitted++;
      return TRUE;
    }
  pair->level = pair->n_left_out == 0 ? event->level : MIN (pair->level, event->level);
  pair->n_left_out++;
  self->n_left_out++;
  return FALSE;
}

gint64
health_limit_get_due (HealthLimit *self)
{
  return self->n_left_out > 0 ? self->begun + MINUTE : -1;
}

static void
pair_tell (const Pair *self, LeatMoment now, HealthSumFunc func, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("… and %" G_GUINT64_FORMAT
                                           " more (%s) in a minute; the log has them",
                                           self->n_left_out, self->event);
  const LeatEvent sum = {
    .struct_size = sizeof sum,
    .level = self->level,
    .moment = now,
    .component = self->component,
    .event = self->event,
    .text = text,
  };

  func (&sum, self->n_left_out, user_data);
}

void
health_limit_look (HealthLimit *self, LeatMoment now, HealthSumFunc func, gpointer user_data)
{
  if (self->pairs->len == 0 || now.monotonic - self->begun < MINUTE)
    return;
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (self->pairs, i);

      if (pair->n_left_out > 0)
        pair_tell (pair, now, func, user_data);
    }
  self->n_left_out = 0;
  g_hash_table_remove_all (self->by_name);
  g_ptr_array_set_size (self->pairs, 0);
}
