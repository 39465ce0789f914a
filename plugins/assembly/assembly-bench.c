/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-bench.c - the bench on which parts are put together: table, journal, and what goes out
 */
#include "assembly-bench.h"
#include "assembly-restore.h"
#include <string.h>

/* the file is written anew when it is so large, and so many times as large as it was then */
#define FILE_LARGE (64 * 1024 * 1024)
#define FILE_GROWTH 4

/* what was incomplete is told so often */
#define TELL_EVERY (60 * LEAT_NSEC_PER_SEC)

static void on_release (AssemblyReason reason, AssemblyRecord *const *records, gpointer user_data);

gboolean
assembly_bench_init (AssemblyBench *self, LeatSource *source, const AssemblyOptions *options,
                     const LeatInput *inputs, guint n_inputs, GError **error)
{
  self->source = source;
  g_queue_init (&self->lots);
  self->taken = g_ptr_array_new_with_free_func ((GDestroyNotify) leat_batch_unref);
  if (!assembly_plan_init (&self->plan, options, inputs, n_inputs, error))
    return FALSE;
  self->shape = assembly_shape_new (&self->plan, options->fields, error);
  if (self->shape == NULL)
    return FALSE;
  self->table = assembly_table_new (&self->plan.rules, assembly_kept_free, on_release, self);
  return TRUE;
}

void
assembly_bench_clear (AssemblyBench *self)
{
  g_queue_clear_full (&self->lots, assembly_lot_free);
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  g_clear_pointer (&self->journal, assembly_journal_free);
  g_clear_pointer (&self->table, assembly_table_free);
  g_clear_pointer (&self->shape, assembly_shape_free);
  assembly_plan_clear (&self->plan);
  g_clear_pointer (&self->origin, leat_origin_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->boot, g_free);
}

/* --- what comes of them --- */

/* records of stamps that wait on when a part goes out */
static guint64
get_held (const AssemblyBench *self, AssemblyReason reason)
{
  return reason == ASSEMBLY_UNUSED ? 0 : self->plan.rules.stamps;
}

static void
tell_drift (AssemblyBench *self, AssemblyRecord *const *records)
{
  guint source = 0;
  const AssemblyDriftNews news = assembly_drift_feed (&self->drift, &self->plan.rules, records,
                                                      &source);

  if (news != ASSEMBLY_DRIFT_NONE)
    leat_source_note (self->source, "drift",
                      "%s is %" G_GINT64_FORMAT " ms behind its partners%s, of %" G_GINT64_FORMAT
                      " ms that are allowed",
                      assembly_plan_get (&self->plan, source)->name,
                      self->drift.behind[source] / 1000000,
                      news == ASSEMBLY_DRIFT_FAR ? "" : " again", self->plan.rules.apart / 1000000);
}

/* that the part of this number goes into */
AssemblyLot *
assembly_bench_get_lot (AssemblyBench *self, guint64 sequence)
{
  AssemblyLot *lot = g_queue_peek_tail (&self->lots);

  if (lot != NULL && lot->batch != NULL && lot->parts->len < ASSEMBLY_LOT_MAX &&
      lot->next == sequence)
    return lot;
  lot = assembly_lot_new (self, self->plan.rules.n_sources, sequence);
  g_queue_push_tail (&self->lots, lot);
  if (self->next_lot == NULL)
    self->next_lot = self->lots.tail;
  return lot;
}

static void
on_release (AssemblyReason reason, AssemblyRecord *const *records, gpointer user_data)
{
  AssemblyBench *self = user_data;
  const guint64 held = get_held (self, reason);
  const guint64 sequence = self->last_sequence + 1;
  const guint n_made = assembly_shape_count (self->shape, records);

  self->last_sequence += n_made;
  assembly_lot_add (assembly_bench_get_lot (self, sequence), self->shape, self->origin, reason,
                    records, held);
  assembly_journal_add_part (self->journal, sequence, n_made, reason, records,
                             self->plan.rules.n_sources, held);
  self->counts[reason]++;
  if (reason == ASSEMBLY_COMPLETE)
    tell_drift (self, records);
}

/* --- what comes --- */

static gboolean
find_source (AssemblyBench *self, const LeatOrigin *origin)
{
  if (origin == self->seen)
    return TRUE;
  self->seen = NULL;
  if (assembly_plan_find (&self->plan, origin->source, strlen (origin->source), &self->seen_source))
    self->seen = origin;
  else
    leat_source_note (self->source, "stranger",
                      "%s is no source of from= as it was checked: a reload takes it in",
                      origin->source);
  return self->seen != NULL;
}

static void
tell_lane (AssemblyBench *self, guint source, const AssemblyKept *record)
{
  leat_source_note (self->source, "key-epoch",
                    "%s: its counter has begun anew, at %" G_GINT64_FORMAT
                    ": no record meets one from before",
                    assembly_plan_get (&self->plan, source)->name, record->table.key.number);
}

static void
take_record (AssemblyBench *self, const LeatRecord *record, guint source, gint64 now)
{
  AssemblyKept *kept = assembly_kept_new (record, source, ++self->last_number);

  kept->table.moment = self->plan.by_device ? record->time : record->monotonic;
  if (!assembly_shape_look (self->shape, kept))
    assembly_bench_tell_shape (self, kept);
  if (assembly_table_find_epoch (self->table, &kept->table, now))
    tell_lane (self, source, kept);
  assembly_journal_add_record (self->journal, kept);
  assembly_table_add (self->table, &kept->table, now);
}

static void
take_batch (AssemblyBench *self, LeatBatch *batch, gint64 now)
{
  const guint n_records = leat_batch_get_n_records (batch);

  self->seen = NULL; /* it may have been freed since */
  for (guint i = 0; i < n_records; i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);

      if (find_source (self, record->origin))
        take_record (self, record, self->seen_source, now);
    }
}

void
assembly_bench_take (AssemblyBench *self, LeatBatch *batch)
{
  g_ptr_array_add (self->taken, leat_batch_ref (batch));
  self->n_records += leat_batch_get_n_records (batch);
}

/* --- what goes out --- */

static void
forget_lot (AssemblyBench *self, AssemblyLot *lot)
{
  g_autoptr (GError) error = NULL;

  assembly_journal_add_settled (self->journal, lot->first, lot->next - 1);
  g_queue_remove (&self->lots, lot);
  assembly_lot_free (lot);
  /* not synced: after a power cut it may go out once more */
  if (!self->is_broken && !assembly_journal_commit (self->journal, FALSE, &error))
    {
      self->is_broken = TRUE;
      leat_source_fail (self->source, g_steal_pointer (&error));
    }
}

static gboolean
is_stopping (const AssemblyBench *self)
{
  return self->origin == NULL || g_cancellable_is_cancelled (self->cancellable);
}

/* Told FALSE because the source stops, it is not known to be safe: the next start pushes it again.
 * Told FALSE otherwise, nobody will make it safe. */
static void
on_settled (gboolean safe, gpointer user_data)
{
  AssemblyLot *lot = user_data;
  AssemblyBench *self = lot->owner;

  if (self->is_pushing) /* it was not taken */
    return;
  if (!is_stopping (self))
    self->nobody_settles = !safe;
  if (safe || self->nobody_settles)
    forget_lot (self, lot);
}

static void
push_lots (AssemblyBench *self, gboolean hurry)
{
  while (self->next_lot != NULL && (hurry || !self->is_full))
    {
      AssemblyLot *lot = self->next_lot->data;
      LeatPush push;

      self->is_pushing = TRUE;
      push = leat_source_push_batch (self->source, leat_batch_ref (lot->batch), on_settled, lot,
                                     NULL);
      self->is_pushing = FALSE;
      if (push == LEAT_PUSH_STOP)
        return;
      self->next_lot = self->next_lot->next;
      g_clear_pointer (&lot->batch, leat_batch_unref);
      self->is_full = push == LEAT_PUSH_FULL;
    }
}

void
assembly_bench_resume (AssemblyBench *self)
{
  self->is_full = FALSE;
  push_lots (self, FALSE);
}

/* --- the file --- */

static void
write_record (AssemblyRecord *record, gpointer user_data)
{
  assembly_journal_add_record (user_data, (AssemblyKept *) record);
}

static void
write_lanes (AssemblyBench *self)
{
  for (guint i = 0; self->plan.rules.counters && i < self->plan.inputs->len; i++)
    {
      const AssemblyLaneState state = assembly_table_get_lane (self->table, i);

      assembly_journal_add_lane (self->journal, assembly_plan_get (&self->plan, i)->name, &state);
    }
}

gboolean
assembly_bench_rewrite (AssemblyBench *self, GError **error)
{
  assembly_journal_begin (self->journal, self->epoch, self->boot, self->last_number,
                          self->last_sequence);
  for (GList *link = self->lots.head; link != NULL; link = link->next)
    assembly_lot_write (link->data, self->journal);
  assembly_table_each (self->table, write_record, self->journal);
  write_lanes (self);
  self->is_broken = !assembly_journal_commit (self->journal, TRUE, error);
  self->whole_size = assembly_journal_get_size (self->journal);
  self->is_told = self->is_told && self->is_broken;
  return !self->is_broken;
}

static gboolean
commit (AssemblyBench *self, GError **error)
{
  const gsize size = assembly_journal_get_size (self->journal);

  if (self->is_broken || (size > FILE_LARGE && size > FILE_GROWTH * self->whole_size))
    return assembly_bench_rewrite (self, error);
  if (assembly_journal_is_empty (self->journal))
    return TRUE;
  write_lanes (self);
  self->is_broken = !assembly_journal_commit (self->journal, TRUE, error);
  return !self->is_broken;
}

/* @hurry: there is no later word */
static void
tell_incomplete (AssemblyBench *self, gint64 now, gboolean hurry)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 n_incomplete = 0;

  if (!hurry && now - self->told < TELL_EVERY)
    return;
  for (guint i = ASSEMBLY_COMPLETE + 1; i < ASSEMBLY_N_REASONS; i++)
    {
      n_incomplete += self->counts[i];
      if (self->counts[i] > 0)
        g_string_append_printf (text, "%s%s %" G_GUINT64_FORMAT, text->len > 0 ? ", " : "",
                                assembly_reason_get_name ((AssemblyReason) i), self->counts[i]);
    }
  if (n_incomplete == 0)
    return;
  leat_source_note (self->source, "incomplete",
                    "parts since the last word: %" G_GUINT64_FORMAT " complete, %" G_GUINT64_FORMAT
                    " not (%s)",
                    self->counts[ASSEMBLY_COMPLETE], n_incomplete, text->str);
  memset (self->counts, 0, sizeof self->counts);
  self->told = now;
}

static void
settle_taken (AssemblyBench *self)
{
  for (guint i = 0; i < self->taken->len; i++)
    leat_source_settle (self->source, g_ptr_array_index (self->taken, i), TRUE);
  g_ptr_array_set_size (self->taken, 0);
}

static gboolean
work (AssemblyBench *self, void (*judge) (AssemblyTable *table, gint64 now), gboolean hurry,
      GError **error)
{
  const gint64 now = leat_clock_now ().monotonic;

  for (guint i = self->n_worked; i < self->taken->len; i++)
    take_batch (self, g_ptr_array_index (self->taken, i), now);
  self->n_worked = self->taken->len;
  self->n_records = 0;
  if (judge != NULL)
    judge (self->table, now);
  if (!commit (self, error))
    return FALSE;
  settle_taken (self);
  self->n_worked = 0;
  push_lots (self, hurry);
  tell_incomplete (self, now, hurry);
  return TRUE;
}

gboolean
assembly_bench_work (AssemblyBench *self, gboolean all, GError **error)
{
  return work (self, all && !self->is_full ? assembly_table_look : NULL, FALSE, error);
}

static void
finish (AssemblyTable *table, gint64 now)
{
  assembly_table_finish (table);
}

gboolean
assembly_bench_finish (AssemblyBench *self, GError **error)
{
  return work (self, finish, TRUE, error);
}
