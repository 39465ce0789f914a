/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-line.h - a pseudo-terminal that stands for a machine's serial line */
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* a new pseudo-terminal, raw, under a name that stays; the master */
static inline int
test_line_open (const char *name)
{
  g_autofree char *fresh = g_strconcat (name, ".new", NULL);
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios settings;

  g_assert_cmpint (master, >=, 0);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  tcgetattr (master, &settings);
  cfmakeraw (&settings);
  tcsetattr (master, TCSANOW, &settings);
  g_unlink (fresh);
  g_assert_cmpint (symlink (ptsname (master), fresh), ==, 0);
  g_assert_cmpint (g_rename (fresh, name), ==, 0);
  return master;
}

/* all of it, in one piece if it is taken so */
static inline void
test_line_write (int master, const char *data, gsize length)
{
  while (length > 0)
    {
      gssize written = write (master, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      g_assert_cmpint (written, >, 0);
      data += written;
      length -= (gsize) written;
    }
}

/* nothing that its master wrote waits at @end, the other one, to be read */
static inline gboolean
test_line_is_read (int end)
{
  int waiting;

  g_assert_cmpint (ioctl (end, FIONREAD, &waiting), ==, 0);
  return waiting == 0;
}
