/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-lot.c - parts that go out together: a batch, and what they were made of until they are
 * safe */
#include "assembly-lot.h"

static void
unref_record (gpointer record)
{
  if (record != NULL)
    assembly_kept_unref (record);
}

AssemblyLot *
assembly_lot_new (gpointer owner, guint n_sources, guint64 first)
{
  AssemblyLot *self = g_new0 (AssemblyLot, 1);

  self->owner = owner;
  self->batch = leat_batch_new (0);
  self->first = self->next = first;
  self->n_sources = n_sources;
  self->parts = g_array_new (FALSE, FALSE, sizeof (AssemblyLotPart));
  self->records = g_ptr_array_new_with_free_func (unref_record);
  return self;
}

void
assembly_lot_free (gpointer data)
{
  AssemblyLot *self = data;

  g_clear_pointer (&self->batch, leat_batch_unref);
  g_array_unref (self->parts);
  g_ptr_array_unref (self->records);
  g_free (self);
}

void
assembly_lot_add (AssemblyLot *self, AssemblyShape *shape, const LeatOrigin *origin,
                  AssemblyReason reason, AssemblyRecord *const *records, guint64 held)
{
  const AssemblyLotPart part = { reason, self->next, assembly_shape_count (shape, records), held };

  for (guint i = 0; i < self->n_sources; i++)
    {
      AssemblyKept *record = (AssemblyKept *) records[i];

      g_ptr_array_add (self->records, record != NULL ? assembly_kept_ref (record) : NULL);
      if (record != NULL && (held >> i & 1) == 0)
        record->is_released = TRUE;
    }
  assembly_shape_append (shape, self->batch, origin, reason, records, self->next);
  self->next += part.n_made;
  g_array_append_val (self->parts, part);
}

void
assembly_lot_write (AssemblyLot *self, AssemblyJournal *journal)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const AssemblyLotPart *part = &g_array_index (self->parts, AssemblyLotPart, i);
      AssemblyRecord **records = (AssemblyRecord **) self->records->pdata + i * self->n_sources;

      for (guint j = 0; j < self->n_sources; j++)
        if (records[j] != NULL)
          assembly_journal_add_record (journal, (AssemblyKept *) records[j]);
      assembly_journal_add_part (journal, part->sequence, part->n_made, part->reason, records,
                                 self->n_sources, part->held);
    }
}
