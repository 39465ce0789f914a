/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-event.c - what a human should hear of, and no more of it than a human can read */
#include "leatd-event.h"
#include "leatd-listeners.h"
#include <string.h>

#define PAIRS_MAX 1024 /* kinds that are counted apart: plugins make up names of events */

/* one component and event */
typedef struct {
  char *component;
  char *event;
  gint64 since;         /* when its second began, monotonic ns */
  guint n_told;         /* in that second */
  guint64 n_counted;    /* and not told */
  GLogLevelFlags level; /* of what was counted */
} Pair;

static GMutex lock;
static GHashTable *pairs; /* "component event" → Pair */
static gboolean timer_runs;

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  g_free (pair->component);
  g_free (pair->event);
  g_free (pair);
}

static LeatLevel
level_to_ours (GLogLevelFlags level)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return LEAT_LEVEL_ERROR;
  if (level & G_LOG_LEVEL_WARNING)
    return LEAT_LEVEL_WARNING;
  return level & G_LOG_LEVEL_DEBUG ? LEAT_LEVEL_DEBUG : LEAT_LEVEL_INFO;
}

static const char *
level_get_priority (GLogLevelFlags level)
{
  static const char *const priorities[] = {
    [LEAT_LEVEL_ERROR] = "3",
    [LEAT_LEVEL_WARNING] = "4",
    [LEAT_LEVEL_INFO] = "6",
    [LEAT_LEVEL_DEBUG] = "7",
  };

  return level & G_LOG_LEVEL_MESSAGE ? "5" : priorities[level_to_ours (level)];
}

/* An event is news, no fault of the program, so it must not end it under G_DEBUG=fatal-warnings: to
 * GLib it is no more than a message, and how urgent it is stands in its priority. */
static void
event_log (GLogLevelFlags level, const LeatEvent *event)
{
  const GLogField fields[] = {
    { "MESSAGE", event->text, -1 },
    { "PRIORITY", level_get_priority (level), -1 },
    { "LEAT_COMPONENT", event->component, -1 },
    { "LEAT_EVENT", event->event, -1 },
  };
  gboolean is_quiet = (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)) != 0;

  g_log_structured_array (is_quiet ? level & G_LOG_LEVEL_MASK : G_LOG_LEVEL_MESSAGE, fields,
                          G_N_ELEMENTS (fields));
}

/* under no lock of ours: a listener may make an event, which is logged */
static void
event_tell (GLogLevelFlags level, const char *component, const char *about, const char *event,
            const char *text)
{
  const LeatEvent told = {
    .struct_size = sizeof told,
    .level = level_to_ours (level),
    .moment = leat_clock_now (),
    .component = component,
    .event = event,
    .text = text,
    .about = about,
  };

  event_log (level, &told);
  leatd_listeners_tell (&told);
}

/* what was only counted of a pair; under the lock: to be told behind it */
static void
pair_sum_up (Pair *self, GPtrArray *sums)
{
  Pair *sum;

  if (self->n_counted == 0)
    return;
  sum = g_new0 (Pair, 1);
  *sum = *self;
  sum->component = g_strdup (self->component);
  sum->event = g_strdup (self->event);
  self->n_counted = 0;
  g_ptr_array_add (sums, sum);
}

static void
sums_tell (const GPtrArray *sums)
{
  for (guint i = 0; i < sums->len; i++)
    {
      const Pair *sum = g_ptr_array_index (sums, i);
      g_autofree char *text = g_strdup_printf ("… and %" G_GUINT64_FORMAT " more (%s)",
                                               sum->n_counted, sum->event);

      event_tell (sum->level, sum->component, NULL, sum->event, text);
    }
}

static gboolean
pair_is_idle (gpointer key, gpointer value, gpointer user_data)
{
  const Pair *pair = value;

  return pair->n_counted == 0 && *(gint64 *) user_data - pair->since >= LEAT_NSEC_PER_SEC;
}

/* called under the lock */
static Pair *
pair_get (const char *component, const char *event, gint64 now)
{
  g_autofree char *key = g_strconcat (component, " ", event, NULL);
  Pair *pair;

  if (pairs == NULL)
    pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pair_free);
  pair = g_hash_table_lookup (pairs, key);
  if (pair != NULL)
    return pair;
  if (g_hash_table_size (pairs) >= PAIRS_MAX)
    g_hash_table_foreach_remove (pairs, pair_is_idle, &now);
  if (g_hash_table_size (pairs) >= PAIRS_MAX && strcmp (event, "other") != 0)
    return pair_get ("leatd", "other", now);

  pair = g_new0 (Pair, 1);
  pair->component = g_strdup (component);
  pair->event = g_strdup (event);
  pair->since = now;
  g_hash_table_insert (pairs, g_steal_pointer (&key), pair);
  return pair;
}

static gboolean
event_tell_counted (gpointer user_data)
{
  g_mutex_lock (&lock);
  timer_runs = FALSE;
  g_mutex_unlock (&lock);
  leatd_event_flush ();
  return G_SOURCE_REMOVE;
}

/* TRUE: it is to be told; called under the lock */
static gboolean
pair_admit (Pair *self, GLogLevelFlags level, gint64 now, GPtrArray *sums)
{
  if (now - self->since >= LEAT_NSEC_PER_SEC)
    {
      pair_sum_up (self, sums);
      self->since = now;
      self->n_told = 0;
    }
  if (self->n_told < LEATD_EVENTS_MAX)
    {
      self->n_told++;
      return TRUE;
    }
  self->level = self->n_counted == 0 ? level : MIN (self->level, level);
  self->n_counted++;
  if (!timer_runs)
    g_timeout_add (1000, event_tell_counted, NULL);
  timer_runs = TRUE;
  return FALSE;
}

/* each of these names records that are nowhere else: none is only counted. Who makes them joins
 * what touches, and tells once a second */
static gboolean
is_a_loss (const char *event)
{
  return g_str_equal (event, "drop") || g_str_equal (event, "left");
}

static void
event_make (GLogLevelFlags level, const char *component, const char *about, const char *event,
            const char *format, va_list arguments) G_GNUC_PRINTF (5, 0);

static void
event_make (GLogLevelFlags level, const char *component, const char *about, const char *event,
            const char *format, va_list arguments)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) sums = g_ptr_array_new_with_free_func (pair_free);
  gint64 now = leat_clock_now ().monotonic;
  gboolean is_told;

  g_mutex_lock (&lock);
  is_told = is_a_loss (event) || pair_admit (pair_get (component, event, now), level, now, sums);
  g_mutex_unlock (&lock);
  sums_tell (sums);
  if (!is_told)
    return;
  text = g_strdup_vprintf (format, arguments);
  event_tell (level, component, about, event, text);
}

/**
 * leatd_event:
 * @level: how urgent: %G_LOG_LEVEL_WARNING, %G_LOG_LEVEL_INFO, %G_LOG_LEVEL_DEBUG;
 * %G_LOG_LEVEL_CRITICAL is shown as error; none of them ends the process
 * @component: who it happened to: name of a source or sink, or "leatd", "config"
 * @event: its kind, a word that stays the same: machines look for it
 *
 * Tells a human of something, through GLib's structured log with the fields LEAT_COMPONENT,
 * LEAT_EVENT and PRIORITY, and all listeners of the same. The same kind from the same component is
 * told %LEATD_EVENTS_MAX times in a second; what is above is counted, and the count is told within
 * a second or two by the default main context ("drop" and "left", which name lost records, are all
 * told). Any thread.
 */
void
leatd_event (GLogLevelFlags level, const char *component, const char *event, const char *format,
             ...)
{
  va_list arguments;

  va_start (arguments, format);
  event_make (level, component, NULL, event, format, arguments);
  va_end (arguments);
}

/**
 * leatd_event_about:
 * @component: who it happened to
 * @about: the source whose records it is about
 *
 * The same, of something that happened to a sink because of certain records. Any thread.
 */
void
leatd_event_about (GLogLevelFlags level, const char *component, const char *about,
                   const char *event, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  event_make (level, component, about, event, format, arguments);
  va_end (arguments);
}

/**
 * leatd_event_flush:
 *
 * Tells what was counted and not told yet. Any thread; at the latest when the process ends.
 */
void
leatd_event_flush (void)
{
  g_autoptr (GPtrArray) sums = g_ptr_array_new_with_free_func (pair_free);
  GHashTableIter iter;
  gpointer pair;

  g_mutex_lock (&lock);
  if (pairs != NULL)
    {
      g_hash_table_iter_init (&iter, pairs);
      while (g_hash_table_iter_next (&iter, NULL, &pair))
        pair_sum_up (pair, sums);
    }
  g_mutex_unlock (&lock);
  sums_tell (sums);
}
