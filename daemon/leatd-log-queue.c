/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log-queue.c - lines of log that wait for who reads them, so that nobody else does */
/*
 * Who logs writes itself as long as there is room, so that a line is out when the call returns: a
 * crash right behind it takes none along. What has no room waits here, in order, for a thread that
 * has nothing else to do, and comes into being with the first such line.
 */
#include "leatd-log-queue.h"
#include <pthread.h>

static GMutex lock;
static GCond filled, drained;
static GQueue waiting = G_QUEUE_INIT; /* of entries; the first one is the thread's */
static gsize size;                    /* of them, in bytes */
static guint64 n_missed;              /* since the last one that waits; 0 if none does */
static gboolean has_thread;
static gboolean is_child; /* by fork(): it has no thread, and is to have none */
static LeatdLogMissed tell_missed;

/* these are called under the lock */
static void
queue_push (LeatdLogEntry *entry)
{
  size += leatd_log_entry_get_size (entry);
  g_queue_push_tail (&waiting, entry);
}

/* the gap is told where it is */
static void
queue_push_missed (void)
{
  if (n_missed > 0)
    queue_push (tell_missed (n_missed));
  n_missed = 0;
}

static void
queue_pop (void)
{
  LeatdLogEntry *entry = g_queue_pop_head (&waiting);

  size -= leatd_log_entry_get_size (entry);
  leatd_log_entry_free (entry);
}

static gpointer
queue_run (gpointer user_data)
{
  g_mutex_lock (&lock);
  while (TRUE)
    {
      if (g_queue_is_empty (&waiting))
        queue_push_missed ();
      if (g_queue_is_empty (&waiting))
        {
          g_cond_broadcast (&drained);
          g_cond_wait (&filled, &lock);
        }
      else
        {
          LeatdLogEntry *first = g_queue_peek_head (&waiting);

          g_mutex_unlock (&lock);
          leatd_log_outlet_write (first);
          g_mutex_lock (&lock);
          queue_pop ();
        }
    }
  return NULL;
}

/* what could not be started now is at the next line */
static void
queue_wake (void)
{
  GThread *thread = has_thread ? NULL : g_thread_try_new ("log", queue_run, NULL, NULL);

  if (thread != NULL)
    {
      has_thread = TRUE;
      g_thread_unref (thread);
    }
  g_cond_signal (&filled);
}

static void
before_fork (void)
{
  g_mutex_lock (&lock);
}

static void
after_fork (void)
{
  g_mutex_unlock (&lock);
}

/* what waits is the parent's, and so is the thread */
static void
after_fork_in_child (void)
{
  g_queue_init (&waiting);
  size = 0;
  n_missed = 0;
  is_child = TRUE;
  g_mutex_unlock (&lock);
}

void
leatd_log_queue_open (LeatdLogMissed missed)
{
  tell_missed = missed;
  leatd_log_outlet_open ();
  pthread_atfork (before_fork, after_fork, after_fork_in_child);
}

/* once there was none, none is taken until all that waits is out: one gap, and one count */
static gboolean
queue_has_room (const LeatdLogEntry *entry)
{
  return g_queue_is_empty (&waiting) ||
         (n_missed == 0 && size + leatd_log_entry_get_size (entry) <= LEATD_LOG_QUEUE_MAX);
}

void
leatd_log_queue_put (LeatdLogEntry *entry, gboolean is_last)
{
  gboolean is_done;

  g_mutex_lock (&lock);
  is_done = (g_queue_is_empty (&waiting) && leatd_log_outlet_try (entry)) || is_child;
  if (!is_done && (is_last || queue_has_room (entry)))
    {
      queue_push_missed ();
      queue_push (g_steal_pointer (&entry));
    }
  else if (!is_done)
    n_missed++;
  if (!is_done)
    queue_wake ();
  g_mutex_unlock (&lock);
  g_clear_pointer (&entry, leatd_log_entry_free);
}

void
leatd_log_queue_flush (void)
{
  const gint64 deadline = g_get_monotonic_time () + LEATD_LOG_FLUSH_TIME * G_TIME_SPAN_SECOND;

  g_mutex_lock (&lock);
  while ((!g_queue_is_empty (&waiting) || n_missed > 0) &&
         g_cond_wait_until (&drained, &lock, deadline))
    ;
  g_mutex_unlock (&lock);
}
