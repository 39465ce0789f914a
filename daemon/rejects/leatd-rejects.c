/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-rejects.c - a queue that never makes anyone wait, and the thread that writes what is in it
 * */
#include "leatd-rejects.h"
#include <string.h>
#include "worker/leatd-backoff.h"
#include "worker/leatd-event.h"
#include "leatd-reject-store.h"

#define QUEUE_SIZE (16 << 20)  /* bytes that wait; the newest reject may be larger */
#define PORTION_SIZE (1 << 20) /* bytes that are taken out of it at once */
#define RETRY_FIRST (G_USEC_PER_SEC / 4)
#define RETRY_LONGEST (30 * (gint64) G_USEC_PER_SEC)

/* a reject and all that it points to but its answer, in one piece of memory */
typedef struct _Item Item;
struct _Item {
  Item *next;
  gsize size;
  LeatdReject reject;
  char bytes[];
};

/* first in, first out */
typedef struct {
  Item *head;
  Item *tail;
  gsize size;
  guint n_items;
} List;

struct _LeatdRejects {
  LeatdRejectStore *store; /* the thread's own, as all down to the mutex */
  gint64 max_size;
  LeatdBackoff backoff;
  gboolean is_failing;
  gboolean is_overflowing;
  gboolean is_over; /* the end has come, and nothing can be written */
  guint64 told;     /* of overflowed: what an event has told of */

  GMutex mutex; /* guards all from here on */
  GCond cond;
  List queue;
  LeatdRejectsCounts counts;
  guint64 overflowed; /* rejects that a full queue dropped */
  gboolean is_idle;   /* waits for rejects, not for a disk */
  gboolean is_stopping;
  GThread *thread;
};

static Item *
item_new (const LeatdReject *reject)
{
  const char *const texts[] = { reject->source, reject->stage, reject->reason };
  const gsize lengths[] = { strlen (texts[0]) + 1, strlen (texts[1]) + 1, strlen (texts[2]) + 1 };
  const gsize size = sizeof (Item) + lengths[0] + lengths[1] + lengths[2] + reject->length;
  Item *self = g_malloc (size);
  char *at = self->bytes;

  *self = (Item) { .size = size, .reject = *reject };
  self->reject.source = memcpy (at, texts[0], lengths[0]);
  self->reject.stage = memcpy (at += lengths[0], texts[1], lengths[1]);
  self->reject.reason = memcpy (at += lengths[1], texts[2], lengths[2]);
  if (reject->length > 0)
    memcpy (at + lengths[2], reject->data, reject->length);
  self->reject.data = (const guint8 *) at + lengths[2];
  if (reject->answer != NULL)
    self->size += g_bytes_get_size (g_bytes_ref (reject->answer));
  return self;
}

static void
item_free (Item *self)
{
  g_clear_pointer (&self->reject.answer, g_bytes_unref);
  g_free (self);
}

static void
list_push (List *self, Item *item)
{
  item->next = NULL;
  if (self->tail != NULL)
    self->tail->next = item;
  else
    self->head = item;
  self->tail = item;
  self->size += item->size;
  self->n_items++;
}

static Item *
list_pop (List *self)
{
  Item *item = self->head;

  self->head = item->next;
  if (self->head == NULL)
    self->tail = NULL;
  self->size -= item->size;
  self->n_items--;
  return item;
}

static guint64
list_get_bytes (const List *self)
{
  guint64 n_bytes = 0;

  for (const Item *item = self->head; item != NULL; item = item->next)
    n_bytes += item->reject.length;
  return n_bytes;
}

static void
list_clear (List *self)
{
  while (self->head != NULL)
    item_free (list_pop (self));
}

static void
rejects_count (LeatdRejects *self, guint64 kept, guint64 dropped, guint64 dropped_bytes)
{
  g_mutex_lock (&self->mutex);
  self->counts.kept += kept;
  self->counts.dropped += dropped;
  self->counts.dropped_bytes += dropped_bytes;
  g_mutex_unlock (&self->mutex);
}

static void
rejects_count_lost (LeatdRejects *self, guint64 lost)
{
  g_mutex_lock (&self->mutex);
  self->counts.lost += lost;
  g_mutex_unlock (&self->mutex);
}

/**
 * leatd_rejects_put:
 * @self: the rejects
 * @reject: what was refused; copied
 *
 * Never waits for the disk: if too much waits already, the oldest that waits gives way, counted.
 * Any thread.
 */
void
leatd_rejects_put (LeatdRejects *self, const LeatdReject *reject)
{
  Item *item = item_new (reject);
  List surplus = { 0 };

  g_mutex_lock (&self->mutex);
  list_push (&self->queue, item);
  while (self->queue.size > QUEUE_SIZE && self->queue.n_items > 1)
    list_push (&surplus, list_pop (&self->queue));
  self->overflowed += surplus.n_items;
  self->counts.lost += surplus.n_items;
  self->counts.dropped += surplus.n_items;
  self->counts.dropped_bytes += list_get_bytes (&surplus);
  if (self->is_idle)
    g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  list_clear (&surplus);
}

/* one event when the queue begins to drop, one with the sum when it no longer does */
static void
rejects_tell_overflow (LeatdRejects *self)
{
  guint64 overflowed;

  g_mutex_lock (&self->mutex);
  overflowed = self->overflowed;
  g_mutex_unlock (&self->mutex);

  if (overflowed > self->told && !self->is_overflowing)
    {
      self->is_overflowing = TRUE;
      leatd_event (G_LOG_LEVEL_WARNING, "rejects", "overflow",
                   "they come faster than they can be written: the oldest that wait give way");
    }
  else if (overflowed == self->told && self->is_overflowing)
    {
      self->is_overflowing = FALSE;
      leatd_event (G_LOG_LEVEL_INFO, "rejects", "overflow-end",
                   "they are all written again; %" G_GUINT64_FORMAT " gave way since the start",
                   overflowed);
    }
  self->told = overflowed;
}

/* waits for rejects, and takes a portion of them; FALSE: there will be no more */
static gboolean
rejects_take (LeatdRejects *self, List *portion)
{
  g_mutex_lock (&self->mutex);
  self->is_idle = TRUE;
  while (self->queue.n_items == 0 && !self->is_stopping)
    g_cond_wait (&self->cond, &self->mutex);
  self->is_idle = FALSE;
  while (self->queue.n_items > 0 && portion->size < PORTION_SIZE)
    list_push (portion, list_pop (&self->queue));
  g_mutex_unlock (&self->mutex);
  return portion->n_items > 0;
}

/* FALSE: the end has come before the next try */
static gboolean
rejects_wait_to_retry (LeatdRejects *self)
{
  const gint64 end = g_get_monotonic_time () + leatd_backoff_next (&self->backoff);
  gboolean is_stopping;

  g_mutex_lock (&self->mutex);
  while (!self->is_stopping && g_cond_wait_until (&self->cond, &self->mutex, end))
    ;
  is_stopping = self->is_stopping;
  g_mutex_unlock (&self->mutex);
  return !is_stopping;
}

static void
rejects_tell_state (LeatdRejects *self, const GError *error)
{
  if (error != NULL && !self->is_failing)
    leatd_event (G_LOG_LEVEL_WARNING, "rejects", "unwritable",
                 "%s; they wait in memory until it can be written", error->message);
  else if (error == NULL && self->is_failing)
    leatd_event (G_LOG_LEVEL_INFO, "rejects", "writable", "they are written again");
  self->is_failing = error != NULL;
}

/* until it is on the disk; FALSE: it will not be, as the end has come */
static gboolean
rejects_commit (LeatdRejects *self, const GString *lines, guint n_lines)
{
  gboolean again = TRUE;

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      LeatdRejectLoss loss = { 0 };
      const gboolean good = leatd_reject_store_commit (self->store, lines, n_lines, &loss, &error);

      rejects_count (self, good ? n_lines : 0, loss.n_rejects, loss.n_bytes);
      rejects_tell_state (self, error);
      rejects_tell_overflow (self);
      if (good)
        leatd_backoff_reset (&self->backoff);
      if (good || !again)
        return good;
      /* once more at the end: the disk may just have got room */
      again = rejects_wait_to_retry (self);
    }
}

static void
rejects_drop (LeatdRejects *self, const List *portion, const char *why)
{
  const guint64 n_bytes = list_get_bytes (portion);

  rejects_count (self, 0, portion->n_items, n_bytes);
  rejects_count_lost (self, portion->n_items);
  leatd_event (G_LOG_LEVEL_WARNING, "rejects", "drop",
               "%u rejects (%" G_GUINT64_FORMAT " bytes) are lost: %s", portion->n_items, n_bytes,
               why);
}

/* as many lines as a file takes, or one; those that they are of go over to @group */
static GString *
rejects_format (LeatdRejects *self, List *portion, List *group)
{
  GString *lines = g_string_sized_new (portion->size * 2);
  guint64 id = leatd_reject_store_get_next_id (self->store);

  while (portion->head != NULL)
    {
      const gsize before = lines->len;

      leatd_reject_line_append (lines, id++, &portion->head->reject);
      if (before > 0 && (gint64) lines->len > self->max_size / 8)
        {
          g_string_truncate (lines, before);
          break;
        }
      list_push (group, list_pop (portion));
    }
  return lines;
}

static void
rejects_write_group (LeatdRejects *self, List *portion)
{
  List group = { 0 };
  g_autoptr (GString) lines = rejects_format (self, portion, &group);

  if ((gint64) lines->len > self->max_size)
    rejects_drop (self, &group, "they are larger than rejects-size");
  else if (self->is_over || !rejects_commit (self, lines, group.n_items))
    {
      self->is_over = TRUE;
      rejects_drop (self, &group, "they cannot be written, and this is the end");
    }
  list_clear (&group);
}

static gpointer
rejects_run (gpointer data)
{
  LeatdRejects *self = data;
  List portion = { 0 };

  while (rejects_take (self, &portion))
    while (portion.n_items > 0)
      rejects_write_group (self, &portion);
  rejects_tell_overflow (self);
  return NULL;
}

/**
 * leatd_rejects_new:
 * @directory: where they are kept; made if it is not there
 * @max_size: bytes of all files together
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * Goes on where the last life ended, and starts the thread that writes.
 *
 * Returns: (transfer full) (nullable): the rejects
 */
LeatdRejects *
leatd_rejects_new (const char *directory, gint64 max_size, GError **error)
{
  g_autoptr (LeatdRejectStore) store = leatd_reject_store_new (directory, max_size, error);
  LeatdRejects *self;

  if (store == NULL)
    return NULL;

  self = g_new0 (LeatdRejects, 1);
  self->store = g_steal_pointer (&store);
  self->max_size = max_size;
  leatd_backoff_init (&self->backoff, RETRY_FIRST, RETRY_LONGEST);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("rejects", rejects_run, self);
  return self;
}

/**
 * leatd_rejects_get_counts:
 * @self: the rejects
 * @counts: (out): since the start
 *
 * Any thread.
 */
void
leatd_rejects_get_counts (LeatdRejects *self, LeatdRejectsCounts *counts)
{
  g_mutex_lock (&self->mutex);
  *counts = self->counts;
  g_mutex_unlock (&self->mutex);
}

/**
 * leatd_rejects_stop:
 *
 * Returns when all that was put is on the disk. If it cannot be written, it is tried once more,
 * then counted and told as lost. The counts can still be asked for; what is put later is not kept.
 */
void
leatd_rejects_stop (LeatdRejects *self)
{
  g_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * leatd_rejects_free:
 * @self: (transfer full) (nullable): rejects that no other thread uses any more
 *
 * Stops them first.
 */
void
leatd_rejects_free (LeatdRejects *self)
{
  if (self == NULL)
    return;

  leatd_rejects_stop (self);
  leatd_reject_store_free (self->store);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
