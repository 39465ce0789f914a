/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-exec.c - children and leatd killed at random: what was read is accounted for, and what was
 * acknowledged is safe */
#include "daemons.h"

#define CHILD_KILLS 100
#define DAEMON_KILLS 8
#define RECORDS 20000
#define WINDOW 1000 /* gauge.py's */

/* "LIFE NUMBER" a line, from 1 on, as fast as it can, until it is killed in the middle of it */
static const char killed_child[] =
    "import os, random, signal, sys, threading\n"
    "life = random.getrandbits(31)\n"
    "threading.Timer(random.random() / 50, os.kill, (os.getpid(), signal.SIGKILL)).start()\n"
    "number = 0\n"
    "while True:\n"
    "    text = ''\n"
    "    for _ in range(random.randint(1, 500)):\n"
    "        number += 1\n"
    "        text += f'{life} {number}\\n'\n"
    "    os.write(1, text.encode())\n";

static void
write_file (TestDaemon *daemon, const char *name, const char *text)
{
  g_autofree char *path = test_path (daemon, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* --- children that are killed --- */

typedef struct {
  GHashTable *last; /* life → number of its last record */
  guint n_records;
} Lives;

/* each life's records are 1, 2, 3, …: none is missing, torn, or there twice */
static void
check_record (const char *line, gpointer user_data)
{
  Lives *lives = user_data;
  char *end;
  const guint64 life = g_ascii_strtoull (line, &end, 10);
  const guint64 number = g_ascii_strtoull (end, &end, 10);
  const guint last = GPOINTER_TO_UINT (g_hash_table_lookup (lives->last, GUINT_TO_POINTER (life)));

  g_assert_cmpstr (end, ==, "");
  g_assert_cmpuint (number, ==, last + 1);
  g_hash_table_insert (lives->last, GUINT_TO_POINTER (life), GUINT_TO_POINTER (number));
  lives->n_records++;
}

/* zombies among its children, and those that live */
static guint
count_children (TestDaemon *self)
{
  const char *id = g_subprocess_get_identifier (self->process);
  g_autofree char *path = g_strdup_printf ("/proc/%s/task", id);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, "children", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (file, &text, NULL, NULL))
        for (const char *at = text; *at != '\0'; at++)
          n += *at == ' ';
    }
  return n;
}

static void
await_deaths (TestDaemon *daemon, guint n)
{
  for (guint i = 0; i < n; i++)
    test_daemon_await (daemon, "killed by signal 9");
}

static void
test_kills (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "[source child]\nplugin=exec\ndevice=exec:/usr/bin/python3 DIR/child.py\n"
      "retry-first=1ms\nretry-longest=10ms\n"
      "[sink file]\nplugin=csv\npath=DIR/child.csv\ncolumns=text\n");
  g_autofree char *csv = test_path (daemon, "child.csv");
  Lives lives = { .last = g_hash_table_new (NULL, NULL) };
  guint n_descriptors;

  write_file (daemon, "child.py", killed_child);
  test_daemon_start (daemon);
  await_deaths (daemon, 2);
  n_descriptors = test_daemon_count_descriptors (daemon);
  await_deaths (daemon, CHILD_KILLS);
  g_assert_cmpuint (test_daemon_count_descriptors (daemon), <=, n_descriptors + 10); /* of a life */
  g_assert_cmpuint (count_children (daemon), <=, 1);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);

  test_csv_each (csv, check_record, &lives);
  test_daemon_check_bytes (daemon, "child");
  g_assert_cmpint (test_daemon_count (daemon, "sources", "child", "records"), ==, lives.n_records);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "child", "rejects"), <=,
                   test_daemon_count (daemon, "sources", "child", "connects"));
  g_test_message ("%u records of %u lives, %d half lines", lives.n_records,
                  g_hash_table_size (lives.last),
                  (int) test_daemon_count (daemon, "sources", "child", "rejects"));
  g_assert_cmpuint (g_hash_table_size (lives.last), >, 0);
  g_hash_table_unref (lives.last);
}

/* --- leatd, killed, with a child that has a cursor --- */

typedef struct {
  guint next; /* that is not there yet */
} Arrived;

/* "A17": a number again is one whose answer was lost; a new one is the next */
static void
check_arrived (const char *line, gpointer user_data)
{
  Arrived *arrived = user_data;
  const guint number = (guint) g_ascii_strtoull (line + 1, NULL, 10);

  g_assert_cmpuint (number, <=, arrived->next);
  if (number == arrived->next)
    arrived->next++;
}

static guint
read_cursor (TestDaemon *daemon)
{
  g_autofree char *path = test_path (daemon, "cursor");
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (guint) g_ascii_strtoull (text, NULL, 10)
                                                       : 0;
}

/* until so many are acknowledged: woken by the cursor's own file */
static void
await_cursor (TestDaemon *daemon, guint place)
{
  int watch = inotify_init1 (IN_CLOEXEC);

  g_assert_cmpint (inotify_add_watch (watch, daemon->directory, IN_MOVED_TO), >=, 0);
  while (read_cursor (daemon) < place)
    {
      char events[4096];

      g_assert_cmpint (read (watch, events, sizeof events), >, 0);
    }
  close (watch);
}

static void
write_measurements (TestDaemon *daemon)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i <= RECORDS; i++)
    g_string_append_printf (text, "A%u %u.%03u\n", i, i % 10, i % 1000);
  write_file (daemon, "measurements", text->str);
}

static TestDaemon *
new_gauge_daemon (void)
{
  g_autofree char *child = g_test_build_filename (G_TEST_DIST, "plugins", "exec", "examples",
                                                  "gauge.py", NULL);
  g_autofree char *schema = g_test_build_filename (G_TEST_DIST, "plugins", "exec", "examples",
                                                   "gauge.schema", NULL);
  g_autofree char *text = g_strdup_printf (
      "[source gauge]\nplugin=exec-json\ndevice=exec:/usr/bin/python3 '%s' DIR\nschema=%s\n"
      "retry-first=1ms\nretry-longest=10ms\n"
      "[sink store]\nplugin=buffer\npath=DIR/buffer.db\n"
      "[sink file]\nplugin=csv\npath=DIR/gauge.csv\ncolumns=part\n",
      child, schema);

  return test_daemon_new (text);
}

/* what is acknowledged is in the store when leatd is killed; it arrives, in order, and so does all
 * that was not, which the child sends again */
static void
test_acknowledged (void)
{
  g_autoptr (TestDaemon) daemon = new_gauge_daemon ();
  g_autofree char *csv = test_path (daemon, "gauge.csv");
  Arrived arrived = { .next = 1 };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint n_lines;

  write_measurements (daemon);
  for (guint i = 0; i < DAEMON_KILLS; i++)
    {
      const guint last = MIN (RECORDS,
                              read_cursor (daemon) + (guint) g_rand_int_range (random, 1, 2000));

      test_daemon_start (daemon);
      await_cursor (daemon, last);
      test_daemon_end (daemon);
      g_assert_true (g_subprocess_wait (daemon->process, NULL, NULL));
    }
  test_daemon_start (daemon);
  await_cursor (daemon, RECORDS);
  test_csv_await (csv, "A" G_STRINGIFY (RECORDS));
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);

  n_lines = test_csv_each (csv, check_arrived, &arrived);
  g_assert_cmpuint (arrived.next, ==, RECORDS + 1);
  g_assert_cmpuint (n_lines, <=, RECORDS + DAEMON_KILLS * WINDOW);
  g_test_message ("%u records, of which %u came twice over %u deaths of leatd", RECORDS,
                  n_lines - RECORDS, DAEMON_KILLS);
  test_daemon_check_bytes (daemon, "gauge");
}

/* a reject of the child is kept and answered, so that its cursor goes on */
static void
test_refused (void)
{
  g_autoptr (TestDaemon) daemon = new_gauge_daemon ();

  write_file (daemon, "measurements", "A1 1.730\nA2\nA3 heavy\nA4 2.104\n");
  test_daemon_start (daemon);
  await_cursor (daemon, 4);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "gauge", "records"), ==, 2);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "gauge", "rejects"), ==, 2);
  test_daemon_check_bytes (daemon, "gauge");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/exec/kills", test_kills);
  g_test_add_func ("/proof/exec/acknowledged", test_acknowledged);
  g_test_add_func ("/proof/exec/refused", test_refused);
  return g_test_run ();
}
