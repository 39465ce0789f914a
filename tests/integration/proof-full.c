/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-full.c - a stalled sink beside a good one: nobody waits for anybody, and what gave way is
 * named */
#include "daemons.h"
#include <poll.h>

#define RECORDS 200000

static void
check_record (const char *line, gpointer user_data)
{
  guint *num = user_data;
  char expected[64];

  test_record_write_csv (expected, *num);
  g_assert_cmpstr (line, ==, expected);
  ++*num;
}

static char *
all_records (gsize *length)
{
  GString *text = g_string_new (NULL);
  char record[64];

  for (guint num = 0; num < RECORDS; num++)
    g_string_append_len (text, record, test_record_write (record, num));
  *length = text->len;
  return g_string_free (text, FALSE);
}

/* the sum of the ranges that the log names: "dropped N records, SOURCE/EPOCH/FIRST-LAST;" */
static gint64
count_named (const char *log, const char *sink)
{
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  g_autofree char *mark = g_strconcat (sink, ": queue full: dropped ", NULL);
  gint64 named = 0;
  guint64 last = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *at = strstr (lines[i], mark);
      guint64 n, first, end;
      char epoch[64];

      if (at == NULL)
        continue;
      g_assert_cmpint (sscanf (at + strlen (mark), "%lu records, camera/%63[^/]/%lu-%lu;", &n,
                               epoch, &first, &end),
                       ==, 4);
      g_assert_cmpuint (end - first + 1, ==, n);
      g_assert_cmpuint (first, >, last);
      last = end;
      named += (gint64) n;
    }
  return named;
}

#define SOURCE \
  "[source camera]\nplugin=serial\ndevice=DIR/camera\nframer=cr\nschema=pv200\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"

static void
test_drop (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      SOURCE
      "[sink stalled]\nplugin=fixture-sink\npath=DIR/stalled\nqueue-records=5000\nstall-at=10\n"
      "stall-until=DIR/go\n"
      "[sink good]\nplugin=csv\npath=DIR/good.csv\nqueue-size=1G\nqueue-records=1000000\n"
      "" TEST_COLUMNS);
  g_autofree char *name = test_path (daemon, "camera");
  g_autofree char *csv = test_path (daemon, "good.csv");
  g_autofree char *go = test_path (daemon, "go");
  gsize length;
  g_autofree char *text = all_records (&length);
  int master = test_line_open (name);
  char last[64];
  guint num = 0;
  gint64 drops;

  test_daemon_start (daemon);
  test_line_write (master, text, length);
  /* while the other still stalls */
  test_record_write_csv (last, RECORDS - 1);
  test_csv_await (csv, last);
  g_assert_true (g_file_set_contents (go, "", 0, NULL));
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (master);

  test_csv_each (csv, check_record, &num);
  g_assert_cmpuint (num, ==, RECORDS);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "good", "drops"), ==, 0);
  drops = test_daemon_count (daemon, "sinks", "stalled", "drops");
  g_assert_cmpint (drops, >, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "stalled", "safe") + drops, ==, RECORDS);
  g_assert_cmpint (count_named (daemon->log->str, "stalled"), ==, drops);
}

static gint64
peak_memory (TestDaemon *daemon)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status",
                                           g_subprocess_get_identifier (daemon->process));
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

/* writes as long as someone takes it; how much was taken when nobody did for a second */
static gsize
write_until_held_back (int master, const char *text, gsize length)
{
  struct pollfd ready = { .fd = master, .events = POLLOUT };
  gsize at = 0;

  g_assert_cmpint (fcntl (master, F_SETFL, O_NONBLOCK), ==, 0);
  while (at < length && poll (&ready, 1, 1000) == 1)
    {
      gssize written = write (master, text + at, MIN (length - at, 4096));

      if (written > 0)
        at += (gsize) written;
      else
        g_assert_cmpint (errno, ==, EAGAIN);
    }
  g_assert_cmpint (fcntl (master, F_SETFL, 0), ==, 0);
  return at;
}

/* when-full=block: the machine is held back, memory stays under the bound, nothing is lost */
static void
test_block (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      SOURCE "[sink stalled]\nplugin=fixture-sink\npath=DIR/stalled\nqueue-records=5000\n"
             "when-full=block\nstall-at=10\n"
             "stall-until=DIR/go\n"
             "[sink good]\nplugin=csv\npath=DIR/good.csv\nqueue-size=1G\nqueue-records=1000000\n"
             "" TEST_COLUMNS);
  g_autofree char *name = test_path (daemon, "camera");
  g_autofree char *csv = test_path (daemon, "good.csv");
  g_autofree char *go = test_path (daemon, "go");
  gsize length, taken;
  g_autofree char *text = all_records (&length);
  int master = test_line_open (name);
  char last[64];
  guint num = 0;

  test_daemon_start (daemon);
  taken = write_until_held_back (master, text, length);
  g_test_message ("held back behind %zu of %zu bytes, peak memory %" G_GINT64_FORMAT, taken, length,
                  peak_memory (daemon));
  g_assert_cmpuint (taken, <, length / 2);
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (peak_memory (daemon), <, 32 * 1024 * 1024);
  g_assert_true (g_file_set_contents (go, "", 0, NULL));
  test_line_write (master, text + taken, length - taken);
  test_record_write_csv (last, RECORDS - 1);
  test_csv_await (csv, last);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (master);

  test_csv_each (csv, check_record, &num);
  g_assert_cmpuint (num, ==, RECORDS);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "stalled", "drops"), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "stalled", "safe"), ==, RECORDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/full/drop", test_drop);
  g_test_add_func ("/proof/full/block", test_block);
  return g_test_run ();
}
