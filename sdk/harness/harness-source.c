/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-source.c - a source begins and ends as it is told, and answers what it is asked */
#include "harness.h"
#include <string.h>

/* --- lives --- */

static gboolean
tell_late (const HarnessHost *host, GError **error)
{
  return host->late == NULL ||
         harness_wrong (error, "%s after its stop() has come back", host->late);
}

/* what it has attached to the context is served, without waiting for any of it */
static void
serve (GMainContext *context)
{
  for (int i = 0; i < 10; i++)
    g_main_context_iteration (context, FALSE);
}

static void
host_set (HarnessHost *host, gboolean *what)
{
  g_mutex_lock (&host->mutex);
  *what = TRUE;
  g_cond_broadcast (&host->told);
  g_mutex_unlock (&host->mutex);
}

static void
stop (HarnessHost *host)
{
  if (!host->begun) /* it was refused before */
    return;
  host_set (host, &host->cancelled);
  if (LEAT_CLASS_HAS (host->source->klass, stop))
    host->source->klass->stop (host->source);
  host_set (host, &host->stopped);
}

static gboolean
begin (HarnessHost *host, GCancellable *cancellable, GError **error)
{
  host->begun = TRUE;
  return !LEAT_CLASS_HAS (host->source->klass, start) ||
         host->source->klass->start (host->source, cancellable, error) ||
         harness_lacks (error, "it cannot be started; give a key file (--config)");
}

/* start(), a little service, stop(), and a look whether it still does something */
static gboolean
live_once (HarnessHost *host, GMainContext *context, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) told = NULL;
  gboolean begun = TRUE;

  host->cancelled = host->stopped = FALSE;
  host->begun = TRUE;
  if (LEAT_CLASS_HAS (host->source->klass, start))
    begun = host->source->klass->start (host->source, cancellable, &told);
  if (!harness_is_told (begun, &told, "start()"))
    {
      g_propagate_error (error, g_steal_pointer (&told));
      return FALSE;
    }
  if (!begun)
    harness_note (host->check, "start() says: %s", told->message);
  serve (context);
  stop (host);
  harness_host_close (host);
  serve (context);
  return tell_late (host, error);
}

typedef struct {
  HarnessHost *host;
  GCancellable *cancellable;
  GError *told;
  gboolean done;
} Run;

static gpointer
run_in_thread (gpointer data)
{
  Run *self = data;

  self->done = self->host->source->klass->run (self->host->source, self->cancellable, &self->told);
  return NULL;
}

/* cancelled while it pushes and is held, or (in every second round) before it has begun */
static gboolean
run_once (HarnessHost *host, int round, GError **error)
{
  Run run = { .host = host, .cancellable = g_cancellable_new () };
  GThread *thread;

  host->cancelled = host->stopped = FALSE;
  host->begun = TRUE;
  if (round % 2 == 1)
    g_cancellable_cancel (run.cancellable);
  thread = g_thread_new ("run", run_in_thread, &run);
  host_set (host, &host->cancelled);
  g_cancellable_cancel (run.cancellable);
  g_thread_join (thread);
  stop (host);
  g_object_unref (run.cancellable);
  g_clear_error (&run.told);
  return tell_late (host, error);
}

static gboolean
check_life (HarnessCheck *check, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  HarnessHost host;
  gboolean fine = harness_host_begin (&host, check, error);
  guint before = 0;

  g_main_context_push_thread_default (context);
  for (int i = 0; i < check->harness->rounds && fine; i++)
    {
      fine = LEAT_CLASS_HAS (host.source->klass, run) ? run_once (&host, i, error)
                                                      : live_once (&host, context, error);
      if (check->notes->len > 400)
        g_string_truncate (check->notes, 400);
      if (i == 1)
        before = harness_count_descriptors ();
    }
  if (fine && check->harness->rounds > 1 && harness_count_descriptors () > before)
    fine = harness_wrong (error, "%u descriptors are open that stop() did not close",
                          harness_count_descriptors () - before);
  g_main_context_pop_thread_default (context);
  harness_host_end (&host);
  return fine;
}

/* --- commands --- */

typedef struct {
  LeatCommand parent;
  guint n_answers;
  GError *told;
} Ask;

static void
on_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  Ask *self = (Ask *) command;

  self->n_answers++;
  g_clear_error (&self->told);
  self->told = error;
  g_clear_pointer (&answer, g_variant_unref);
}

static void
ask (HarnessHost *host, Ask *self, const char *name, GVariant *argument)
{
  *self = (Ask) { .parent = { (char *) name, g_variant_ref_sink (argument), on_answer } };
  host->source->klass->command (host->source, &self->parent);
}

/* was it answered once? */
static gboolean
ask_end (Ask *self, GError **error)
{
  g_variant_unref (self->parent.argument);
  g_clear_error (&self->told);
  return self->n_answers == 1 ||
         harness_wrong (error, "the command %s was answered %u times; once is right",
                        self->parent.name, self->n_answers);
}

/* each is answered once: at once, or at the latest by stop() */
static gboolean
check_commands (HarnessCheck *check, GError **error)
{
  static const char *const names[] = { "no-such-command", "send", "trigger", "break", "get-lines" };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Ask asks[3 * G_N_ELEMENTS (names)];
  guint n_asked = 0;
  HarnessHost host;
  gboolean fine = harness_host_begin (&host, check, error);

  g_main_context_push_thread_default (context);
  fine = fine && begin (&host, cancellable, error);
  for (; fine && n_asked < G_N_ELEMENTS (asks); n_asked++)
    ask (&host, &asks[n_asked], names[n_asked % G_N_ELEMENTS (names)],
         n_asked % 3 == 0   ? g_variant_new_string ("T1\r")
         : n_asked % 3 == 1 ? g_variant_new_int32 (-1)
                            : g_variant_new ("()"));
  serve (context);
  stop (&host);
  for (guint i = 0; i < n_asked; i++)
    fine = ask_end (&asks[i], fine ? error : NULL) && fine;
  g_main_context_pop_thread_default (context);
  harness_host_end (&host);
  return fine;
}

/* --- frames --- */

static gboolean
judge_verdict (LeatVerdict verdict, const GError *told, GError **error)
{
  if (verdict > LEAT_VERDICT_REJECTED)
    return harness_wrong (error, "frame() gave %d, which is no LeatVerdict", (int) verdict);
  if ((verdict == LEAT_VERDICT_REJECTED) != (told != NULL))
    return harness_wrong (error, verdict == LEAT_VERDICT_REJECTED
                                     ? "frame() gave REJECTED and set no error"
                                     : "frame() set an error and did not give REJECTED");
  return TRUE;
}

/* any bytes as a frame, none at all too */
static gboolean
check_frames (HarnessCheck *check, GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) check->harness->seed);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  LeatArrival arrival = { .struct_size = sizeof arrival, .moment = { 1000, 1000 } };
  HarnessHost host;
  gboolean fine = harness_host_begin (&host, check, error);

  g_main_context_push_thread_default (context);
  fine = fine && begin (&host, cancellable, error);
  for (int i = 0; i < 10 * check->harness->rounds && fine; i++)
    {
      const gsize length = (gsize) g_rand_int_range (random, 0, 200);
      g_autoptr (GBytes) bytes = harness_stream_new (check->harness, host.source->klass->options,
                                                     host.source, length + 1, random);
      g_autoptr (LeatBatch) batch = leat_batch_new (0);
      g_autoptr (GError) told = NULL;
      LeatFrame frame = { .struct_size = sizeof frame, .used = length,
                          .payload = g_bytes_get_data (bytes, NULL), .length = length };
      const LeatVerdict verdict =
          host.source->klass->frame (host.source, host.table.open_stream (host.source, NULL),
                                     &frame, &arrival, batch, &told);

      fine = judge_verdict (verdict, told, error);
    }
  stop (&host);
  g_main_context_pop_thread_default (context);
  harness_host_end (&host);
  return fine;
}

/* a junction: it takes what its two sources give, and says so if it does not */
static gboolean
check_records (HarnessCheck *check, GError **error)
{
  static const char *const givers[] = { "harness", "other" };
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) check->harness->seed);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  HarnessHost host;
  gboolean fine = harness_host_begin (&host, check, error);

  g_main_context_push_thread_default (context);
  fine = fine && begin (&host, cancellable, error);
  for (int i = 0; i < check->harness->rounds && fine; i++)
    {
      g_autoptr (LeatBatch)
          batch = harness_records_new (check->harness->schema, givers[i % 2], 20, random);
      g_autoptr (GError) told = NULL;
      const gboolean done = host.source->klass->records (host.source, batch, &told);

      fine = harness_is_told (done, &told, "records()");
      if (!fine)
        g_propagate_error (error, g_steal_pointer (&told));
      serve (context);
    }
  if (fine && LEAT_CLASS_HAS (host.source->klass, ending))
    host.source->klass->ending (host.source);
  stop (&host);
  g_main_context_pop_thread_default (context);
  harness_host_end (&host);
  return fine;
}

void
harness_add_source (GPtrArray *checks, const Harness *harness, const LeatSourceClass *klass)
{
  harness_add_options (checks, harness, HARNESS_SOURCE, klass);
  harness_add (checks, harness, HARNESS_SOURCE, klass, "life", check_life);
  if (LEAT_CLASS_HAS (klass, command) && !LEAT_CLASS_HAS (klass, run))
    harness_add (checks, harness, HARNESS_SOURCE, klass, "commands", check_commands);
  if (LEAT_CLASS_HAS (klass, records) && !LEAT_CLASS_HAS (klass, run))
    harness_add (checks, harness, HARNESS_SOURCE, klass, "records", check_records);
  if (LEAT_CLASS_HAS (klass, frame) && !LEAT_CLASS_HAS (klass, run))
    harness_add (checks, harness, HARNESS_SOURCE, klass, "frames", check_frames);
}
