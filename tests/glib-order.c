/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* glib-order.c - tells ThreadSanitizer that GLib's locks order what happens, as GLib is not built
 * for it */
/*
 * GLib's GMutex and GCond are futexes inside libglib, which ThreadSanitizer does not see, nor its
 * GRWLock: it is told not to look into libglib (tsan.supp). In leatd and in a test program these
 * functions take the place of GLib's for all calls from our own code: each calls GLib's, and says
 * what it orders.
 */
#include <dlfcn.h>
#include <gio/gio.h>
#include <sanitizer/tsan_interface.h>

#define NEXT(function) ((__typeof__ (&function)) next (&function##_next, #function))

static gpointer g_mutex_lock_next, g_mutex_unlock_next, g_mutex_trylock_next;
static gpointer g_cond_wait_next, g_cond_wait_until_next;

__attribute__ ((no_sanitize_thread)) static gpointer
next (gpointer *function, const char *name)
{
  if (*function == NULL)
    *function = dlsym (RTLD_NEXT, name);
  return *function;
}

#undef g_mutex_lock
#undef g_mutex_unlock
#undef g_mutex_trylock

void
g_mutex_lock (GMutex *mutex)
{
  NEXT (g_mutex_lock) (mutex);
  __tsan_acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  gboolean locked = NEXT (g_mutex_trylock) (mutex);

  if (locked)
    __tsan_acquire (mutex);
  return locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  NEXT (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  __tsan_release (mutex);
  NEXT (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean signalled;

  __tsan_release (mutex);
  signalled = NEXT (g_cond_wait_until) (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return signalled;
}

static gpointer g_rw_lock_writer_lock_next, g_rw_lock_writer_unlock_next;
static gpointer g_rw_lock_reader_lock_next, g_rw_lock_reader_unlock_next;

void
g_rw_lock_writer_lock (GRWLock *lock)
{
  NEXT (g_rw_lock_writer_lock) (lock);
  __tsan_acquire (lock);
}

void
g_rw_lock_writer_unlock (GRWLock *lock)
{
  __tsan_release (lock);
  NEXT (g_rw_lock_writer_unlock) (lock);
}

void
g_rw_lock_reader_lock (GRWLock *lock)
{
  NEXT (g_rw_lock_reader_lock) (lock);
  __tsan_acquire (lock);
}

void
g_rw_lock_reader_unlock (GRWLock *lock)
{
  __tsan_release (lock);
  NEXT (g_rw_lock_reader_unlock) (lock);
}
