/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-sink.c - a sink keeps its contract: what it takes, what it calls safe, what it refuses */
#include "harness.h"
#include <string.h>

#define MANY   5000
#define SPEEDY 10000
/* of them at once */
#define SPEEDY_PIECE 500

/* what a sink's host points to */
typedef struct {
  LeatSinkHost table;
  const char *directory;
  GHashTable *facts;
} SinkHost;

static SinkHost *
get_host (LeatSink *sink)
{
  return sink->host;
}

static void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
}

static void
host_answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
}

/* any thread */
static void
host_say (LeatSink *sink, const char *event, const char *text)
{
}

static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  g_hash_table_replace (get_host (sink)->facts, g_strdup (key), g_strdup (value));
  return TRUE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  return g_strdup (g_hash_table_lookup (get_host (sink)->facts, key));
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return get_host (sink)->directory;
}

static const char *
host_get_name (LeatSink *sink)
{
  return "harness";
}

static gboolean
host_progress (LeatSink *sink, guint64 done, guint64 total)
{
  return TRUE;
}

static void
host_init (SinkHost *self, const HarnessCheck *check)
{
  *self = (SinkHost) {
    .table = { .retry_after = host_retry_after, .answer = host_answer, .note = host_say,
               .remember = host_remember, .recall = host_recall,
               .get_state_dir = host_get_state_dir, .warn = host_say, .progress = host_progress,
               .get_name = host_get_name },
    .directory = check->harness->directory,
    .facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
}

static void
host_clear (SinkHost *self)
{
  g_hash_table_unref (self->facts);
}

/* --- one sink at work --- */

typedef struct {
  HarnessCheck *check;
  SinkHost host;
  LeatSink *sink;
  GCancellable *cancellable;
  char *position;
  guint64 taken; /* since the last flush() that called some safe, and not safe yet */
} Work;

static gboolean
work_begin (Work *self, HarnessCheck *check, GError **error)
{
  *self = (Work) { .check = check, .cancellable = g_cancellable_new () };
  host_init (&self->host, check);
  self->sink = harness_make (check, error);
  if (self->sink == NULL)
    return FALSE;
  self->sink->host = &self->host;
  return harness_ready (check, self->sink, error);
}

static void
work_end (Work *self)
{
  leat_sink_instance_free (self->sink);
  g_object_unref (self->cancellable);
  g_free (self->position);
  host_clear (&self->host);
}

/* nobody is at the other end: no fault of the plugin's, but the end of what can be seen */
static gboolean
work_is_away (const GError *told, const char *function, GError **error)
{
  return harness_lacks (error, "%s says: %s; give a key file with what it can reach (--config)",
                        function, told->message);
}

static gboolean
work_open (Work *self, GError **error)
{
  g_autoptr (GError) told = NULL;
  gboolean done = self->sink->klass->open (self->sink, self->position, self->cancellable, &told);

  self->taken = 0;
  if (!harness_is_told (done, &told, "open()"))
    {
      g_propagate_error (error, g_steal_pointer (&told));
      return FALSE;
    }
  return done || work_is_away (told, "open()", error);
}

static gboolean
work_flush (Work *self, GError **error)
{
  g_autoptr (GError) told = NULL;
  g_autofree char *position = NULL;
  guint64 safe = 0;
  gboolean done;

  if (!LEAT_CLASS_HAS (self->sink->klass, flush))
    return TRUE;
  done = self->sink->klass->flush (self->sink, &safe, &position, self->cancellable, &told);
  if (!harness_is_told (done, &told, "flush()"))
    {
      g_propagate_error (error, g_steal_pointer (&told));
      return FALSE;
    }
  if (!done)
    return work_is_away (told, "flush()", error);
  if (safe > self->taken)
    return harness_wrong (error,
                          "flush() calls %" G_GUINT64_FORMAT " records safe, of "
                          "%" G_GUINT64_FORMAT " that were taken and not counted before",
                          safe, self->taken);
  self->taken -= safe;
  g_free (self->position);
  self->position = g_steal_pointer (&position);
  return TRUE;
}

/* how it is with a write() that failed; *@skip: the record is refused for ever */
static gboolean
work_judge_refusal (GError *told, guint taken, guint count, gboolean *halve, gboolean *skip,
                    GError **error)
{
  *halve = FALSE;
  *skip = FALSE;
  if (!g_error_matches (told, LEAT_ERROR, LEAT_ERROR_REJECTED))
    return work_is_away (told, "write()", error);
  *halve = taken == 0 && count > 1;
  *skip = !*halve;
  return TRUE;
}

static gboolean
work_write_once (Work *self, LeatBatch *batch, guint from, guint count, guint *taken, GError **told,
                 GError **error)
{
  gboolean done = self->sink->klass->write (self->sink, batch, from, count, taken,
                                            self->cancellable, told);

  if (!harness_is_told (done, told, "write()"))
    {
      g_propagate_error (error, g_steal_pointer (told));
      return FALSE;
    }
  if (*taken > count)
    return harness_wrong (error, "write() took %u records of %u", *taken, count);
  if (done && *taken == 0)
    return harness_wrong (error, "write() gave TRUE and took nothing: it would be called for ever");
  self->taken += *taken;
  return TRUE;
}

/* as the worker does it: what is left is offered again, halves where one of many is refused */
static gboolean
work_write (Work *self, LeatBatch *batch, guint from, guint count, GError **error)
{
  const guint end = from + count;
  guint most = count, n_refused = 0;

  while (from < end)
    {
      const guint offered = MIN (most, end - from);
      g_autoptr (GError) told = NULL;
      gboolean halve = FALSE, skip = FALSE;
      guint taken = 0;

      if (!work_write_once (self, batch, from, offered, &taken, &told, error) ||
          (told != NULL && !work_judge_refusal (told, taken, offered, &halve, &skip, error)))
        return FALSE;
      most = halve ? MAX (offered / 2, 1) : count;
      from += taken + (skip ? 1 : 0);
      n_refused += skip;
    }
  if (n_refused > 0)
    harness_note (self->check, "%u of %u records were refused", n_refused, count);
  return TRUE;
}

static LeatBatch *
make_records (const HarnessCheck *check, guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) check->harness->seed);

  return harness_records_new (check->harness->schema, "harness", n, random);
}

/* --- checks --- */

static gboolean
check_records (HarnessCheck *check, guint n, gboolean singly, GError **error)
{
  g_autoptr (LeatBatch) batch = make_records (check, n);
  const guint n_records = leat_batch_get_n_records (batch);
  const guint step = singly ? 1 : n_records;
  Work work;
  gboolean fine = work_begin (&work, check, error) && work_open (&work, error);
  const gboolean opened = fine;

  for (guint from = 0; from < n_records && fine; from += step)
    fine = work_write (&work, batch, from, step, error) && (!singly || work_flush (&work, error));
  fine = fine && work_flush (&work, error);
  if (opened)
    work.sink->klass->close (work.sink);
  work_end (&work);
  return fine;
}

static gboolean
check_values (HarnessCheck *check, GError **error)
{
  return check_records (check, 0, FALSE, error);
}

static gboolean
check_singly (HarnessCheck *check, GError **error)
{
  return check_records (check, 0, TRUE, error);
}

static gboolean
check_many (HarnessCheck *check, GError **error)
{
  return check_records (check, MANY, FALSE, error);
}

/* opened and closed over and over, from the position of the last time */
static gboolean
check_life (HarnessCheck *check, GError **error)
{
  Work work;
  gboolean fine = work_begin (&work, check, error);
  guint before = 0;

  for (int i = 0; i < check->harness->rounds && fine; i++)
    {
      g_autoptr (LeatBatch) batch = make_records (check, 3);

      if (!work_open (&work, error))
        {
          fine = FALSE;
          break;
        }
      fine = work_write (&work, batch, 0, 3, error) && work_flush (&work, error);
      work.sink->klass->close (work.sink);
      if (i == 0)
        before = harness_count_descriptors ();
    }
  if (fine && harness_count_descriptors () > before)
    fine = harness_wrong (error, "%u descriptors are open that close() did not close",
                          harness_count_descriptors () - before);
  work_end (&work);
  return fine;
}

/* who stops does not wait: each comes back at once, with an error or done */
static gboolean
check_cancelled (HarnessCheck *check, GError **error)
{
  g_autoptr (LeatBatch) batch = make_records (check, 3);
  g_autoptr (GError) told = NULL;
  guint taken = 0;
  Work work;
  gboolean fine = work_begin (&work, check, error);
  gboolean done;

  if (!fine)
    {
      work_end (&work);
      return FALSE;
    }
  g_cancellable_cancel (work.cancellable);
  done = work.sink->klass->open (work.sink, NULL, work.cancellable, &told);
  fine = harness_is_told (done, &told, "open()");
  if (fine && done)
    fine = work_write_once (&work, batch, 0, 3, &taken, &told, error);
  if (done)
    work.sink->klass->close (work.sink);
  if (!fine && *error == NULL)
    g_propagate_error (error, g_steal_pointer (&told));
  work_end (&work);
  return fine;
}

static gpointer
write_in_thread (gpointer data)
{
  Work *self = data;
  g_autoptr (LeatBatch) batch = make_records (self->check, 100);
  GError *error = NULL;

  if (!work_open (self, &error))
    return error;
  if (work_write (self, batch, 0, 100, &error))
    work_flush (self, &error);
  self->sink->klass->close (self->sink);
  return error;
}

/* init() and clear() in one thread, all else in another */
static gboolean
check_thread (HarnessCheck *check, GError **error)
{
  GError *told = NULL;
  Work work;
  const gboolean begun = work_begin (&work, check, error);

  if (begun)
    told = g_thread_join (g_thread_new ("sink", write_in_thread, &work));
  work_end (&work);
  if (told != NULL)
    g_propagate_error (error, told);
  return begun && told == NULL;
}

static gboolean
check_render (HarnessCheck *check, GError **error)
{
  g_autoptr (LeatBatch) batch = make_records (check, 0);
  const guint n_records = leat_batch_get_n_records (batch);
  g_autoptr (GString) text = g_string_new (NULL);
  Work work;
  gboolean fine = work_begin (&work, check, error);

  for (guint from = 0; from < n_records && fine; from++)
    {
      g_autoptr (GError) told = NULL;
      guint taken = 0;
      const gboolean done = work.sink->klass->render (work.sink, batch, from, n_records - from,
                                                      &taken, text, &told);

      fine = harness_is_told (done, &told, "render()");
      if (!fine)
        g_propagate_error (error, g_steal_pointer (&told));
      else if (taken > n_records - from)
        fine = harness_wrong (error, "render() took %u of %u records", taken, n_records - from);
      else if (!g_utf8_validate (text->str, (gssize) text->len, NULL))
        fine = harness_wrong (error, "render() wrote what is no UTF-8");
    }
  work_end (&work);
  return fine;
}

static gboolean
check_speed (HarnessCheck *check, GError **error)
{
  g_autoptr (LeatBatch) batch = make_records (check, SPEEDY);
  guint64 allocations;
  gint64 begin;
  guint n = 0;
  Work work;
  gboolean fine = work_begin (&work, check, error) && work_open (&work, error);
  const gboolean opened = fine;

  allocations = harness_count_allocations ();
  begin = g_get_monotonic_time ();
  for (; fine && n < SPEEDY && g_get_monotonic_time () - begin < HARNESS_SPEED_TIME;
       n += SPEEDY_PIECE)
    fine = work_write (&work, batch, n, SPEEDY_PIECE, error);
  fine = fine && work_flush (&work, error);
  if (fine)
    harness_note (check, "%.0f ns and %.2f allocations a record",
                  (double) (g_get_monotonic_time () - begin) * 1000 / n,
                  (double) (harness_count_allocations () - allocations) / n);
  if (opened)
    work.sink->klass->close (work.sink);
  work_end (&work);
  return fine;
}

void
harness_add_sink (GPtrArray *checks, const Harness *harness, const LeatSinkClass *klass)
{
  harness_add_options (checks, harness, HARNESS_SINK, klass);
  harness_add (checks, harness, HARNESS_SINK, klass, "values", check_values);
  harness_add (checks, harness, HARNESS_SINK, klass, "singly", check_singly);
  harness_add (checks, harness, HARNESS_SINK, klass, "many", check_many);
  harness_add (checks, harness, HARNESS_SINK, klass, "life", check_life);
  harness_add (checks, harness, HARNESS_SINK, klass, "cancelled", check_cancelled);
  harness_add (checks, harness, HARNESS_SINK, klass, "thread", check_thread);
  if (LEAT_CLASS_HAS (klass, render))
    harness_add (checks, harness, HARNESS_SINK, klass, "render", check_render);
  harness_add (checks, harness, HARNESS_SINK, klass, "speed", check_speed);
}
