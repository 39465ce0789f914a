/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-peers.c - cases in which other collectors lose records */
#include "daemons.h"

/* a port that comes back is seen to come: none waits so long for the next try */
#define RETRY 60 /* seconds */

#define CONFIG \
  "[source camera]\nplugin=serial\ndevice=DIR/camera\nframer=cr\nschema=pv200\n" \
  "retry-first=" G_STRINGIFY (RETRY) "s\nretry-longest=" G_STRINGIFY (RETRY) "s\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[sink file]\nplugin=csv\npath=DIR/camera.csv\n" TEST_COLUMNS

typedef struct {
  TestDaemon *daemon;
  char *name;
  char *csv;
  int master;
  guint next;    /* number of the next record to be sent */
  guint checked; /* number of the next record to be found */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->daemon = test_daemon_new (CONFIG);
  fixture->name = test_path (fixture->daemon, "camera");
  fixture->csv = test_path (fixture->daemon, "camera.csv");
  fixture->master = test_line_open (fixture->name);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->master);
  test_daemon_free (fixture->daemon);
  g_free (fixture->name);
  g_free (fixture->csv);
}

static void
send_records (Fixture *fixture, guint n_records)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char record[64];

  for (guint i = 0; i < n_records; i++)
    g_string_append_len (text, record, test_record_write (record, fixture->next++));
  test_line_write (fixture->master, text->str, text->len);
}

static void
check_record (const char *line, gpointer user_data)
{
  Fixture *fixture = user_data;
  char expected[64];

  test_record_write_csv (expected, fixture->checked++);
  g_assert_cmpstr (line, ==, expected);
}

static void
check_record_but_20 (const char *line, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (fixture->checked != 20)
    {
      check_record (line, user_data);
      return;
    }
  g_assert_cmpstr (line, ==, "20,1,,2.104");
  fixture->checked++;
}

/* waits for the last one sent; then all that were sent are there, once, in order */
static void
finish (Fixture *fixture, gint64 rejects, gint64 reject_bytes)
{
  char last[64];

  test_record_write_csv (last, fixture->next - 1);
  test_csv_await (fixture->csv, last);
  g_assert_cmpint (test_daemon_stop (fixture->daemon), ==, 0);
  test_csv_each (fixture->csv, check_record, fixture);
  g_assert_cmpuint (fixture->checked, ==, fixture->next);
  g_assert_cmpint (test_daemon_count (fixture->daemon, "sources", "camera", "rejects"), ==,
                   rejects);
  g_assert_cmpint (test_daemon_count (fixture->daemon, "sources", "camera", "reject_bytes"), ==,
                   reject_bytes);
  g_assert_cmpint (test_daemon_count (fixture->daemon, "rejects", NULL, "kept"), ==, rejects);
  test_daemon_check_bytes (fixture->daemon, "camera");
}

/* what waits in the port is read, not flushed */
static void
test_waiting_at_open (Fixture *fixture, gconstpointer data)
{
  send_records (fixture, 40);
  test_daemon_start (fixture->daemon);
  finish (fixture, 0, 0);
}

/* One record has a NUL in a number: it is there, in its place, without that number and with its
 * text; the others are whole. */
static void
test_nul_in_a_record (Fixture *fixture, gconstpointer data)
{
  static const char bad[] = "18/10/13,14:03:22, 20, 1,1.\0"
                            "30,2.104,\r\n";
  char last[64];

  test_daemon_start (fixture->daemon);
  send_records (fixture, 20);
  test_line_write (fixture->master, bad, sizeof bad - 1);
  fixture->next++;
  send_records (fixture, 20);
  test_record_write_csv (last, fixture->next - 1);
  test_csv_await (fixture->csv, last);
  g_assert_cmpint (test_daemon_stop (fixture->daemon), ==, 0);
  g_assert_cmpuint (test_csv_each (fixture->csv, check_record_but_20, fixture), ==, 41);
  g_assert_cmpint (test_daemon_count (fixture->daemon, "sources", "camera", "rejects"), ==, 0);
  test_daemon_check_bytes (fixture->daemon, "camera");
}

static void
test_noise (Fixture *fixture, gconstpointer data)
{
  g_autofree char *noise = g_strnfill (20000, '\xff');

  test_daemon_start (fixture->daemon);
  send_records (fixture, 10);
  test_line_write (fixture->master, noise, 20000);
  test_line_write (fixture->master, "\r\n", 2);
  send_records (fixture, 10);
  finish (fixture, 1, 20001);
}

static void
test_records_in_tens (Fixture *fixture, gconstpointer data)
{
  test_daemon_start (fixture->daemon);
  for (guint i = 0; i < 100; i++)
    send_records (fixture, 10);
  finish (fixture, 0, 0);
}

static gboolean
on_two_seconds (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* the adapter is pulled out, and put back two seconds later: it is read within the next one */
static void
test_unplugged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  char last[64];
  gint64 back;

  test_daemon_start (fixture->daemon);
  send_records (fixture, 10);
  test_record_write_csv (last, fixture->next - 1);
  test_csv_await (fixture->csv, last);
  close (fixture->master);
  g_assert_cmpint (g_unlink (fixture->name), ==, 0);
  test_daemon_await (fixture->daemon, "camera: absent");
  g_timeout_add_seconds (2, on_two_seconds, loop);
  g_main_loop_run (loop);

  fixture->master = test_line_open (fixture->name);
  back = g_get_monotonic_time ();
  test_daemon_await (fixture->daemon, "camera: running");
  back = g_get_monotonic_time () - back;
  g_test_message ("read again after %" G_GINT64_FORMAT " ms", back / 1000);
  g_assert_cmpint (back, <, RETRY / 2 * G_USEC_PER_SEC);
  send_records (fixture, 10);
  finish (fixture, 0, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/proof/peers/waiting-at-open", test_waiting_at_open);
  ADD ("/proof/peers/nul-in-a-record", test_nul_in_a_record);
  ADD ("/proof/peers/noise", test_noise);
  ADD ("/proof/peers/records-in-tens", test_records_in_tens);
  ADD ("/proof/peers/unplugged", test_unplugged);
  return g_test_run ();
}
