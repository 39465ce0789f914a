/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* signals.c - tests that Ctrl-C and SIGTERM become something to be read */
#include "leat-signals.h"
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void
test_signal (gconstpointer data)
{
  int number = GPOINTER_TO_INT (data);
  int fd = leat_signals_open ();
  struct pollfd ask = { .fd = fd, .events = POLLIN };
  struct signalfd_siginfo info;

  g_assert_cmpint (poll (&ask, 1, 0), ==, 0);
  g_assert_cmpint (raise (number), ==, 0);
  g_assert_cmpint (poll (&ask, 1, 0), ==, 1);
  g_assert_cmpint (read (fd, &info, sizeof info), ==, sizeof info);
  g_assert_cmpuint (info.ssi_signo, ==, number);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/signals/int", GINT_TO_POINTER (SIGINT), test_signal);
  g_test_add_data_func ("/signals/term", GINT_TO_POINTER (SIGTERM), test_signal);
  return g_test_run ();
}
