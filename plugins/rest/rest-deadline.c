/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-deadline.c - ends what takes too long in another thread */
#include "rest-deadline.h"

struct _RestDeadline {
  GThread      *thread;
  GMutex        mutex;
  GCond         cond;
  gint64        tick;
  gint64        due;           /* monotonic; 0: nothing is under way */
  gboolean      is_resting;    /* the thread waits without an end */
  RestStall     stall;
  RestDeadlineEnd how;         /* what is under way ends */
  gboolean      is_ended;
  GCancellable *cancellable;   /* ours */
  GCancellable *outer;         /* while something is under way */
  gulong        handler;
};

static RestDeadlineEnd
judge (RestDeadline *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now >= self->due)
    return REST_DEADLINE_PASSED;
  return rest_stall_look (&self->stall, now) ? REST_DEADLINE_STALLED : REST_DEADLINE_IN_TIME;
}

/* under the lock */
static void
look (RestDeadline *self)
{
  if (self->due == 0)
    {
      self->is_resting = TRUE;
      g_cond_wait (&self->cond, &self->mutex);
      self->is_resting = FALSE;
      return;
    }
  self->how = judge (self);
  if (self->how != REST_DEADLINE_IN_TIME)
    {
      g_autoptr (GCancellable) cancellable = g_object_ref (self->cancellable);

      self->due = 0;
      g_mutex_unlock (&self->mutex);
      g_cancellable_cancel (cancellable);
      g_mutex_lock (&self->mutex);
      return;
    }
  g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + self->tick);
}

static gpointer
deadline_thread (gpointer data)
{
  RestDeadline *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->is_ended)
    look (self);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

RestDeadline *
rest_deadline_new (gint64 tick)
{
  RestDeadline *self = g_new0 (RestDeadline, 1);

  self->tick = tick;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("rest-deadline", deadline_thread, self);
  return self;
}

void
rest_deadline_free (RestDeadline *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->is_ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
cancel_ours (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
set_due (RestDeadline *self, gint64 microseconds)
{
  self->due = g_get_monotonic_time () + microseconds;
  if (self->is_resting)
    g_cond_signal (&self->cond);
}

GCancellable *
rest_deadline_begin (RestDeadline *self, gint64 microseconds, GCancellable *cancellable)
{
  g_mutex_lock (&self->mutex);
  /* the thread may be about to cancel the old one */
  if (self->how != REST_DEADLINE_IN_TIME || g_cancellable_is_cancelled (self->cancellable))
    {
      g_object_unref (self->cancellable);
      self->cancellable = g_cancellable_new ();
    }
  self->how = REST_DEADLINE_IN_TIME;
  set_due (self, microseconds);
  g_mutex_unlock (&self->mutex);

  self->outer = cancellable;
  if (cancellable != NULL)
    self->handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_ours), self->cancellable,
                                           NULL);
  return self->cancellable;
}

void
rest_deadline_move (RestDeadline *self, gint64 microseconds)
{
  g_mutex_lock (&self->mutex);
  if (self->how == REST_DEADLINE_IN_TIME)
    set_due (self, microseconds);
  g_mutex_unlock (&self->mutex);
}

void
rest_deadline_watch (RestDeadline *self, GSocket *socket, gint64 microseconds)
{
  g_mutex_lock (&self->mutex);
  rest_stall_begin (&self->stall, socket, microseconds, g_get_monotonic_time ());
  g_mutex_unlock (&self->mutex);
}

RestDeadlineEnd
rest_deadline_end (RestDeadline *self)
{
  RestDeadlineEnd how;

  g_cancellable_disconnect (self->outer, self->handler);
  self->outer = NULL;
  g_mutex_lock (&self->mutex);
  self->due = 0;
  how = self->how;
  rest_stall_end (&self->stall);
  g_mutex_unlock (&self->mutex);
  return how;
}
