/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-rates.c - how fast sources and sinks are, as their counters are looked at again */
#include "status-rates.h"

typedef struct {
  gint64  time;
  guint64 count;
} Look;

struct _LeatStatusRates {
  GHashTable *looks;  /* path → GArray of Look, the oldest first */
  gint64 start_time;  /* of the daemon that was looked at */
};

LeatStatusRates *
leat_status_rates_new (void)
{
  LeatStatusRates *self = g_new0 (LeatStatusRates, 1);

  self->looks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_array_unref);
  return self;
}

void
leat_status_rates_free (LeatStatusRates *self)
{
  g_hash_table_unref (self->looks);
  g_free (self);
}

static gboolean
is_old (gpointer path, gpointer looks, gpointer time)
{
  const GArray *array = looks;

  return g_array_index (array, Look, array->len - 1).time != *(gint64 *) time;
}

/**
 * leat_status_rates_add:
 * @status: as it is now
 * @time: microseconds of a clock that never steps
 *
 * Remembers the counters. A daemon that was started anew counts from 0 again: what was known of the
 * one before is forgotten.
 */
void
leat_status_rates_add (LeatStatusRates *self, const LeatStatus *status, gint64 time)
{
  if (self->start_time != status->start_time)
    g_hash_table_remove_all (self->looks);
  self->start_time = status->start_time;
  for (guint i = 0; i < status->parts->len; i++)
    {
      const LeatStatusPart *part = status->parts->pdata[i];
      const Look look = { time, leat_status_part_get_records (part) };
      GArray *looks = g_hash_table_lookup (self->looks, part->path);

      if (looks == NULL)
        {
          looks = g_array_new (FALSE, FALSE, sizeof (Look));
          g_hash_table_insert (self->looks, g_strdup (part->path), looks);
        }
      if (looks->len > 0 && g_array_index (looks, Look, looks->len - 1).count > look.count)
        g_array_set_size (looks, 0);
      if (looks->len == LEAT_STATUS_RATES_MAX)
        g_array_remove_index (looks, 0);
      g_array_append_val (looks, look);
    }
  g_hash_table_foreach_remove (self->looks, is_old, &time);
}

static double
get_rate (const Look *from, const Look *to)
{
  return (double) (to->count - from->count) * G_USEC_PER_SEC /
         (double) MAX (to->time - from->time, 1);
}

double
leat_status_rates_get (LeatStatusRates *self, const LeatStatusPart *part, guint seconds)
{
  const GArray *looks = g_hash_table_lookup (self->looks, part->path);
  const Look *newest;
  guint first;

  if (looks == NULL || looks->len < 2)
    return -1;
  newest = &g_array_index (looks, Look, looks->len - 1);
  for (first = looks->len - 2; first > 0; first--)
    if (newest->time - g_array_index (looks, Look, first).time >= seconds * G_USEC_PER_SEC)
      break;
  return get_rate (&g_array_index (looks, Look, first), newest);
}

void
leat_status_rates_get_history (LeatStatusRates *self, const LeatStatusPart *part, double *rates,
                               guint n_rates)
{
  const GArray *looks = g_hash_table_lookup (self->looks, part->path);
  const guint n_looks = looks != NULL ? looks->len : 0;

  for (guint i = 0; i < n_rates; i++)
    {
      const guint back = n_rates - i; /* 1: the newest */

      rates[i] = back + 1 > n_looks ? -1
                                    : get_rate (&g_array_index (looks, Look, n_looks - back - 1),
                                                &g_array_index (looks, Look, n_looks - back));
    }
}
