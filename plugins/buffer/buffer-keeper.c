/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-keeper.c - a thread that looks after an open store, also when nothing comes */
#include "buffer-keeper.h"

#define INTERVAL (500 * 1000)   /* µs */

struct _BufferKeeper {
  gboolean (*keep) (gpointer user_data);
  void     (*keep_up) (gpointer user_data);
  gpointer   user_data;
  GThread   *thread;
  GMutex     mutex;
  GCond      cond;
  gboolean   hastened;
  gboolean   ended;
};

/* *@hastened: somebody is in a hurry. FALSE: it is at its end */
static gboolean
rest (BufferKeeper *self, gint64 until, gboolean *hastened)
{
  gboolean ended;

  g_mutex_lock (&self->mutex);
  while (!self->ended && !self->hastened && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  ended = self->ended;
  *hastened = self->hastened;
  self->hastened = FALSE;
  g_mutex_unlock (&self->mutex);
  return !ended;
}

static gpointer
run (gpointer data)
{
  BufferKeeper *self = data;
  gint64 due = 0;   /* µs */
  gboolean hastened;

  while (rest (self, due, &hastened))
    {
      if (hastened)
        self->keep_up (self->user_data);
      if (g_get_monotonic_time () < due)
        continue;
      due = self->keep (self->user_data) ? 0 : g_get_monotonic_time () + INTERVAL;
    }
  return NULL;
}

BufferKeeper *
buffer_keeper_new (gboolean (*keep) (gpointer user_data), void (*keep_up) (gpointer user_data),
                   gpointer user_data)
{
  BufferKeeper *self = g_new0 (BufferKeeper, 1);

  self->keep = keep;
  self->keep_up = keep_up;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("store-keeper", run, self);
  return self;
}

void
buffer_keeper_hasten (BufferKeeper *self)
{
  g_mutex_lock (&self->mutex);
  self->hastened = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
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
