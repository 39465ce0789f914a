/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-keeper.c - tests that a port is left as it was found */
#include "probe/line-keeper.h"
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

/* the slave of a pseudo-terminal, its name; @master: stays open */
static int
open_port (int *master, char *name, gsize size)
{
  *master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (grantpt (*master), ==, 0);
  g_assert_cmpint (unlockpt (*master), ==, 0);
  g_assert_cmpint (ptsname_r (*master, name, size), ==, 0);
  return open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

static speed_t
get_rate (int port)
{
  struct termios settings;

  g_assert_cmpint (tcgetattr (port, &settings), ==, 0);
  return cfgetospeed (&settings);
}

static void
set_rate (int port, speed_t rate)
{
  struct termios settings;

  g_assert_cmpint (tcgetattr (port, &settings), ==, 0);
  g_assert_cmpint (cfsetspeed (&settings, rate), ==, 0);
  g_assert_cmpint (tcsetattr (port, TCSANOW, &settings), ==, 0);
}

/* @data: whether it restores */
static void
test_port (gconstpointer data)
{
  const gboolean restores = GPOINTER_TO_INT (data);
  char name[64], device[80];
  int master;
  const int port = open_port (&master, name, sizeof name);
  LeatLineKeeper *keeper;

  set_rate (port, B4800);
  g_snprintf (device, sizeof device, "%s%s", restores ? "serial://" : "", name);
  keeper = leat_line_keeper_new (device);
  g_assert_nonnull (keeper);
  set_rate (port, B1200);
  leat_line_keeper_let_go (keeper, restores);
  g_assert_cmpuint (get_rate (port), ==, restores ? B4800 : B1200);
  close (port);
  close (master);
}

static void
test_none (void)
{
  g_assert_null (leat_line_keeper_new ("/dev/null"));
  g_assert_null (leat_line_keeper_new ("/dev/none/x"));
  g_assert_null (leat_line_keeper_new ("tcp://127.0.0.1:1"));
  leat_line_keeper_let_go (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/line-keeper/restores", GINT_TO_POINTER (TRUE), test_port);
  g_test_add_data_func ("/line-keeper/lets-go", GINT_TO_POINTER (FALSE), test_port);
  g_test_add_func ("/line-keeper/none", test_none);
  return g_test_run ();
}
