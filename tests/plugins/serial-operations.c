/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-operations.c - tests the system's own calls, that everything else is tested without */
#include "serial-operations.h"
#include "serial-pty.h"
#include <sys/file.h>
#include <sys/ioctl.h>

#define SYSTEM (&serial_operations_system)

static void
test_bytes (void)
{
  Pty pty;
  char data[8];
  int fd;

  pty_open (&pty);
  fd = SYSTEM->open (pty.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (SYSTEM->write (fd, "abc", 3), ==, 3);
  g_assert_cmpint (read (pty.master, data, sizeof data), ==, 3);
  pty_send (&pty, "de\n", 3);
  g_assert_cmpint (SYSTEM->read (fd, data, sizeof data), ==, 3);
  close (fd);
  pty_close (&pty);
}

static void
test_lock (void)
{
  Pty pty;
  int one, other;

  pty_open (&pty);
  one = SYSTEM->open (pty.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  other = SYSTEM->open (pty.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (SYSTEM->flock (one, LOCK_EX | LOCK_NB), ==, 0);
  g_assert_cmpint (SYSTEM->flock (other, LOCK_EX | LOCK_NB), ==, -1);
  g_assert_cmpint (errno, ==, EWOULDBLOCK);
  close (one);
  close (other);
  pty_close (&pty);
}

static void
test_errors (void)
{
  int waiting;

  g_assert_cmpint (SYSTEM->open ("/dev/null/no", O_RDWR), ==, -1);
  g_assert_cmpint (errno, ==, ENOTDIR);
  g_assert_cmpint (SYSTEM->ioctl (-1, FIONREAD, &waiting), ==, -1);
  g_assert_cmpint (errno, ==, EBADF);
}

static void
test_pseudo (void)
{
  Pty pty;
  int fd, none = open ("/dev/null", O_RDWR | O_CLOEXEC);

  pty_open (&pty);
  fd = SYSTEM->open (pty.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_true (SYSTEM->is_pseudo (fd));
  g_assert_false (SYSTEM->is_pseudo (none));
  g_assert_false (SYSTEM->is_pseudo (-1));
  close (fd);
  close (none);
  pty_close (&pty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serial/operations/bytes", test_bytes);
  g_test_add_func ("/serial/operations/lock", test_lock);
  g_test_add_func ("/serial/operations/errors", test_errors);
  g_test_add_func ("/serial/operations/pseudo", test_pseudo);
  return g_test_run ();
}
