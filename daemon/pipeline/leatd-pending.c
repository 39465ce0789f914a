/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pending.c - the records that a sink holds and has not yet called safe */
#include "pipeline/leatd-pending.h"

/**
 * leatd_pending_add:
 * @batch: (transfer full): not empty
 */
void
leatd_pending_add (LeatdPending *self, LeatBatch *batch)
{
  g_queue_push_tail (&self->batches, batch);
  self->size += leat_batch_get_size (batch);
  if (self->next == NULL)
    {
      self->next = self->batches.tail;
      self->next_record = 0;
    }
}

/**
 * leatd_pending_get:
 * @from: (out): the first record to be written
 * @count: (out): how many there are in this batch
 *
 * Returns: (transfer none) (nullable): the batch to be written next
 */
LeatBatch *
leatd_pending_get (const LeatdPending *self, guint *from, guint *count)
{
  if (self->next == NULL)
    return NULL;
  *from = self->next_record;
  *count = leat_batch_get_n_records (self->next->data) - self->next_record;
  return self->next->data;
}

/* @n_records of the batch to be written next are written */
void
leatd_pending_advance (LeatdPending *self, guint n_records)
{
  self->written += n_records;
  self->next_record += n_records;
  if (self->next_record < leat_batch_get_n_records (self->next->data))
    return;
  self->next = self->next->next;
  self->next_record = 0;
}

/* what was written and is not safe is to be written again */
void
leatd_pending_rewind (LeatdPending *self)
{
  self->next = self->batches.head;
  self->next_record = self->safe;
  self->written = 0;
}

/**
 * leatd_pending_settle:
 * @n_records: written, oldest first; at the most all that are written
 * @done: gets each batch of which all records are done with
 */
void
leatd_pending_settle (LeatdPending *self, guint64 n_records, LeatdPendingFunc done,
                      gpointer user_data)
{
  n_records = MIN (n_records, self->written);
  self->written -= n_records;
  while (n_records > 0)
    {
      LeatBatch *batch = self->batches.head->data;
      guint rest = leat_batch_get_n_records (batch) - self->safe;

      if (n_records < rest)
        {
          self->safe += (guint) n_records;
          return;
        }
      n_records -= rest;
      self->safe = 0;
      self->size -= leat_batch_get_size (batch);
      g_queue_pop_head (&self->batches);
      done (batch, user_data);
    }
}

/* records that are not safe, written or not */
guint64
leatd_pending_count (const LeatdPending *self)
{
  guint64 count = 0;

  for (GList *link = self->batches.head; link != NULL; link = link->next)
    count += leat_batch_get_n_records (link->data);
  return count - self->safe;
}

/* gives all batches up */
void
leatd_pending_clear (LeatdPending *self, LeatdPendingFunc done, gpointer user_data)
{
  LeatBatch *batch;

  while ((batch = g_queue_pop_head (&self->batches)) != NULL)
    done (batch, user_data);
  *self = (LeatdPending) { 0 };
}
