/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reload-word.c - tests leat reload from the outside: leatd goes on as its key file says */
#include "bus-machine.h"

#define CAMERA \
  "[source camera0]\nplugin=serial\ndevice=DIR/tty0\nframer=cr\nschema=pv200\n" \
  "allow-commands=yes\n"
#define FRAMER "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
#define ARCHIVE "[sink archive]\nplugin=csv\npath=DIR/{source}.csv\n" TEST_COLUMNS

static const char nothing[] = "3 kept\n";

/* with other options of a source and a sink, without another and with a third; then as it was */
static void
test_changes (BusMachine *self, gconstpointer data)
{
  bus_machine_measure (self, 3);
  words_run (&self->words, "reload");
  words_expect (&self->words, 0, nothing, "");
  test_daemon_write_config (self->daemon, CAMERA "keep-frame=yes\n" FRAMER ARCHIVE
                                                 "flush-interval=10ms\nrotate-size=1M\n"
                                                 "[sink other]\nplugin=csv\npath=DIR/other.csv\n");
  words_run (&self->words, "reload");
  words_expect (&self->words, 0,
                "source camera0: changed\nsink archive: changed in place\nsink other: added\n"
                "source scale1: removed\n0 kept\n",
                "");
  words_run (&self->words, "status --json scale1");
  g_assert_cmpint (self->words.code, ==, 1);
  bus_machine_await_state (self, "other", "running");
  bus_machine_await_state (self, "camera0", "running");
  words_run (&self->words, "reload --drain often");
  g_assert_cmpint (self->words.code, ==, 2);
  test_daemon_write_config (self->daemon, bus_machine_config);
  words_run (&self->words, "reload --drain 5s --json");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_nonnull (strstr (self->words.output, "\"left\":{}"));
  g_assert_nonnull (strstr (self->words.output, "\"what\":\"added\""));
  bus_machine_await_state (self, "scale1", "absent");
}

/* nothing is changed, and every fault is told as leat check tells it */
static void
test_faults (BusMachine *self, gconstpointer data)
{
  g_autofree char *path = test_path (self->daemon, "leat.conf");
  g_autofree char *told = NULL;

  test_daemon_write_config (self->daemon,
                            CAMERA "frob=1\n" FRAMER "[sink archive]\nplugin=nothing\n");
  words_run (&self->words, "reload");
  told = g_strdup (self->words.errors);
  words_expect (&self->words, 1, "", told);
  g_assert_nonnull (strstr (told, "leat.conf:9: [source camera0] frob: "));
  g_assert_nonnull (strstr (told, "[sink archive] plugin: "));
  words_run (&self->words, "reload --json");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_nonnull (strstr (self->words.output, "\"key\":\"frob\""));
  bus_machine_assert_state (self, "archive", "running");
  bus_machine_measure (self, 3);

  test_daemon_write_config (self->daemon, "stuck-after=1h\n" CAMERA FRAMER ARCHIVE);
  words_run (&self->words, "reload");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_nonnull (strstr (self->words.errors, "[daemon] stuck-after: cannot change"));
}

/* who sends a signal finds it in the log */
static void
test_signal (BusMachine *self, gconstpointer data)
{
  test_daemon_write_config (self->daemon, CAMERA "frob=1\n" FRAMER ARCHIVE);
  g_subprocess_send_signal (self->daemon->process, SIGHUP);
  bus_machine_await (self, " leatd: nothing is changed: ");
  g_assert_null (strstr (self->daemon->log->str, "removed"));
  test_daemon_write_config (self->daemon, CAMERA FRAMER ARCHIVE);
  g_subprocess_send_signal (self->daemon->process, SIGHUP);
  bus_machine_await (self, " scale1: removed by a reload");
  bus_machine_await (self, " leatd: it goes on as its key file says");
  bus_machine_measure (self, 3);
}

/* levels of the key file hold at once */
static void
test_log_level (BusMachine *self, gconstpointer data)
{
  test_daemon_write_config (self->daemon, bus_machine_config);
  words_run (&self->words, "reload");
  words_expect (&self->words, 0, nothing, "");
  test_daemon_write_config (self->daemon, "log-level=debug\n" CAMERA FRAMER ARCHIVE);
  words_run (&self->words, "reload");
  test_daemon_write_config (self->daemon, bus_machine_config);
  words_run (&self->words, "reload");
  bus_machine_await (self, " debug ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/reload-word/changes", test_changes);
  bus_machine_add ("/reload-word/faults", test_faults);
  bus_machine_add ("/reload-word/signal", test_signal);
  bus_machine_add ("/reload-word/log-level", test_log_level);
  return g_test_run ();
}
