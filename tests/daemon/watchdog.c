/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* watchdog.c - tests that the service manager is shown that the main loop turns, if it wants it */
#include "leatd-watchdog.h"
#include "managers.h"
#include "scratch.h"
#include <unistd.h>

typedef struct {
  const char *path;
  const char *interval; /* NULL: not set */
  const char *process;  /* SELF: this one's */
  gboolean is_wanted;
} Case;

static const Case cases[] = {
  { "/watchdog/wanted", "30000000", NULL, TRUE },
  { "/watchdog/wanted-of-us", "30000000", "SELF", TRUE },
  { "/watchdog/of-another", "30000000", "1", FALSE },
  { "/watchdog/none", NULL, NULL, FALSE },
  { "/watchdog/zero", "0", NULL, FALSE },
  { "/watchdog/no-number", "often", NULL, FALSE },
  { "/watchdog/no-process", "30000000", "ours", FALSE },
  { "/watchdog/shortest", "1", NULL, TRUE },
};

static void
set_or_unset (const char *name, const char *value)
{
  if (value != NULL)
    g_setenv (name, value, TRUE);
  else
    g_unsetenv (name);
}

static void
test_case (gconstpointer data)
{
  const Case *the = data;
  g_autofree char *self = g_strdup_printf ("%d", (int) getpid ());
  LeatdWatchdog *watchdog;

  set_or_unset ("WATCHDOG_USEC", the->interval);
  set_or_unset ("WATCHDOG_PID", g_strcmp0 (the->process, "SELF") == 0 ? self : the->process);
  watchdog = leatd_watchdog_new ();
  g_assert_cmpint (watchdog != NULL, ==, the->is_wanted);
  leatd_watchdog_free (watchdog);
}

/* again and again, as long as the main loop turns */
static void
test_turns (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "notify", NULL);
  g_autoptr (GSocket) socket = manager_listen_at (path, G_UNIX_SOCKET_ADDRESS_PATH);
  LeatdWatchdog *watchdog;

  g_setenv ("NOTIFY_SOCKET", path, TRUE);
  g_setenv ("WATCHDOG_USEC", "2000", TRUE);
  g_unsetenv ("WATCHDOG_PID");
  watchdog = leatd_watchdog_new ();
  g_assert_false (g_socket_condition_check (socket, G_IO_IN) & G_IO_IN);
  for (guint i = 0; i < 3; i++)
    {
      while (!(g_socket_condition_check (socket, G_IO_IN) & G_IO_IN))
        g_main_context_iteration (NULL, TRUE);
      manager_assert_told (socket, "WATCHDOG=1");
    }
  leatd_watchdog_free (watchdog);
  g_unsetenv ("NOTIFY_SOCKET");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/watchdog/turns", test_turns);
  return g_test_run ();
}
