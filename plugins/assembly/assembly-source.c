/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-source.c - the junction: options, records in, parts out, and the time that they wait */
#include "assembly-bench.h"

/* so many records are written into the file at once, at the most */
#define RECORDS_MAX 8192

typedef struct {
  LeatSource parent;
  AssemblyOptions options;

  AssemblyBench bench;
  GSource *waker; /* NULL: between two lives */
} AssemblySource;

static const char *const matches[] = { "key", "order", "window", "latest", NULL };
static const char *const gives[] = { "part", "records", NULL };
static const char *const clocks[] = { "arrival", "device", NULL };

static const LeatOption assembly_source_options[] = {
  LEAT_OPTION_CHOICE (AssemblySource, options.match, .key = "match", .preset = "key",
                      .choices = matches,
                      .summary = "How partners are found: key: the same key; order: the next of "
                                 "each source; window: the next of each, within window=; latest: "
                                 "the last record of the sources in stamp= goes with each of the "
                                 "others."),
  LEAT_OPTION_LIST (AssemblySource, options.keys, .key = "key",
                    .summary = "match=key: SOURCE:FIELD for each source whose key is not its "
                               "field with role=part or role=counter, or FIELD for all."),
  LEAT_OPTION_LIST (AssemblySource, options.stamps, .key = "stamp",
                    .summary = "match=latest: sources of from= whose last record goes with those "
                               "that follow it: an order, a lot, an operator."),
  LEAT_OPTION_DURATION (AssemblySource, options.window, .key = "window", .preset = "0",
                        .minimum = 0, .maximum = 86400e6,
                        .summary = "match=window: time between the first and the last record of a "
                                   "part, at the most."),
  LEAT_OPTION_DURATION (AssemblySource, options.skew, .key = "skew", .preset = "0", .minimum = 0,
                        .maximum = 86400e6,
                        .summary = "Records that are further apart in time are never one part, "
                                   "whatever their keys; 0: no matter."),
  LEAT_OPTION_CHOICE (AssemblySource, options.clock, .key = "clock", .preset = "arrival",
                      .choices = clocks,
                      .summary = "Time that skew= and window= are about: of a record's arrival, "
                                 "or of its field with role=time."),
  LEAT_OPTION_DURATION (AssemblySource, options.timeout, .key = "timeout", .preset = "10s",
                        .minimum = 1000, .maximum = 7 * 86400e6,
                        .summary = "Time that a record waits for its partners; then the part goes "
                                   "out incomplete."),
  LEAT_OPTION_INT (AssemblySource, options.most_waiting, .key = "most-waiting",
                   .preset = "10000", .minimum = 1, .maximum = 1e6,
                   .summary = "Records that wait at the most; with more the oldest parts go out "
                              "incomplete."),
  LEAT_OPTION_CHOICE (AssemblySource, options.give, .key = "give", .preset = "part",
                      .choices = gives,
                      .summary = "What goes out of a part: part: one record; records: one for each "
                                 "partner, with the same seq; their schemas are the same then."),
  LEAT_OPTION_LIST (AssemblySource, options.fields, .key = "fields",
                    .summary = "Fields of a part, in this order: key, seq, complete, reason, "
                               "SOURCE.FIELD, SOURCE.arrival, SOURCE.record (its id), SOURCE.*; "
                               "NAME= before one of them gives it another name. Without it: all, "
                               "as SOURCE_FIELD. With give=records there is source, too, and "
                               "no SOURCE stands before the others."),
  LEAT_OPTION_END
};

static gboolean
assembly_source_init (LeatSource *source, GError **error)
{
  return assembly_options_check (&((AssemblySource *) source)->options, error);
}

static LeatSchema *
assembly_source_join (LeatSource *source, const LeatInput *inputs, guint n_inputs, GError **error)
{
  AssemblySource *self = (AssemblySource *) source;

  if (!assembly_bench_init (&self->bench, source, &self->options, inputs, n_inputs, error))
    return NULL;
  return leat_schema_ref (assembly_shape_get_schema (self->bench.shape));
}

static void
assembly_source_clear (LeatSource *source)
{
  AssemblySource *self = (AssemblySource *) source;

  g_clear_pointer (&self->waker, leat_timer_free);
  assembly_bench_clear (&self->bench);
}

/* when there is something to do: at once, or when the first of those that wait has waited enough */
static void
set_waker (AssemblySource *self)
{
  const AssemblyBench *bench = &self->bench;
  const gint64 due = bench->is_full ? -1 : assembly_table_get_due (bench->table);

  if (self->waker == NULL)
    return;
  if (bench->n_records > 0)
    g_source_set_ready_time (self->waker, 0);
  else if (due < 0)
    g_source_set_ready_time (self->waker, -1);
  else
    g_source_set_ready_time (self->waker, g_get_monotonic_time () +
                                              MAX (due - leat_clock_now ().monotonic, 0) / 1000 +
                                              1);
}

static void
work (AssemblySource *self, gboolean all)
{
  GError *error = NULL;

  if (!assembly_bench_work (&self->bench, all, &error))
    leat_source_fail (&self->parent, error);
  set_waker (self);
}

/* nothing more stands in the queue now: the host gives records before it waits */
static gboolean
on_wake (gpointer user_data)
{
  work (user_data, TRUE);
  return G_SOURCE_CONTINUE;
}

static gboolean
assembly_source_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  AssemblySource *self = (AssemblySource *) source;

  if (!assembly_bench_start (&self->bench, cancellable, error))
    return FALSE;
  self->waker = leat_timer_new (on_wake, self);
  g_source_set_ready_time (self->waker, 0); /* what was pushed before the last end */
  return TRUE;
}

static void
assembly_source_stop (LeatSource *source)
{
  AssemblySource *self = (AssemblySource *) source;

  assembly_bench_stop (&self->bench);
  g_clear_pointer (&self->waker, leat_timer_free);
}

/* taken in any case: what cannot be written is in memory until it can */
static gboolean
assembly_source_records (LeatSource *source, LeatBatch *batch, GError **error)
{
  AssemblySource *self = (AssemblySource *) source;

  assembly_bench_take (&self->bench, batch);
  if (self->bench.n_records >= RECORDS_MAX)
    work (self, FALSE);
  else
    set_waker (self);
  return TRUE;
}

static void
assembly_source_resume (LeatSource *source)
{
  AssemblySource *self = (AssemblySource *) source;

  assembly_bench_resume (&self->bench);
  set_waker (self);
}

static void
assembly_source_ending (LeatSource *source)
{
  g_autoptr (GError) error = NULL;

  if (!assembly_bench_finish (&((AssemblySource *) source)->bench, &error))
    leat_source_note (source, "journal", "what waits goes out at the next start: %s",
                      error->message);
}

static const LeatSourceClass assembly_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (AssemblySource),
  .name = "assembly",
  .summary = "One record of the records that several sources give of one part.",
  .options = assembly_source_options,
  .flags = LEAT_SOURCE_SETTLES,
  .init = assembly_source_init,
  .clear = assembly_source_clear,
  .start = assembly_source_start,
  .stop = assembly_source_stop,
  .resume = assembly_source_resume,
  .records = assembly_source_records,
  .join = assembly_source_join,
  .ending = assembly_source_ending,
};

static const LeatSourceClass *const assembly_sources[] = { &assembly_source_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "assembly", .version = "0.1.0",
                    .summary = "Records of several machines that are about one part.",
                    .license = "LGPL-2.1-or-later", .sources = assembly_sources)
