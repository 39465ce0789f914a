/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-match.c - the ways of finding partners: the part that a record belongs to */
#include "assembly-table-private.h"
#include <string.h>

static guint64
get_newest_epoch (const AssemblyTable *self)
{
  guint64 newest = 0;

  for (guint i = 0; i < self->rules.n_sources; i++)
    newest = MAX (newest, self->lanes[i].state.epoch);
  return newest;
}

/* A machine whose counter begins anew begins an epoch, or follows into one that another has begun.
 * One that does not begin anew within the time that parts wait has not reset with the others: from
 * then on its numbers are of the newest epoch, as all that waited before has gone. */
gboolean
assembly_table_set_epoch (AssemblyTable *self, AssemblyRecord *record)
{
  AssemblyLaneState *state = &self->lanes[record->source].state;
  const guint64 newest = get_newest_epoch (self);
  const gboolean is_anew = state->has_last && record->key.number < state->last;

  if (is_anew)
    {
      if (state->epoch == newest)
        self->epoch_opened = self->now;
      state->epoch = MAX (state->epoch + 1, newest);
    }
  else if (state->epoch < newest && self->now - self->epoch_opened >= self->rules.timeout)
    state->epoch = newest;
  state->has_last = TRUE;
  state->last = record->key.number;
  record->epoch = state->epoch;
  return is_anew;
}

static void
add_alone (AssemblyTable *self, AssemblyRecord *record, AssemblyReason reason)
{
  AssemblyPart *part = assembly_part_open (self, record);

  assembly_part_close (part, self, reason);
  assembly_part_take (part, self, record);
}

static void
add_by_key (AssemblyTable *self, AssemblyRecord *record)
{
  AssemblyPart wanted = { 0 };
  AssemblyPart *part;

  if (!record->key.is_set)
    {
      add_alone (self, record, ASSEMBLY_KEYLESS);
      return;
    }
  if (self->rules.counters && record->epoch == 0)
    assembly_table_set_epoch (self, record);
  wanted.epoch = record->epoch;
  wanted.key = record->key;
  part = g_hash_table_lookup (self->by_key, &wanted);
  if (part != NULL && part->records[record->source] != NULL)
    {
      assembly_part_close (part, self, ASSEMBLY_REPEATED);
      part = NULL;
    }
  else if (part != NULL && assembly_part_is_apart (part, self, record))
    {
      assembly_part_close (part, self, ASSEMBLY_APART);
      part = NULL;
    }
  if (part == NULL)
    {
      part = assembly_part_open (self, record);
      g_hash_table_add (self->by_key, part);
    }
  assembly_part_take (part, self, record);
}

/* the first part that is open and has none of this source */
static AssemblyPart *
find_lacking (AssemblyPart *part, guint source)
{
  while (part != NULL && (!part->is_open || part->records[source] != NULL))
    part = part->next;
  return part;
}

static void
add_by_order (AssemblyTable *self, AssemblyRecord *record)
{
  Lane *lane = &self->lanes[record->source];
  AssemblyPart *part = find_lacking (lane->next_part, record->source);

  /* what is older than its reach will not find a partner in what follows either */
  while (part != NULL && assembly_part_is_apart (part, self, record) &&
         record->moment > part->first)
    {
      assembly_part_close (part, self, ASSEMBLY_APART);
      part = find_lacking (part->next, record->source);
    }
  if (part != NULL && assembly_part_is_apart (part, self, record))
    {
      add_alone (self, record, ASSEMBLY_APART);
      return;
    }
  if (part == NULL)
    part = assembly_part_open (self, record);
  assembly_part_take (part, self, record);
  lane->next_part = part->next;
}

static void
take_stamp (AssemblyTable *self, AssemblyRecord *record)
{
  Lane *lane = &self->lanes[record->source];

  if (lane->stamp != NULL && !lane->stamp->is_used)
    {
      self->stamped[record->source] = lane->stamp;
      self->release (ASSEMBLY_UNUSED, self->stamped, self->user_data);
      self->stamped[record->source] = NULL;
    }
  assembly_table_unref_record (self, lane->stamp);
  lane->stamp = record;
}

/* a device's clock may be off by more than a gint64 holds */
static gboolean
is_far (const AssemblyTable *self, gint64 one, gint64 other)
{
  return self->rules.apart > 0 &&
         (guint64) MAX (one, other) - (guint64) MIN (one, other) > (guint64) self->rules.apart;
}

static gboolean
is_stamp (const AssemblyTable *self, guint source)
{
  return (self->rules.stamps >> source & 1) != 0;
}

/* it waits for nothing */
static void
stamp_record (AssemblyTable *self, AssemblyRecord *record)
{
  AssemblyReason reason = ASSEMBLY_COMPLETE;

  for (guint i = 0; i < self->rules.n_sources; i++)
    {
      AssemblyRecord *stamp = self->lanes[i].stamp;

      self->stamped[i] = i == record->source ? record : NULL;
      if (!is_stamp (self, i))
        continue;
      if (stamp == NULL)
        reason = ASSEMBLY_UNSTAMPED;
      else if (is_far (self, record->moment, stamp->moment))
        reason = reason == ASSEMBLY_COMPLETE ? ASSEMBLY_APART : reason;
      else
        {
          stamp->is_used = TRUE;
          self->stamped[i] = stamp;
        }
    }
  self->release (reason, self->stamped, self->user_data);
  memset (self->stamped, 0, sizeof self->stamped);
  assembly_table_unref_record (self, record);
}

/* which part it belongs to; one that waits for nothing goes out at once */
void
assembly_table_match (AssemblyTable *self, AssemblyRecord *record)
{
  switch (self->rules.match)
    {
    case ASSEMBLY_MATCH_KEY:
      add_by_key (self, record);
      break;
    case ASSEMBLY_MATCH_ORDER:
    case ASSEMBLY_MATCH_WINDOW:
      add_by_order (self, record);
      break;
    case ASSEMBLY_MATCH_LATEST:
      if (is_stamp (self, record->source))
        take_stamp (self, record);
      else
        stamp_record (self, record);
      break;
    }
}
