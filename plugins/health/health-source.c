/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-source.c - what happens in the daemon, and what its components count, as records */
#include "health-limit.h"
#include "health-records.h"

/* It does not wait for a sink that is full: another one is to hear of that. */
typedef struct {
  LeatSource parent;
  char **events;
  int level; /* a LeatLevel */
  gint64 counters_every;
  gint64 most_per_minute;

  LeatSchema *schemas[HEALTH_N_KINDS];
  LeatOrigin *origins[HEALTH_N_KINDS]; /* each of an epoch of its own, so that none has gaps */
  HealthLimit *limit;
  GSource *timer;
  gint64 counters_due; /* on the clock of events */
  gboolean full;       /* a queue is: what is due waits */
} HealthSource;

/* as LeatLevel has them */
static const char *const levels[] = { "error", "warning", "info", "debug", NULL };

static const LeatOption health_source_options[] = {
  LEAT_OPTION_LIST (HealthSource, events, .key = "events", .preset = "*",
                    .flags = LEAT_OPTION_LIVE,
                    .summary = "Kinds of events that become records, such as silent or disk-*; * "
                               "and ? stand for others."),
  LEAT_OPTION_CHOICE (HealthSource, level, .key = "level", .preset = "info", .choices = levels,
                      .flags = LEAT_OPTION_LIVE,
                      .summary = "Least level of events that become records."),
  LEAT_OPTION_DURATION (HealthSource, counters_every, .key = "counters-every", .preset = "1min",
                        .flags = LEAT_OPTION_LIVE, .minimum = 0, .maximum = 86400e6,
                        .summary = "Time from one record with the counters of each source and sink "
                                   "to the next; 0: none."),
  LEAT_OPTION_INT (HealthSource, most_per_minute, .key = "most-per-minute", .preset = "60",
                   .flags = LEAT_OPTION_LIVE, .minimum = 0, .maximum = 1e6,
                   .summary = "Events of one component and kind that become records in a minute; "
                              "more are summed up in one; 0: no limit."),
  LEAT_OPTION_END
};

static gboolean
health_source_init (LeatSource *source, GError **error)
{
  HealthSource *self = (HealthSource *) source;

  for (guint i = 0; i < HEALTH_N_KINDS; i++)
    self->schemas[i] = leat_schema_new (health_tables[i]->name, health_tables[i]->fields,
                                        health_tables[i]->n_fields);
  self->limit = health_limit_new ((guint64) self->most_per_minute);
  if (self->counters_every == 0 || self->counters_every >= G_USEC_PER_SEC)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "counters-every: a second is the least; 0: no counters");
  return FALSE;
}

static void
health_source_clear (LeatSource *source)
{
  HealthSource *self = (HealthSource *) source;

  for (guint i = 0; i < HEALTH_N_KINDS; i++)
    g_clear_pointer (&self->schemas[i], leat_schema_unref);
  g_clear_pointer (&self->limit, health_limit_free);
}

static void
health_push (HealthSource *self, LeatBatch *batch)
{
  if (leat_source_push_batch (&self->parent, batch, NULL, NULL, NULL) == LEAT_PUSH_FULL)
    self->full = TRUE;
}

/* --- events --- */

static gboolean
health_wants (HealthSource *self, const LeatEvent *event)
{
  if ((int) event->level > self->level)
    return FALSE;
  for (guint i = 0; self->events[i] != NULL; i++)
    if (g_pattern_match_simple (self->events[i], event->event))
      return TRUE;
  return FALSE;
}

typedef struct {
  HealthSource *source;
  LeatBatch *batch;
} Filling;

static void
on_sum (const LeatEvent *sum, guint64 count, gpointer user_data)
{
  Filling *filling = user_data;

  health_append_event (filling->batch, filling->source->origins[HEALTH_KIND_EVENT], sum, count);
}

static void
append_missed (HealthSource *self, LeatBatch *batch, LeatMoment moment, guint64 missed)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT
                                           " events came faster than they could be heard; the log "
                                           "has them",
                                           missed);
  const LeatEvent event = {
    .struct_size = sizeof event,
    .level = LEAT_LEVEL_WARNING,
    .moment = moment,
    .component = "leatd",
    .event = "missed",
    .text = text,
  };

  health_append_event (batch, self->origins[HEALTH_KIND_EVENT], &event, missed);
}

static void
take_event (HealthSource *self, LeatBatch *batch, const LeatEvent *event)
{
  Filling filling = { self, batch };

  health_limit_look (self->limit, event->moment, on_sum, &filling);
  if (health_wants (self, event) && health_limit_admit (self->limit, event))
    health_append_event (batch, self->origins[HEALTH_KIND_EVENT], event, 1);
}

static void health_look (HealthSource *self);

static void
health_source_events (LeatSource *source, const LeatEvent *const *events, guint n_events,
                      guint64 missed)
{
  HealthSource *self = (HealthSource *) source;
  LeatBatch *batch = leat_batch_new (n_events);

  if (missed > 0)
    append_missed (self, batch, events[0]->moment, missed);
  for (guint i = 0; i < n_events; i++)
    take_event (self, batch, events[i]);
  health_push (self, batch); /* an empty one is nothing */
  health_look (self);
}

/* --- counters, and what else has its time --- */

typedef struct {
  HealthSource *source;
  LeatMoment now;
  LeatBatch *batches[HEALTH_N_KINDS];
} Counting;

static void
on_component (const LeatComponent *component, gpointer user_data)
{
  Counting *counting = user_data;
  const HealthKind kind = component->is_sink ? HEALTH_KIND_SINK : HEALTH_KIND_SOURCE;

  health_append_counters (counting->batches[kind], counting->source->origins[kind], counting->now,
                          component);
}

static void
push_counters (HealthSource *self, LeatMoment now)
{
  Counting counting = {
    .source = self,
    .now = now,
    .batches = { NULL, leat_batch_new (16), leat_batch_new (16) },
  };

  leat_source_each_component (&self->parent, on_component, &counting);
  health_push (self, counting.batches[HEALTH_KIND_SOURCE]);
  health_push (self, counting.batches[HEALTH_KIND_SINK]);
}

static void
push_sums (HealthSource *self, LeatMoment now)
{
  Filling filling = { self, leat_batch_new (0) };

  health_limit_look (self->limit, now, on_sum, &filling);
  health_push (self, filling.batch);
}

/* ns on the clock of events; -1: nothing will be */
static gint64
health_get_due (HealthSource *self)
{
  const gint64 sums_due = health_limit_get_due (self->limit);

  if (sums_due < 0 || self->counters_every == 0)
    return MAX (sums_due, self->counters_every > 0 ? self->counters_due : -1);
  return MIN (sums_due, self->counters_due);
}

static gboolean
on_timer (gpointer user_data)
{
  health_look (user_data);
  return G_SOURCE_REMOVE;
}

static void
health_set_timer (HealthSource *self, gint64 now)
{
  const gint64 due = health_get_due (self);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (due < 0)
    return;
  self->timer = g_timeout_source_new ((guint) (MAX (due - now, 0) / 1000000 + 1));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* does what is due, and sees that the rest is done in its time */
static void
health_look (HealthSource *self)
{
  const LeatMoment now = leat_clock_now ();

  if (self->full)
    return;
  if (health_limit_get_due (self->limit) >= 0)
    push_sums (self, now);
  if (self->counters_every > 0 && now.monotonic >= self->counters_due)
    {
      push_counters (self, now);
      self->counters_due = now.monotonic + self->counters_every * 1000;
    }
  health_set_timer (self, now.monotonic);
}

static void
health_source_resume (LeatSource *source)
{
  HealthSource *self = (HealthSource *) source;

  self->full = FALSE;
  health_look (self);
}

static void
health_source_changed (LeatSource *source, const char *key)
{
  HealthSource *self = (HealthSource *) source;

  health_limit_set_most (self->limit, (guint64) self->most_per_minute);
  if (g_str_equal (key, "counters-every"))
    self->counters_due = leat_clock_now ().monotonic + self->counters_every * 1000;
  if (self->origins[0] != NULL) /* between two lives there is nothing to look at */
    health_look (self);
}

static gboolean
health_source_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  HealthSource *self = (HealthSource *) source;

  for (guint i = 0; i < HEALTH_N_KINDS; i++)
    {
      LeatStream *stream = leat_source_open_stream (source, NULL);
      const LeatOrigin *host;

      if (stream == NULL)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "no stream could be opened");
          return FALSE;
        }
      host = leat_stream_get_origin (stream);
      self->origins[i] = leat_origin_new (host->source, host->epoch, self->schemas[i],
                                          host->gateway, host->tags);
    }
  self->full = FALSE;
  self->counters_due = leat_clock_now ().monotonic + self->counters_every * 1000;
  health_look (self);
  return TRUE;
}

static void
health_source_stop (LeatSource *source)
{
  HealthSource *self = (HealthSource *) source;

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  for (guint i = 0; i < HEALTH_N_KINDS; i++)
    g_clear_pointer (&self->origins[i], leat_origin_unref);
}

static const LeatSourceClass health_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (HealthSource),
  .name = "health",
  .summary =
      "What happens in leatd and what its sources and sinks count, so that a central service "
      "sees it.",
  .options = health_source_options,
  .init = health_source_init,
  .clear = health_source_clear,
  .start = health_source_start,
  .stop = health_source_stop,
  .resume = health_source_resume,
  .makes = health_tables,
  .events = health_source_events,
  .changed = health_source_changed,
};

static const LeatSourceClass *const health_sources[] = { &health_source_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "health", .version = "0.1.0",
                    .summary = "The health of the daemon and its machines, as records.",
                    .license = "LGPL-2.1-or-later", .sources = health_sources)
