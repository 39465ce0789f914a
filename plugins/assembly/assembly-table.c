/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-table.c - the parts that wait for their partners: records in, parts out, a clock given
 *
 * Each source has a lane: its records that wait, oldest first. A part goes out when nothing of it
 * is missing, or nothing more can come, and each of its records is the first of its lane: so the
 * order of every source is kept. Where two sources give the same two parts in different orders, no
 * order keeps both; the part with the oldest record then goes first. */
#include "assembly-table-private.h"

/* in the order of AssemblyReason */
static const char *const reasons[] = { "complete", "timeout", "passed",    "repeated", "apart",
                                       "keyless",  "crowded", "stopped",   "unstamped", "unused" };

G_STATIC_ASSERT (G_N_ELEMENTS (reasons) == ASSEMBLY_N_REASONS);

const char *
assembly_reason_get_name (AssemblyReason reason)
{
  return reasons[reason];
}

/**
 * assembly_table_new:
 * @rules: copied
 * @free_record: what the last reference of a record is given to
 * @release: is given each part, inside add(), look() and finish()
 */
AssemblyTable *
assembly_table_new (const AssemblyRules *rules, GDestroyNotify free_record,
                    AssemblyReleaseFunc release, gpointer user_data)
{
  AssemblyTable *self = g_new0 (AssemblyTable, 1);

  g_assert (rules->n_sources <= ASSEMBLY_SOURCES_MAX);
  self->rules = *rules;
  self->free_record = free_record;
  self->release = release;
  self->user_data = user_data;
  self->by_key = g_hash_table_new (assembly_part_hash, assembly_part_equal);
  for (guint i = 0; i < rules->n_sources; i++)
    self->lanes[i].state.epoch = 1;
  return self;
}

static void
make_room (AssemblyTable *self)
{
  while (self->n_waiting > self->rules.most_waiting)
    {
      for (guint i = 0; i < self->rules.n_sources; i++)
        if (self->lanes[i].head != NULL &&
            !assembly_part_is_ready (self->lanes[i].head->part, self))
          assembly_part_close (self->lanes[i].head->part, self, ASSEMBLY_CROWDED);
      assembly_table_release (self);
    }
}

/**
 * assembly_table_find_epoch:
 * @record: that is added next
 *
 * Sets the epoch of its key, as add() does where that was not called.
 *
 * Returns: whether the counter of its source has begun anew
 */
gboolean
assembly_table_find_epoch (AssemblyTable *self, AssemblyRecord *record, gint64 now)
{
  const gint64 looked = self->now;
  gboolean is_anew;

  if (!self->rules.counters || !record->key.is_set || record->epoch != 0)
    return FALSE;
  self->now = now;
  is_anew = assembly_table_set_epoch (self, record);
  self->now = looked;
  return is_anew;
}

/**
 * assembly_table_add:
 * @record: (transfer full): with a reference for the table
 * @now: nanoseconds on the clock of timeout=; never goes back
 *
 * A record has come. What is whole by it, or can have nothing more by it, is released.
 */
void
assembly_table_add (AssemblyTable *self, AssemblyRecord *record, gint64 now)
{
  const gint64 looked = self->now;

  self->now = now;
  assembly_table_match (self, record);
  self->now = looked; /* a partner may stand right behind it: time is judged by look() */
  assembly_table_release (self);
  make_room (self);
}

/* all that has come is in the table: what has waited too long is released */
void
assembly_table_look (AssemblyTable *self, gint64 now)
{
  self->now = now;
  assembly_table_release (self);
}

/* nothing comes any more: all that waits is released, but stamps, which hold on */
void
assembly_table_finish (AssemblyTable *self)
{
  for (AssemblyPart *part = self->head; part != NULL; part = part->next)
    assembly_part_close (part, self,
                         assembly_part_is_ready (part, self) ? part->reason : ASSEMBLY_STOPPED);
  assembly_table_release (self);
}

gint64
assembly_table_get_due (const AssemblyTable *self)
{
  gint64 due = -1;

  for (guint i = 0; i < self->rules.n_sources; i++)
    if (self->lanes[i].head != NULL && self->lanes[i].head->part->is_open)
      {
        const gint64 end = self->lanes[i].head->part->opened + self->rules.timeout;

        due = due < 0 ? end : MIN (due, end);
      }
  return due;
}

guint64
assembly_table_get_n_waiting (const AssemblyTable *self)
{
  return self->n_waiting;
}

void
assembly_table_each (AssemblyTable *self, void (*func) (AssemblyRecord *record, gpointer user_data),
                     gpointer user_data)
{
  for (guint i = 0; i < self->rules.n_sources; i++)
    {
      if (self->lanes[i].stamp != NULL)
        func (self->lanes[i].stamp, user_data);
      for (AssemblyRecord *record = self->lanes[i].head; record != NULL; record = record->next)
        func (record, user_data);
    }
}

AssemblyLaneState
assembly_table_get_lane (const AssemblyTable *self, guint source)
{
  return self->lanes[source].state;
}

/* Before anything is added. Those that wait have all of timeout= again; so has a source that has
 * not begun anew with the others. */
void
assembly_table_set_lane (AssemblyTable *self, guint source, const AssemblyLaneState *state,
                         gint64 now)
{
  self->lanes[source].state = *state;
  self->epoch_opened = now;
}

void
assembly_table_free (AssemblyTable *self)
{
  if (self == NULL)
    return;
  g_hash_table_remove_all (self->by_key);
  while (self->head != NULL)
    assembly_part_free (self->head, self);
  for (guint i = 0; i < self->rules.n_sources; i++)
    assembly_table_unref_record (self, self->lanes[i].stamp);
  g_hash_table_unref (self->by_key);
  g_free (self);
}
