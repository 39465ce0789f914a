/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk-in-hand.h - a disk whose syncs are counted, wait or fail when the test says so */
#pragma once
#include <errno.h>
#include <gio/gio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
G_BEGIN_DECLS

static struct {
  GMutex   lock;
  GCond    changed;
  guint    n_syncs;
  guint    n_waiting;
  gboolean fails;
  gboolean waits;
} disk;

/* in the place of the C library's */
int
fdatasync (int fd)
{
  gboolean fails;

  g_mutex_lock (&disk.lock);
  disk.n_syncs++;
  disk.n_waiting++;
  g_cond_broadcast (&disk.changed);
  while (disk.waits)
    g_cond_wait (&disk.changed, &disk.lock);
  disk.n_waiting--;
  fails = disk.fails;
  g_mutex_unlock (&disk.lock);

  if (!fails)
    return (int) syscall (SYS_fdatasync, fd);
  errno = EIO;
  return -1;
}

static inline void
disk_set (gboolean fails, gboolean waits)
{
  g_mutex_lock (&disk.lock);
  disk.fails = fails;
  disk.waits = waits;
  g_cond_broadcast (&disk.changed);
  g_mutex_unlock (&disk.lock);
}

static inline void
disk_await_waiting (void)
{
  g_mutex_lock (&disk.lock);
  while (disk.n_waiting == 0)
    g_cond_wait (&disk.changed, &disk.lock);
  g_mutex_unlock (&disk.lock);
}

/* how many there were since it was asked last */
static inline guint
disk_take_syncs (void)
{
  guint n;

  g_mutex_lock (&disk.lock);
  n = disk.n_syncs;
  disk.n_syncs = 0;
  g_mutex_unlock (&disk.lock);
  return n;
}

/* a disk that is full, to each file, behind so many bytes; RLIM_INFINITY: it has got room */
static inline void
disk_set_room (rlim_t size)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (size, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

G_END_DECLS
