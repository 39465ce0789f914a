/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-restore.c - what waited when the last daemon ended, on the bench again */
#include "assembly-restore.h"
#include <string.h>

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

void
assembly_bench_tell_shape (AssemblyBench *self, const AssemblyKept *record)
{
  leat_source_note (self->source, "other-schema",
                    "%s: its records have not all fields that schema %s of the key file has: they "
                    "are missing in parts",
                    record->origin->source,
                    leat_schema_get_name (
                        assembly_plan_get (&self->plan, record->table.source)->schema));
}

/* which source it is of now, and when it came on the clock of this boot; FALSE: of none */
static gboolean
bind (AssemblyBench *self, AssemblyKept *record, gboolean same_boot, LeatMoment now)
{
  const char *name = record->origin->source;

  if (!assembly_plan_find (&self->plan, name, strlen (name), &record->table.source))
    return FALSE;
  if (!same_boot) /* a clock that was set back says nothing of how long ago that was */
    record->monotonic = now.monotonic - MAX (now.time - record->time, 0);
  record->table.moment = self->plan.by_device ? record->time : record->monotonic;
  assembly_shape_look (self->shape, record);
  return TRUE;
}

/* a part as it was, with the number that it had */
static gboolean
restore_given (AssemblyBench *self, const AssemblyGiven *given, gboolean same_boot, LeatMoment now)
{
  AssemblyRecord *records[ASSEMBLY_SOURCES_MAX] = { NULL };
  guint64 held = 0;
  AssemblyLot *lot;
  gboolean any = FALSE;

  for (guint i = 0; i < given->records->len; i++)
    {
      AssemblyKept *record = g_ptr_array_index (given->records, i);

      if (!bind (self, record, same_boot, now))
        continue;
      records[record->table.source] = &record->table;
      held |= record->is_released ? 0 : G_GUINT64_CONSTANT (1) << record->table.source;
      any = TRUE;
    }
  if (!any)
    return FALSE;
  lot = assembly_bench_get_lot (self, given->sequence);
  assembly_lot_add (lot, self->shape, self->origin, given->reason, records, held);
  return TRUE;
}

static const AssemblyLaneState *
find_lane (const AssemblyBench *self, AssemblyMemory *memory, guint source)
{
  return g_hash_table_lookup (memory->lanes, assembly_plan_get (&self->plan, source)->name);
}

/* a source that is new to from= begins where the others are */
static void
restore_lanes (AssemblyBench *self, AssemblyMemory *memory, gint64 now)
{
  AssemblyLaneState fresh = { .epoch = 1 };

  for (guint i = 0; i < self->plan.inputs->len; i++)
    if (find_lane (self, memory, i) != NULL)
      fresh.epoch = MAX (fresh.epoch, find_lane (self, memory, i)->epoch);
  for (guint i = 0; i < self->plan.inputs->len; i++)
    {
      const AssemblyLaneState *state = find_lane (self, memory, i);

      assembly_table_set_lane (self->table, i, state != NULL ? state : &fresh, now);
    }
}

/* key epochs were counted if they are still known, and are of use where keys are counters */
static gboolean
has_epoch (const AssemblyBench *self, AssemblyMemory *memory, const AssemblyKept *record)
{
  return self->plan.rules.counters && find_lane (self, memory, record->table.source) != NULL;
}

/* the table gives those that can go by the rules of today */
static guint
restore_waiting (AssemblyBench *self, AssemblyMemory *memory, gboolean same_boot, LeatMoment now)
{
  g_autoptr (GPtrArray) waiting = assembly_memory_list_waiting (memory);
  guint n_strange = 0;

  for (guint i = 0; i < waiting->len; i++)
    {
      AssemblyKept *record = g_ptr_array_index (waiting, i);

      if (!bind (self, record, same_boot, now))
        {
          n_strange++;
          continue;
        }
      if (!has_epoch (self, memory, record))
        record->table.epoch = 0;
      assembly_table_add (self->table, &assembly_kept_ref (record)->table, now.monotonic);
    }
  return n_strange;
}

static void
restore (AssemblyBench *self, AssemblyMemory *memory)
{
  const LeatMoment now = leat_clock_now ();
  const gboolean same_boot = g_strcmp0 (memory->boot, self->boot) == 0;
  guint n_strange = 0;

  self->last_number = memory->last_number;
  self->last_sequence = memory->last_sequence;
  restore_lanes (self, memory, now.monotonic);
  for (GList *link = memory->given.head; link != NULL; link = link->next)
    n_strange += !restore_given (self, link->data, same_boot, now);
  n_strange += restore_waiting (self, memory, same_boot, now);
  if (n_strange > 0)
    leat_source_note (self->source, "left-behind",
                      "%u records waited of sources that are not in from= any more: dropped",
                      n_strange);
}

static LeatOrigin *
make_origin (AssemblyBench *self, const LeatOrigin *host)
{
  return leat_origin_new (host->source, self->epoch, assembly_shape_get_schema (self->shape),
                          host->gateway, host->tags);
}

static gboolean
make_journal (AssemblyBench *self, const LeatOrigin *host, GError **error)
{
  g_autofree char *name = g_strconcat ("assemblies/", host->source, ".parts", NULL);
  g_autofree char *path = leat_source_get_path (self->source, name);

  if (path == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "there is no state-dir= in which parts could wait");
  if (!g_file_get_contents (BOOT_ID, &self->boot, NULL, error))
    return FALSE;
  g_strstrip (self->boot);
  self->journal = assembly_journal_new (path);
  return TRUE;
}

/* the first life: what is in the file is in memory then, once */
static gboolean
load (AssemblyBench *self, const LeatOrigin *host, GError **error)
{
  g_auto (AssemblyMemory) memory = { .epoch = NULL };

  if (self->journal == NULL && !make_journal (self, host, error))
    return FALSE;
  if (!assembly_journal_load (self->journal, &memory, error))
    return FALSE;
  self->epoch = memory.epoch != NULL ? g_strdup (memory.epoch) : leat_epoch_new ();
  self->origin = make_origin (self, host);
  if (memory.left > 0)
    leat_source_note (self->source, "journal",
                      "its last %" G_GSIZE_FORMAT " bytes are not whole: what was being written "
                      "when the power went, of which nobody was told that it is safe; if it did "
                      "not go, the disk is at fault, and records that waited are lost",
                      memory.left);
  if (memory.epoch != NULL)
    restore (self, &memory);
  return TRUE;
}

/**
 * assembly_bench_start:
 * @cancellable: start()'s
 *
 * Begins a life: the first one with what waited when the last daemon ended. The file is written
 * anew, without what is of no use any more.
 */
gboolean
assembly_bench_start (AssemblyBench *self, GCancellable *cancellable, GError **error)
{
  LeatStream *stream = leat_source_open_stream (self->source, NULL);
  const LeatOrigin *host;

  if (stream == NULL)
    return leat_error_fail (error, LEAT_ERROR_FAILED, "no stream could be opened");
  host = leat_stream_get_origin (stream);
  g_set_object (&self->cancellable, cancellable);
  self->is_full = FALSE;
  if (self->epoch == NULL && !load (self, host, error))
    return FALSE;
  if (self->origin == NULL)
    self->origin = make_origin (self, host);
  return assembly_bench_rewrite (self, error);
}

/* what was taken is in the file then, if it can be written */
void
assembly_bench_stop (AssemblyBench *self)
{
  g_autoptr (GError) error = NULL;

  if (self->origin == NULL)
    return;
  if (!assembly_bench_work (self, FALSE, &error) && !self->is_told)
    {
      self->is_told = TRUE; /* at the next try it is no news */
      leat_source_note (self->source, "journal", "what waits is in memory alone: %s",
                        error->message);
    }
  g_clear_pointer (&self->origin, leat_origin_unref);
}
