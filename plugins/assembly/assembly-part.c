/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-part.c - parts that wait, the lanes of their records, and which of them goes next */
#include "assembly-table-private.h"
#include <string.h>

guint
assembly_part_hash (gconstpointer data)
{
  const AssemblyPart *self = data;
  guint64 hash = self->epoch * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  if (self->key.text == NULL)
    hash = (hash ^ (guint64) self->key.number) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  else
    for (gsize i = 0; i < self->key.length; i++)
      hash = (hash ^ (guint8) self->key.text[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return (guint) (hash ^ (hash >> 32));
}

gboolean
assembly_part_equal (gconstpointer data, gconstpointer other_data)
{
  const AssemblyPart *self = data, *other = other_data;

  if (self->epoch != other->epoch || (self->key.text == NULL) != (other->key.text == NULL))
    return FALSE;
  if (self->key.text == NULL)
    return self->key.number == other->key.number;
  return self->key.length == other->key.length &&
         memcmp (self->key.text, other->key.text, self->key.length) == 0;
}

AssemblyPart *
assembly_part_open (AssemblyTable *self, AssemblyRecord *record)
{
  AssemblyPart *part = g_malloc0 (sizeof *part + self->rules.n_sources * sizeof (AssemblyRecord *));

  part->opened = self->now;
  part->first = part->last = record->moment;
  part->is_open = TRUE;
  part->reason = ASSEMBLY_TIMEOUT;
  part->epoch = record->epoch;
  part->key = record->key;
  part->previous = self->tail;
  *(self->tail != NULL ? &self->tail->next : &self->head) = part;
  self->tail = part;
  for (guint i = 0; i < self->rules.n_sources; i++)
    if (self->lanes[i].next_part == NULL)
      self->lanes[i].next_part = part;
  return part;
}

void
assembly_part_close (AssemblyPart *part, AssemblyTable *self, AssemblyReason reason)
{
  if (!part->is_open)
    return;
  if (self->rules.match == ASSEMBLY_MATCH_KEY && g_hash_table_lookup (self->by_key, part) == part)
    g_hash_table_remove (self->by_key, part);
  part->is_open = FALSE;
  part->reason = reason;
}

void
assembly_part_take (AssemblyPart *part, AssemblyTable *self, AssemblyRecord *record)
{
  Lane *lane = &self->lanes[record->source];

  part->records[record->source] = record;
  part->first = MIN (part->first, record->moment);
  part->last = MAX (part->last, record->moment);
  record->part = part;
  record->previous = lane->tail;
  record->next = NULL;
  *(lane->tail != NULL ? &lane->tail->next : &lane->head) = record;
  lane->tail = record;
  self->n_waiting++;
  if (++part->n_records == self->rules.n_sources)
    assembly_part_close (part, self, ASSEMBLY_COMPLETE);
}

gboolean
assembly_part_is_apart (const AssemblyPart *part, const AssemblyTable *self,
                        const AssemblyRecord *record)
{
  const gint64 first = MIN (part->first, record->moment);
  const gint64 last = MAX (part->last, record->moment);

  /* a device's clock may be off by more than a gint64 holds */
  return self->rules.apart > 0 && (guint64) last - (guint64) first > (guint64) self->rules.apart;
}

static void
lane_remove (Lane *self, AssemblyRecord *record)
{
  *(record->previous != NULL ? &record->previous->next : &self->head) = record->next;
  *(record->next != NULL ? &record->next->previous : &self->tail) = record->previous;
  record->part = NULL;
}

void
assembly_part_free (AssemblyPart *part, AssemblyTable *self)
{
  for (guint i = 0; i < self->rules.n_sources; i++)
    {
      if (self->lanes[i].next_part == part)
        self->lanes[i].next_part = part->next;
      if (part->records[i] == NULL)
        continue;
      lane_remove (&self->lanes[i], part->records[i]);
      self->n_waiting--;
      assembly_table_unref_record (self, part->records[i]);
    }
  *(part->previous != NULL ? &part->previous->next : &self->head) = part->next;
  *(part->next != NULL ? &part->next->previous : &self->tail) = part->previous;
  g_free (part);
}

static void
release_part (AssemblyTable *self, AssemblyPart *part)
{
  assembly_part_close (part, self, part->reason);
  self->release (part->reason, part->records, self->user_data);
  assembly_part_free (part, self);
}

/* --- what may go out --- */

/* has the counter of each source that is missing gone past it? */
static gboolean
is_passed (const AssemblyTable *self, const AssemblyPart *part)
{
  if (!self->rules.counters)
    return FALSE;
  for (guint i = 0; i < self->rules.n_sources; i++)
    {
      const AssemblyLaneState *state = &self->lanes[i].state;

      if (part->records[i] == NULL &&
          (!state->has_last || state->epoch < part->epoch ||
           (state->epoch == part->epoch && state->last <= part->key.number)))
        return FALSE;
    }
  return TRUE;
}

/* can nothing more come to it? */
gboolean
assembly_part_is_ready (AssemblyPart *part, const AssemblyTable *self)
{
  if (!part->is_open)
    return TRUE;
  if (is_passed (self, part))
    {
      part->reason = ASSEMBLY_PASSED;
      return TRUE;
    }
  part->reason = ASSEMBLY_TIMEOUT;
  return self->now - part->opened >= self->rules.timeout;
}

static gboolean
is_next (const AssemblyTable *self, const AssemblyPart *part)
{
  for (guint i = 0; i < self->rules.n_sources; i++)
    if (part->records[i] != NULL && self->lanes[i].head != part->records[i])
      return FALSE;
  return TRUE;
}

/* the part of the oldest record; NULL: nothing waits */
static AssemblyPart *
find_oldest (const AssemblyTable *self)
{
  const AssemblyRecord *oldest = NULL;

  for (guint i = 0; i < self->rules.n_sources; i++)
    {
      const AssemblyRecord *head = self->lanes[i].head;

      if (head != NULL && (oldest == NULL || head->number < oldest->number))
        oldest = head;
    }
  return oldest != NULL ? oldest->part : NULL;
}

/* the part that goes next; NULL: all have to wait */
static AssemblyPart *
find_next (const AssemblyTable *self)
{
  gboolean all_ready = TRUE;

  for (guint i = 0; i < self->rules.n_sources; i++)
    {
      AssemblyPart *part = self->lanes[i].head != NULL ? self->lanes[i].head->part : NULL;

      if (part == NULL)
        continue;
      if (!assembly_part_is_ready (part, self))
        all_ready = FALSE;
      else if (is_next (self, part))
        return part;
    }
  return all_ready ? find_oldest (self) : NULL;
}

void
assembly_table_release (AssemblyTable *self)
{
  AssemblyPart *part;

  while ((part = find_next (self)) != NULL)
    release_part (self, part);
}
