/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-line.c - 2,000,000 records over a line, in pieces of any size: each once, in order, digit
 * for digit */
#include "daemons.h"

#define RECORDS 2000000
#define PIECE_MAX 9000

typedef struct {
  int master;
  gsize sent;
} Machine;

/* pieces of random sizes, so that read() cuts records anywhere */
static gpointer
send_records (gpointer data)
{
  Machine *self = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GString) text = g_string_new (NULL);
  char record[64];

  for (guint num = 0; num < RECORDS || text->len > 0;)
    {
      gsize piece = (gsize) g_rand_int_range (random, 1, PIECE_MAX);

      while (text->len < piece && num < RECORDS)
        g_string_append_len (text, record, test_record_write (record, num++));
      piece = MIN (piece, text->len);
      test_line_write (self->master, text->str, piece);
      g_string_erase (text, 0, (gssize) piece);
      self->sent += piece;
    }
  return NULL;
}

static void
check_record (const char *line, gpointer user_data)
{
  guint *num = user_data;
  char expected[64];

  test_record_write_csv (expected, *num);
  g_assert_cmpstr (line, ==, expected);
  ++*num;
}

static void
test_line (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "[source camera]\nplugin=serial\ndevice=DIR/camera\nframer=cr\nschema=pv200\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink file]\nplugin=csv\npath=DIR/camera.csv\nwhen-full=block\n" TEST_COLUMNS);
  g_autofree char *name = test_path (daemon, "camera");
  g_autofree char *csv = test_path (daemon, "camera.csv");
  Machine machine = { .master = test_line_open (name) };
  char last[64];
  guint num = 0;

  test_daemon_start (daemon);
  test_daemon_await (daemon, "camera: running");
  g_thread_join (g_thread_new ("machine", send_records, &machine));
  test_record_write_csv (last, RECORDS - 1);
  test_csv_await (csv, last);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (machine.master);

  test_csv_each (csv, check_record, &num);
  g_assert_cmpuint (num, ==, RECORDS);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "camera", "bytes"), ==, machine.sent);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "camera", "rejects"), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "file", "safe"), ==, RECORDS);
  test_daemon_check_bytes (daemon, "camera");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/line", test_line);
  return g_test_run ();
}
