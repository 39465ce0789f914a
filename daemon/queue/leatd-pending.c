/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pending.c - the records that a sink holds and has not yet called safe */
#include "leatd-pending.h"

/**
 * leatd_portion_new:
 * @batch: (transfer full): not empty
 * @ids: (transfer full) (nullable): of its records
 * @again: whether it comes from a second place
 */
LeatdPortion *
leatd_portion_new (LeatBatch *batch, guint64 *ids, gboolean again)
{
  LeatdPortion *self = g_new0 (LeatdPortion, 1);

  *self = (LeatdPortion) { .batch = batch, .ids = ids, .again = again };
  return self;
}

void
leatd_portion_free (LeatdPortion *self)
{
  leat_batch_unref (self->batch);
  g_free (self->ids);
  g_free (self);
}

static guint
count_records (const LeatdPortion *portion)
{
  return leat_batch_get_n_records (portion->batch);
}

/**
 * leatd_pending_add:
 * @portion: (transfer full): not empty
 */
void
leatd_pending_add (LeatdPending *self, LeatdPortion *portion)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->portions, portion);
  g_mutex_unlock (&self->mutex);
  self->size += leat_batch_get_size (portion->batch);
  if (self->next == NULL)
    {
      self->next = self->portions.tail;
      self->next_record = 0;
    }
}

/**
 * leatd_pending_get:
 * @from: (out): the first record to be written
 * @count: (out): how many there are in this portion
 *
 * Returns: (transfer none) (nullable): the portion to be written next
 */
LeatdPortion *
leatd_pending_get (const LeatdPending *self, guint *from, guint *count)
{
  if (self->next == NULL)
    return NULL;
  *from = self->next_record;
  *count = count_records (self->next->data) - self->next_record;
  return self->next->data;
}

/**
 * leatd_pending_find:
 * @n_records: from 1
 * @index: (out): of the record in its portion
 *
 * Returns: (transfer none) (nullable): the portion in which the record is that is that many behind
 *   what is done with
 */
LeatdPortion *
leatd_pending_find (const LeatdPending *self, guint64 n_records, guint *index)
{
  guint64 at = self->safe + n_records;

  for (GList *link = self->portions.head; link != NULL; link = link->next)
    {
      if (at <= count_records (link->data))
        {
          *index = (guint) at - 1;
          return link->data;
        }
      at -= count_records (link->data);
    }
  return NULL;
}

/* @n_records of the portion to be written next are written */
void
leatd_pending_advance (LeatdPending *self, guint n_records)
{
  self->written += n_records;
  self->next_record += n_records;
  if (self->next_record < count_records (self->next->data))
    return;
  self->next = self->next->next;
  self->next_record = 0;
}

/* what was written and is not safe is to be written again */
void
leatd_pending_rewind (LeatdPending *self)
{
  self->next = self->portions.head;
  self->next_record = self->safe;
  self->written = 0;
}

/**
 * leatd_pending_settle:
 * @n_records: written, oldest first; at the most all that are written
 * @done: gets each portion of which all records are done with
 */
void
leatd_pending_settle (LeatdPending *self, guint64 n_records, LeatdPendingFunc done,
                      gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  n_records = MIN (n_records, self->written);
  self->written -= n_records;
  while (n_records > 0)
    {
      LeatdPortion *portion = self->portions.head->data;
      guint left = count_records (portion) - self->safe;

      if (n_records < left)
        {
          self->safe += (guint) n_records;
          return;
        }
      n_records -= left;
      self->safe = 0;
      self->size -= leat_batch_get_size (portion->batch);
      g_queue_pop_head (&self->portions);
      done (portion, user_data);
    }
}

/* records that are not safe, written or not */
guint64
leatd_pending_count (const LeatdPending *self)
{
  guint64 count = 0;

  for (GList *link = self->portions.head; link != NULL; link = link->next)
    count += count_records (link->data);
  return count - self->safe;
}

void
leatd_pending_each (LeatdPending *self,
                    void (*func) (const LeatdPortion *portion, guint from, gpointer user_data),
                    gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (GList *link = self->portions.head; link != NULL; link = link->next)
    func (link->data, link == self->portions.head ? self->safe : 0, user_data);
}

/* gives all portions up */
void
leatd_pending_clear (LeatdPending *self, LeatdPendingFunc done, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  LeatdPortion *portion;

  while ((portion = g_queue_pop_head (&self->portions)) != NULL)
    done (portion, user_data);
  self->safe = self->next_record = 0;
  self->next = NULL;
  self->written = self->size = 0;
}
