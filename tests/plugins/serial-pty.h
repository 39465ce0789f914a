/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-pty.h - for tests: a pseudo-terminal whose master is held */
#pragma once
#include "../../plugins/serial/serial-operations.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
  int  master;
  char name[64];
} Pty;

static inline void
pty_open (Pty *self)
{
  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->master, >=, 0);
  g_assert_cmpint (grantpt (self->master), ==, 0);
  g_assert_cmpint (unlockpt (self->master), ==, 0);
  g_assert_cmpint (ptsname_r (self->master, self->name, sizeof self->name), ==, 0);
}

static inline void
pty_send (Pty *self, gconstpointer data, gsize length)
{
  g_assert_cmpint (write (self->master, data, length), ==, (gssize) length);
}

static inline void
pty_close (Pty *self)
{
  if (self->master >= 0)
    close (self->master);
  self->master = -1;
}
