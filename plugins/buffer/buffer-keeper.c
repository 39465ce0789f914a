/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-keeper.c - a thread that looks after an open store, also when nothing comes */
#include "buffer-keeper.h"

#define INTERVAL (500 * 1000)   /* µs */

struct _BufferKeeper {
  gboolean (*keep) (gpointer user_data);
  gpointer   user_data;
  GThread   *thread;
  GMutex     mutex;
  GCond      cond;
  gboolean   ended;
};

/* FALSE: it is at its end */
static gboolean
rest (BufferKeeper *self, gboolean at_once)
{
  const gint64 until = g_get_monotonic_time () + (at_once ? 0 : INTERVAL);
  gboolean ended;

  g_mutex_lock (&self->mutex);
  while (!self->ended && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  ended = self->ended;
  g_mutex_unlock (&self->mutex);
  return !ended;
}

static gpointer
run (gpointer data)
{
  BufferKeeper *self = data;
  gboolean at_once = TRUE;

  while (rest (self, at_once))
    at_once = self->keep (self->user_data);
  return NULL;
}

BufferKeeper *
buffer_keeper_new (gboolean (*keep) (gpointer user_data), gpointer user_data)
{
  BufferKeeper *self = g_new0 (BufferKeeper, 1);

  self->keep = keep;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("store-keeper", run, self);
  return self;
}

void
buffer_keeper_free (BufferKeeper *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}
