/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-queue.c - the way of batches from sources to one sink, bounded in bytes and records */
#include "leatd-queue.h"
#include "leatd-hand-over.h"

typedef struct {
  LeatdRoomFunc func;
  gpointer user_data;
} Waiter;

struct _LeatdQueue {
  GAsyncQueue *batches;
  guint64 max_size;    /* atomic */
  guint64 max_records; /* atomic */
  guint64 size;        /* atomic: credits taken; against n_waiters, hence in sequence */
  guint64 records;     /* atomic */

  GMutex mutex;    /* of what follows */
  GArray *waiters; /* of Waiter */
  gint n_waiters;  /* atomic: lets release() pass without the lock */

  GMutex gather_mutex; /* of the wait in gather() */
  GCond gathered;
  gint gathers;        /* atomic: a gather() waits; who ends it clears it */
  guint64 enough;      /* atomic: records that end it */
  guint64 size_enough; /* atomic: bytes that end it */
};

/* what wakes a pop() and is no batch */
static char wake_up;

/**
 * leatd_queue_new:
 * @max_size: bytes of all batches together
 * @max_records: records in all of them together
 *
 * One batch more than the bounds may be in the queue: what is pushed is always taken.
 *
 * Returns: (transfer full): a queue
 */
LeatdQueue *
leatd_queue_new (gsize max_size, guint64 max_records)
{
  LeatdQueue *self = g_new0 (LeatdQueue, 1);

  self->batches = g_async_queue_new ();
  self->max_size = max_size;
  self->max_records = max_records;
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->gather_mutex);
  g_cond_init (&self->gathered);
  return self;
}

void
leatd_queue_free (LeatdQueue *self)
{
  LeatBatch *batch;

  if (self == NULL)
    return;
  while ((batch = leatd_queue_try_pop (self)) != NULL)
    leat_batch_unref (batch);
  g_async_queue_unref (self->batches);
  g_array_unref (self->waiters);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->gather_mutex);
  g_cond_clear (&self->gathered);
  g_free (self);
}

/* of those who see that a gather() is to end, one wakes it */
static void
queue_end_gather (LeatdQueue *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->gathers, TRUE, FALSE))
    return;
  g_mutex_lock (&self->gather_mutex);
  g_cond_signal (&self->gathered);
  g_mutex_unlock (&self->gather_mutex);
}

static gboolean
queue_has_enough (LeatdQueue *self)
{
  return __atomic_load_n (&self->records, __ATOMIC_SEQ_CST) >=
             __atomic_load_n (&self->enough, __ATOMIC_RELAXED) ||
         __atomic_load_n (&self->size, __ATOMIC_SEQ_CST) >=
             __atomic_load_n (&self->size_enough, __ATOMIC_RELAXED);
}

/**
 * leatd_queue_push:
 * @batch: (transfer full): sealed
 *
 * Any thread.
 */
void
leatd_queue_push (LeatdQueue *self, LeatBatch *batch)
{
  __atomic_fetch_add (&self->size, leat_batch_get_size (batch), __ATOMIC_SEQ_CST);
  __atomic_fetch_add (&self->records, leat_batch_get_n_records (batch), __ATOMIC_SEQ_CST);
  LEATD_HAND_OVER (batch);
  g_async_queue_push (self->batches, batch);
  if (g_atomic_int_get (&self->gathers) && queue_has_enough (self))
    queue_end_gather (self);
}

static guint64
get_bound (const guint64 *bound)
{
  return __atomic_load_n (bound, __ATOMIC_RELAXED);
}

gboolean
leatd_queue_is_full (LeatdQueue *self)
{
  return __atomic_load_n (&self->size, __ATOMIC_SEQ_CST) >= get_bound (&self->max_size) ||
         __atomic_load_n (&self->records, __ATOMIC_SEQ_CST) >= get_bound (&self->max_records);
}

/* room is told of when a quarter is free, not at every record */
static gboolean
queue_has_room (LeatdQueue *self)
{
  return __atomic_load_n (&self->size, __ATOMIC_SEQ_CST) <= get_bound (&self->max_size) / 4 * 3 &&
         __atomic_load_n (&self->records, __ATOMIC_SEQ_CST) <=
             get_bound (&self->max_records) / 4 * 3;
}

/**
 * leatd_queue_await_room:
 * @func: called once, in the consumer's thread, when a quarter of the queue is free
 * @user_data: for @func, and for leatd_queue_forget_room()
 *
 * Any thread.
 *
 * Returns: %FALSE if there is room now: @func will not be called
 */
gboolean
leatd_queue_await_room (LeatdQueue *self, LeatdRoomFunc func, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Waiter waiter = { func, user_data };

  /* first wait, then look: a release between the two finds the waiter */
  g_array_append_val (self->waiters, waiter);
  g_atomic_int_inc (&self->n_waiters);
  if (!queue_has_room (self))
    return TRUE;
  g_array_set_size (self->waiters, self->waiters->len - 1);
  g_atomic_int_add (&self->n_waiters, -1);
  return FALSE;
}

/**
 * leatd_queue_forget_room:
 * @user_data: of who no longer waits
 *
 * When it returns, the function that waited is not running and will not be called.
 */
void
leatd_queue_forget_room (LeatdQueue *self, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = self->waiters->len; i > 0; i--)
    {
      if (g_array_index (self->waiters, Waiter, i - 1).user_data != user_data)
        continue;
      g_array_remove_index (self->waiters, i - 1);
      g_atomic_int_add (&self->n_waiters, -1);
    }
}

static void
queue_tell_room (LeatdQueue *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  /* who filled the room since it was seen waits too by now: to tell all of it would go past the
   * bound by a batch each */
  if (!queue_has_room (self))
    return;
  for (guint i = 0; i < self->waiters->len; i++)
    {
      Waiter *waiter = &g_array_index (self->waiters, Waiter, i);

      waiter->func (waiter->user_data);
    }
  g_atomic_int_set (&self->n_waiters, 0);
  g_array_set_size (self->waiters, 0);
}

/**
 * leatd_queue_set_bounds:
 *
 * What is there stays, even if it is more than the new bounds allow. Any thread.
 */
void
leatd_queue_set_bounds (LeatdQueue *self, gsize max_size, guint64 max_records)
{
  __atomic_store_n (&self->max_size, max_size, __ATOMIC_RELAXED);
  __atomic_store_n (&self->max_records, max_records, __ATOMIC_RELAXED);
  if (g_atomic_int_get (&self->n_waiters) > 0 && queue_has_room (self))
    queue_tell_room (self);
}

/**
 * leatd_queue_release:
 * @batch: popped, and no longer held
 *
 * Gives its credit back. The consumer's thread, or who sheds.
 */
void
leatd_queue_release (LeatdQueue *self, const LeatBatch *batch)
{
  __atomic_fetch_sub (&self->size, leat_batch_get_size (batch), __ATOMIC_SEQ_CST);
  __atomic_fetch_sub (&self->records, leat_batch_get_n_records (batch), __ATOMIC_SEQ_CST);
  if (g_atomic_int_get (&self->n_waiters) > 0 && queue_has_room (self))
    queue_tell_room (self);
}

/**
 * leatd_queue_shed:
 * @func: gets each batch that gives way, oldest first
 *
 * If the queue is full, its oldest batches give way until a quarter is free: in one stretch, so
 * that what was lost can be named by few ranges. What the consumer holds already stays. Called
 * before a push, so that the newest is always taken. Any thread.
 */
void
leatd_queue_shed (LeatdQueue *self, LeatdShedFunc func, gpointer user_data)
{
  LeatBatch *batch;

  if (!leatd_queue_is_full (self))
    return;
  while (!queue_has_room (self) && (batch = leatd_queue_try_pop (self)) != NULL)
    {
      leatd_queue_release (self, batch);
      func (batch, user_data);
    }
}

static LeatBatch *
queue_taken (gpointer item)
{
  if (item == NULL || item == &wake_up)
    return NULL;
  LEATD_TAKE_OVER (item);
  return item;
}

/**
 * leatd_queue_pop:
 * @until: g_get_monotonic_time() to wait for at the most; 0: not at all; -1: without end
 *
 * The consumer's thread.
 *
 * Returns: (transfer full) (nullable): the oldest batch; %NULL when the time is over or
 * leatd_queue_wake() was called
 */
LeatBatch *
leatd_queue_pop (LeatdQueue *self, gint64 until)
{
  gint64 now;

  if (until < 0)
    return queue_taken (g_async_queue_pop (self->batches));
  now = g_get_monotonic_time ();
  if (until <= now)
    return leatd_queue_try_pop (self);
  return queue_taken (g_async_queue_timeout_pop (self->batches, (guint64) (until - now)));
}

/**
 * leatd_queue_try_pop:
 *
 * Returns: (transfer full) (nullable): the oldest batch, if there is one
 */
LeatBatch *
leatd_queue_try_pop (LeatdQueue *self)
{
  gpointer item;

  while ((item = g_async_queue_try_pop (self->batches)) == &wake_up)
    ;
  return queue_taken (item);
}

/**
 * leatd_queue_gather:
 * @until: g_get_monotonic_time() to wait for at the most
 * @n_records: more than there are now: so many end the wait, as do those that fill an eighth of the
 *   queue
 *
 * A consumer that cannot do anything with a batch before @until lets them come together: who pushes
 * one need not wake it. Returns at once if something is there already; leatd_queue_wake() ends it.
 * The consumer's thread.
 */
void
leatd_queue_gather (LeatdQueue *self, gint64 until, guint64 n_records)
{
  __atomic_store_n (&self->enough, leatd_queue_get_records (self) + n_records, __ATOMIC_RELAXED);
  __atomic_store_n (&self->size_enough,
                    leatd_queue_get_size (self) + get_bound (&self->max_size) / 8,
                    __ATOMIC_RELAXED);
  g_mutex_lock (&self->gather_mutex);
  g_atomic_int_set (&self->gathers, TRUE);
  /* first wait, then look: what is pushed between the two finds who waits */
  while (leatd_queue_is_empty (self) && g_atomic_int_get (&self->gathers) &&
         g_cond_wait_until (&self->gathered, &self->gather_mutex, until))
    ;
  g_atomic_int_set (&self->gathers, FALSE);
  g_mutex_unlock (&self->gather_mutex);
}

/* does nothing wait in it? (a wake-up counts as something: the next pop() settles it) */
gboolean
leatd_queue_is_empty (LeatdQueue *self)
{
  return g_async_queue_length (self->batches) <= 0;
}

/**
 * leatd_queue_wake:
 *
 * Ends a pop() or gather() that waits, or the next one. Any thread.
 */
void
leatd_queue_wake (LeatdQueue *self)
{
  g_async_queue_push (self->batches, &wake_up);
  queue_end_gather (self);
}

/* bytes in the queue and in the consumer's hands */
guint64
leatd_queue_get_size (LeatdQueue *self)
{
  return __atomic_load_n (&self->size, __ATOMIC_SEQ_CST);
}

/* records in the queue and in the consumer's hands */
guint64
leatd_queue_get_records (LeatdQueue *self)
{
  return __atomic_load_n (&self->records, __ATOMIC_SEQ_CST);
}
