/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* app.c - tests the life of a real leatd: starts, signals, ends, crashes */
#include "leatd-app.h"
#include "daemon-process.h"
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <utime.h>

#define DAEMON "[daemon]\ngateway=line-3\nstate-dir=@/state\n"
#define SINK "[sink archive]\nplugin=fixture-lasting\npath=@/archive.txt\n"

static const char *
fixtures (void)
{
  return g_getenv ("LEAT_FIXTURES");
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; text != NULL && *text != '\0'; text++)
    n += *text == '\n' ? 1 : 0;
  return n;
}

static void
touch (Daemon *daemon, const char *name)
{
  g_autofree char *path = g_build_filename (daemon->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
test_app_done (void)
{
  g_auto (Daemon) daemon = { 0 };
  g_autofree char *archive = NULL;
  g_autofree char *balance = NULL;
  g_autofree char *option = NULL;

  daemon_init (&daemon,
               DAEMON "[source camera0]\nplugin=fixture-source\nbatches=100\nrecords=50\n" SINK);
  option = g_strdup_printf ("--exit-when-done --balance %s/balance.json", daemon.folder);
  daemon_start (&daemon, fixtures (), option);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
  daemon_assert_said (&daemon, " info leatd: leatd 0.1.0: 1 source, 1 sink\n");
  daemon_assert_said (&daemon, " info leatd: every source has come to its end: sources stop");
  daemon_assert_said (&daemon, " info camera0: in all ");
  archive = daemon_read_file (&daemon, "archive.txt");
  g_assert_cmpuint (count_lines (archive), ==, 5000);
  balance = daemon_read_file (&daemon, "balance.json");
  g_assert_nonnull (strstr (balance, "\"written\":5000"));
}

static void
end_by_signal (int number, const char *name)
{
  g_auto (Daemon) daemon = { 0 };
  g_autofree char *expected =
      g_strdup_printf (" info leatd: %s: sources stop, queues drain, sinks flush\n", name);
  g_autofree char *archive = NULL;

  daemon_init (&daemon,
               DAEMON "[source camera0]\nplugin=fixture-source\nbatches=20\nthen=wait\n" SINK
                      "calls=@/calls\n");
  daemon_hear_calls (&daemon);
  daemon_start (&daemon, fixtures (), "");
  daemon_await_call (&daemon, "write");
  g_subprocess_send_signal (daemon.process, number);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
  daemon_assert_said (&daemon, expected);
  /* whatever was made when the signal came, all of it is written */
  archive = daemon_read_file (&daemon, "archive.txt");
  g_assert_cmpuint (count_lines (archive), >, 0);
  g_assert_cmpuint (count_lines (archive) % 10, ==, 0);
}

static void
test_app_sigterm (void)
{
  end_by_signal (SIGTERM, "signal 15 SIGTERM");
}

static void
test_app_sigint (void)
{
  end_by_signal (SIGINT, "signal 2 SIGINT");
}

static void
test_app_sighup (void)
{
  g_auto (Daemon) daemon = { 0 };

  daemon_init (&daemon, DAEMON "[source camera0]\nplugin=fixture-source\nthen=wait\n" SINK);
  daemon_start (&daemon, fixtures (), "");
  daemon_await (&daemon, "1 source, 1 sink");
  g_subprocess_send_signal (daemon.process, SIGHUP);
  daemon_await (&daemon, " info leatd: it goes on as its key file says\n");
  g_subprocess_send_signal (daemon.process, SIGTERM);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
}

/* a sink that stalls: the records in its queue are named */
static void
test_app_left (void)
{
  g_auto (Daemon) daemon = { 0 };

  daemon_init (&daemon,
               DAEMON "stop-timeout=4s\n"
                      "[source camera0]\nplugin=fixture-source\nbatches=3\nthen=wait\n"
                      "[sink archive]\nplugin=fixture-sink\npath=@/archive.txt\nstall-until=@/go\n"
                      "calls=@/calls\n");
  daemon_hear_calls (&daemon);
  daemon_start (&daemon, fixtures (), "");
  daemon_await_call (&daemon, "write");
  g_subprocess_send_signal (daemon.process, SIGTERM);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_LEFT);
  daemon_assert_said (&daemon, " info leatd: archive: ");
  daemon_assert_said (&daemon, " warning archive: not out in time: left ");
  daemon_assert_said (&daemon, " records did not get out in time; stop-timeout= gives more\n");
}

/* its source does not return from start() */
static void
start_hanging (Daemon *daemon, const char *stop_timeout)
{
  g_autofree char *text = g_strdup_printf (DAEMON "stop-timeout=%s\n"
                                                  "[source camera0]\nplugin=fixture-source\n"
                                                  "misbehave=hang\ncalls=@/calls\n" SINK,
                                           stop_timeout);

  daemon_init (daemon, text);
  daemon_hear_calls (daemon);
  daemon_start (daemon, fixtures (), "");
  daemon_await_call (daemon, "start");
  g_subprocess_send_signal (daemon->process, SIGTERM);
}

static void
test_app_stuck (void)
{
  g_auto (Daemon) daemon = { 0 };

  start_hanging (&daemon, "400ms");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_STUCK);
  daemon_assert_said (&daemon, " warning leatd: camera0: its plugin did not return");
  daemon_assert_said (&daemon, " info camera0: in all ");
}

/* a sink that does not return: what it holds and what waits for it is named all the same */
static void
test_app_stuck_sink (void)
{
  g_auto (Daemon) daemon = { 0 };

  daemon_init (&daemon,
               DAEMON "stop-timeout=400ms\n"
                      "[source camera0]\nplugin=fixture-source\nbatches=3\nthen=wait\n"
                      "[sink archive]\nplugin=fixture-sink\npath=@/archive.txt\nstall-until=@/go\n"
                      "deaf=yes\ncalls=@/calls\n");
  daemon_hear_calls (&daemon);
  daemon_start (&daemon, fixtures (), "");
  daemon_await_call (&daemon, "write");
  g_subprocess_send_signal (daemon.process, SIGTERM);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_STUCK);
  daemon_assert_said (&daemon, " warning archive: not out in time: left ");
  daemon_assert_said (&daemon, "0; stop-timeout= gives more of it\n");
  daemon_assert_said (&daemon, " records, camera0/");
}

static void
test_app_second_signal (void)
{
  g_auto (Daemon) daemon = { 0 };

  start_hanging (&daemon, "10min");
  daemon_await (&daemon, "sources stop, queues drain");
  g_subprocess_send_signal (daemon.process, SIGINT);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_LEFT);
  daemon_assert_said (&daemon,
                      "leatd: a second signal: ended at once, what was left behind is not known\n");
}

static void
test_app_taken (void)
{
  g_auto (Daemon) daemon = { 0 };
  g_auto (Daemon) second = { 0 };
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;

  daemon_init (&daemon, DAEMON "[source camera0]\nplugin=fixture-source\nthen=wait\n" SINK);
  daemon_start (&daemon, fixtures (), "");
  daemon_await (&daemon, "1 source, 1 sink");
  text = daemon_read_file (&daemon, "leat.conf");
  daemon_init (&second, text);
  daemon_start (&second, fixtures (), "");
  g_assert_cmpint (daemon_end (&second), ==, LEATD_EXIT_FAILED);
  expected = g_strdup_printf (
      "leatd: %s/state: another leatd uses it (process %s); stop that one, or state-dir= in "
      "[daemon] names another place\n",
      daemon.folder, g_subprocess_get_identifier (daemon.process));
  g_assert_cmpstr (second.said->str, ==, expected);
  g_subprocess_send_signal (daemon.process, SIGTERM);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
}

static void
assert_no_state (Daemon *daemon)
{
  g_autofree char *state = g_build_filename (daemon->folder, "state", NULL);

  g_assert_false (g_file_test (state, G_FILE_TEST_EXISTS));
}

static void
test_app_check (void)
{
  g_auto (Daemon) daemon = { 0 };

  daemon_init (&daemon, DAEMON "[source camera0]\nplugin=fixture-source\n" SINK);
  daemon_start (&daemon, fixtures (), "--check");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
  g_assert_cmpstr (daemon.said->str, ==, "");
  assert_no_state (&daemon);
}

static void
test_app_config (void)
{
  g_auto (Daemon) daemon = { 0 };

  daemon_init (&daemon,
               DAEMON "[source camera0]\nplugin=fixture-source\nbatches=many\nrecrods=5\n" SINK);
  daemon_start (&daemon, fixtures (), "--check");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_CONFIG);
  daemon_assert_said (&daemon, "@/leat.conf:6: [source camera0] batches: ");
  daemon_assert_said (&daemon, "@/leat.conf:7: [source camera0] recrods: ");
  g_assert_cmpuint (count_lines (daemon.said->str), ==, 2);

  daemon_start (&daemon, fixtures (), "");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_CONFIG);
  g_assert_cmpuint (count_lines (daemon.said->str), ==, 2);
}

static void
test_app_no_config (void)
{
  g_auto (Daemon) daemon = { 0 };

  daemon_init (&daemon, "");
  g_assert_cmpint (g_remove (daemon.config), ==, 0);
  daemon_start (&daemon, fixtures (), "");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_CONFIG);
  daemon_assert_said (&daemon, "@/leat.conf: ");
  g_assert_cmpuint (count_lines (daemon.said->str), ==, 1);
}

static void
test_app_no_plugin (void)
{
  g_auto (Daemon) daemon = { 0 };
  g_auto (Scratch) empty = scratch_new ();
  g_autofree char *expected =
      g_strdup_printf ("leatd: there is no plugin in %s; --plugin-path or plugin-path= in "
                       "[daemon] names a folder of them\n",
                       empty);

  daemon_init (&daemon, DAEMON SINK);
  daemon_start (&daemon, empty, "");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_FAILED);
  g_assert_cmpstr (daemon.said->str, ==, expected);
}

static void
test_app_bad_module (void)
{
  g_auto (Daemon) daemon = { 0 };
  g_auto (Scratch) plugins = scratch_new ();
  g_autofree char *expected = NULL;
  g_autofree char *bad = scratch_copy_module (plugins, "LEAT_BAD_FIXTURES", "other-abi.so",
                                              "other-abi.so");

  g_free (scratch_copy_module (plugins, "LEAT_FIXTURES", "fixture-source.so", "fixture-source.so"));
  g_free (scratch_copy_module (plugins, "LEAT_FIXTURES", "fixture-sink.so", "fixture-sink.so"));
  daemon_init (&daemon, DAEMON "[source camera0]\nplugin=fixture-source\n" SINK);
  daemon_start (&daemon, plugins, "--once");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
  expected = g_strdup_printf (
      " warning other-abi.so: %s: was built for ABI 2.0, this libleat has 1.0; build it with "
      "this libleat's headers\n",
      bad);
  daemon_assert_said (&daemon, expected);
}

static void
test_app_log_levels (void)
{
  g_auto (Daemon) daemon = { 0 };

  daemon_init (&daemon, DAEMON "log-level=warning\nlog-levels=leatd:info\n"
                               "[source camera0]\nplugin=fixture-source\n" SINK);
  daemon_start (&daemon, fixtures (), "--exit-when-done");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
  daemon_assert_said (&daemon, " info leatd: leatd 0.1.0: 1 source, 1 sink\n");
  g_assert_null (strstr (daemon.said->str, " info camera0: "));

  daemon_start (&daemon, fixtures (), "--exit-when-done --log-level debug");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
  daemon_assert_said (&daemon, " info camera0: ");
}

static void
test_app_notify (void)
{
  g_auto (Daemon) daemon = { 0 };
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "notify", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, 0, NULL);
  char text[256] = "";

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_socket_set_timeout (socket, 60);
  g_setenv ("NOTIFY_SOCKET", path, TRUE);
  daemon_init (&daemon, DAEMON "[source camera0]\nplugin=fixture-source\nthen=wait\n" SINK);
  daemon_start (&daemon, fixtures (), "");
  g_unsetenv ("NOTIFY_SOCKET");
  g_assert_cmpint (g_socket_receive (socket, text, sizeof text - 1, NULL, NULL), >, 0);
  g_assert_cmpstr (text, ==, "READY=1\nSTATUS=1 source, 1 sink");
  g_subprocess_send_signal (daemon.process, SIGTERM);
  memset (text, 0, sizeof text);
  g_assert_cmpint (g_socket_receive (socket, text, sizeof text - 1, NULL, NULL), >, 0);
  g_assert_cmpstr (text, ==, "STOPPING=1\nSTATUS=queues drain");
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);
}

/* Three crashes of one plugin: each start names it, the fourth runs without it, and a file that was
 * touched is tried again. The other source's records are there each time. */
static void
test_app_crashes (void)
{
  static const char *const stories[] = { NULL, "; that is 1 of 3 times, then it is left out\n",
                                         "; that is 2 of 3 times, then it is left out\n" };
  g_auto (Daemon) daemon = { 0 };
  g_auto (Scratch) plugins = scratch_new ();
  g_autofree char *module = scratch_copy_module (plugins, "LEAT_FIXTURES", "fixture-source.so",
                                                 "fixture-source.so");
  g_autofree char *input = NULL;
  g_autofree char *archive = NULL;
  g_autofree char *left_out = g_strdup_printf (" warning leatd: camera0: left out, as %s is\n",
                                               module);

  g_free (scratch_copy_module (plugins, "LEAT_FIXTURES", "fixture-sink.so", "fixture-sink.so"));
  g_free (
      scratch_copy_module (plugins, "LEAT_FIXTURES", "fixture-junction.so", "fixture-junction.so"));
  daemon_init (
      &daemon,
      DAEMON "[source camera0]\nplugin=fixture-source\nbatches=0\nmisbehave=crash\nmisbehave-at=3\n"
             "when=@/crash\n[source joined]\nplugin=fixture-junction\nfrom=camera0\n" SINK);
  touch (&daemon, "crash");
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      daemon_start (&daemon, plugins, "");
      g_assert_cmpint (daemon_end (&daemon), ==, -SIGSEGV);
      if (stories[i] != NULL)
        {
          daemon_assert_said (&daemon, " warning fixture-source.so: ");
          daemon_assert_said (&daemon, " (signal 11 SIGSEGV, in camera0)");
          daemon_assert_said (&daemon, stories[i]);
        }
    }

  daemon_start (&daemon, plugins, "");
  daemon_await (&daemon, "1 source, 1 sink");
  daemon_assert_said (&daemon,
                      "left out: this third-party module took the daemon down 3 times, last at ");
  daemon_assert_said (&daemon, left_out);
  g_subprocess_send_signal (daemon.process, SIGTERM);
  g_assert_cmpint (daemon_end (&daemon), ==, LEATD_EXIT_OK);

  g_assert_cmpint (g_utime (module, NULL), ==, 0);
  daemon_start (&daemon, plugins, "");
  g_assert_cmpint (daemon_end (&daemon), ==, -SIGSEGV);
  g_assert_null (strstr (daemon.said->str, "left out"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  scratch_let_children_crash ();
  g_test_add_func ("/app/done", test_app_done);
  g_test_add_func ("/app/signal/sigterm", test_app_sigterm);
  g_test_add_func ("/app/signal/sigint", test_app_sigint);
  g_test_add_func ("/app/signal/sighup", test_app_sighup);
  g_test_add_func ("/app/signal/second", test_app_second_signal);
  g_test_add_func ("/app/left", test_app_left);
  g_test_add_func ("/app/stuck", test_app_stuck);
  g_test_add_func ("/app/stuck-sink", test_app_stuck_sink);
  g_test_add_func ("/app/taken", test_app_taken);
  g_test_add_func ("/app/check", test_app_check);
  g_test_add_func ("/app/config", test_app_config);
  g_test_add_func ("/app/no-config", test_app_no_config);
  g_test_add_func ("/app/no-plugin", test_app_no_plugin);
  g_test_add_func ("/app/bad-module", test_app_bad_module);
  g_test_add_func ("/app/log-levels", test_app_log_levels);
  g_test_add_func ("/app/notify", test_app_notify);
  g_test_add_func ("/app/crashes", test_app_crashes);
  return g_test_run ();
}
