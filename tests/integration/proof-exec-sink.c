/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-exec-sink.c - the child of a sink, and leatd, killed at random: each record is in its
 * database once, with its digits */
#include "daemons.h"
#include <poll.h>
#include <sys/file.h>

#define RECORDS 20000
#define CHILD_KILLS 30
#define DAEMON_KILLS 6

/* DATABASE RECORDS: "N rows", or what is wrong with them */
static const char oracle[] =
    "import sqlite3, sys\n"
    "base = sqlite3.connect(sys.argv[1], timeout=60)\n"
    "try: rows = base.execute('SELECT fields FROM records ORDER BY rowid').fetchall()\n"
    "except sqlite3.OperationalError: rows = []\n"
    "for number, (fields,) in enumerate(rows, 1):\n"
    "    wanted = f'{{\"part\":\"A{number}\",\"weight\":{number % 10}.{number % 1000:03}}}'\n"
    "    if fields != wanted: sys.exit(f'row {number}: {fields} is not {wanted}')\n"
    "print(len(rows), 'rows')\n";

static const char schema[] = "[schema]\nname=part\nformat=csv\n"
                             "[field part]\ncolumn=1\ntype=string\nrole=part\n"
                             "[field weight]\ncolumn=2\ntype=decimal\nrequired=yes\n";

static void
write_file (TestDaemon *daemon, const char *name, const char *text)
{
  g_autofree char *path = test_path (daemon, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static TestDaemon *
new_daemon (const char *lines)
{
  g_autofree char *child = g_test_build_filename (G_TEST_DIST, "plugins", "exec", "examples",
                                                  "ledger.py", NULL);
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=file\ndevice=file://DIR/lines\nframer=delimiter\n"
      "schema=DIR/part.schema\n"
      "[sink store]\nplugin=buffer\npath=DIR/buffer.db\n"
      "[sink ledger]\nplugin=exec-json\ncommand=/usr/bin/python3 '%s' DIR/ledger.db\n"
      "in-flight=20\nretry-first=1ms\nretry-longest=10ms\n",
      child);
  TestDaemon *daemon = test_daemon_new (text);

  write_file (daemon, "lines", lines);
  write_file (daemon, "part.schema", schema);
  return daemon;
}

static guint
count_rows (TestDaemon *daemon)
{
  g_autofree char *base = test_path (daemon, "ledger.db");
  const char *const command[] = { "/usr/bin/python3", "-c", oracle, base, NULL };
  g_autoptr (GSubprocess)
      process = g_subprocess_newv (command,
                                   G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                   NULL);
  g_autofree char *rows = NULL;
  g_autofree char *wrong = NULL;

  g_assert_nonnull (process);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &rows, &wrong, NULL));
  g_assert_cmpstr (wrong, ==, "");
  return (guint) g_ascii_strtoull (rows, NULL, 10);
}

/* until the child has written something, or has nothing to write any more */
static void
await_write (TestDaemon *daemon)
{
  struct pollfd watch = { .fd = inotify_init1 (IN_CLOEXEC), .events = POLLIN };
  g_autofree char *base = test_path (daemon, "ledger.db-wal");

  if (inotify_add_watch (watch.fd, base, IN_MODIFY) >= 0)
    poll (&watch, 1, 1000);
  close (watch.fd);
}

static void
kill_children (TestDaemon *self)
{
  const char *id = g_subprocess_get_identifier (self->process);
  g_autofree char *path = g_strdup_printf ("/proc/%s/task", id);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, "children", NULL);
      g_autofree char *text = NULL;
      char *at;

      if (g_file_get_contents (file, &text, NULL, NULL))
        for (at = text; *at != '\0'; at += *at == ' ')
          kill ((pid_t) g_ascii_strtoull (at, &at, 10), SIGKILL);
    }
}

/* how many are there when all of them are */
static void
await_rows (TestDaemon *daemon, guint wanted)
{
  g_autofree char *base = test_path (daemon, "ledger.db");
  int watch = inotify_init1 (IN_CLOEXEC);
  char events[65536];

  g_assert_cmpint (inotify_add_watch (watch, daemon->directory, IN_MODIFY), >=, 0);
  while (count_rows (daemon) < wanted)
    g_assert_cmpint (read (watch, events, sizeof events), >, 0);
  close (watch);
}

/* what leatd had just forked has its lock until it is the child, or dies too */
static void
kill_daemon (TestDaemon *daemon)
{
  g_autofree char *path = test_path (daemon, "state/lock");
  int lock;

  test_daemon_end (daemon);
  g_assert_true (g_subprocess_wait (daemon->process, NULL, NULL));
  lock = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (lock, LOCK_EX), ==, 0);
  close (lock);
}

static void
test_kills (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (TestDaemon) daemon = NULL;
  guint n = 0;

  for (guint i = 1; i <= RECORDS; i++)
    g_string_append_printf (lines, "A%u,%u.%03u\n", i, i % 10, i % 1000);
  daemon = new_daemon (lines->str);
  for (guint i = 0; i < DAEMON_KILLS; i++)
    {
      test_daemon_start (daemon);
      test_daemon_await (daemon, "ledger"); /* or it says why not */
      for (guint k = 0; k < CHILD_KILLS / DAEMON_KILLS; k++)
        {
          await_write (daemon);
          kill_children (daemon);
          n = count_rows (daemon);
        }
      kill_daemon (daemon);
    }
  test_daemon_start (daemon);
  await_rows (daemon, RECORDS);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpuint (count_rows (daemon), ==, RECORDS);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "ledger", "rejects"), ==, 0);
  g_assert_nonnull (strstr (daemon->log->str, "killed by signal 9"));
  g_test_message ("%u of %u records were there after the last kill", n, RECORDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/exec-sink/kills", test_kills);
  return g_test_run ();
}
