/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* terminals.h - a terminal of a test's own, whose screen is what was written to it */
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
G_BEGIN_DECLS

/**
 * TestTerminal:
 * @master: its screen and keyboard
 * @slave: what a program has for stdin and stdout
 * @before: its settings at first
 * @written: all that was written to it so far
 */
typedef struct {
  int             master;
  int             slave;
  struct termios  before;
  GString        *written;
} TestTerminal;

static inline void
test_terminal_resize (TestTerminal *self, gushort columns, gushort rows)
{
  const struct winsize size = { .ws_col = columns, .ws_row = rows };

  g_assert_cmpint (ioctl (self->master, TIOCSWINSZ, &size), ==, 0);
}

static inline TestTerminal *
test_terminal_new (gushort columns, gushort rows)
{
  TestTerminal *self = g_new0 (TestTerminal, 1);
  char name[64];

  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (grantpt (self->master), ==, 0);
  g_assert_cmpint (unlockpt (self->master), ==, 0);
  g_assert_cmpint (ptsname_r (self->master, name, sizeof name), ==, 0);
  self->slave = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->slave, >=, 0);
  g_assert_cmpint (tcgetattr (self->slave, &self->before), ==, 0);
  self->before.c_oflag &= ~(tcflag_t) OPOST; /* what is written is what is read */
  g_assert_cmpint (tcsetattr (self->slave, TCSANOW, &self->before), ==, 0);
  self->written = g_string_new (NULL);
  test_terminal_resize (self, columns, rows);
  return self;
}

static inline void
test_terminal_free (TestTerminal *self)
{
  close (self->master);
  close (self->slave);
  g_string_free (self->written, TRUE);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestTerminal, test_terminal_free)

/* until @text was written, from now on */
static inline void
test_terminal_await (TestTerminal *self, const char *text)
{
  while (strstr (self->written->str, text) == NULL)
    {
      char piece[4096];
      const gssize length = read (self->master, piece, sizeof piece);

      g_assert_cmpint (length, >, 0);
      g_string_append_len (self->written, piece, length);
    }
}

static inline void
test_terminal_forget (TestTerminal *self)
{
  g_string_truncate (self->written, 0);
}

static inline void
test_terminal_press (TestTerminal *self, const char *keys)
{
  g_assert_cmpint (write (self->master, keys, strlen (keys)), ==, (gssize) strlen (keys));
}

/* echo, lines and keys are as they were before */
static inline void
test_terminal_check_settings (TestTerminal *self)
{
  struct termios now;

  g_assert_cmpint (tcgetattr (self->slave, &now), ==, 0);
  g_assert_cmpuint (now.c_lflag, ==, self->before.c_lflag);
  g_assert_cmpuint (now.c_iflag, ==, self->before.c_iflag);
  g_assert_cmpint (now.c_cc[VSUSP], ==, self->before.c_cc[VSUSP]);
  g_assert_cmpint (now.c_cc[VQUIT], ==, self->before.c_cc[VQUIT]);
}

G_END_DECLS
