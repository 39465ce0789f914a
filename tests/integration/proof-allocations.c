/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-allocations.c - no record is allocated alone: what a batch and a flush allocate is bounded,
 * however many records they hold */
#include "daemons.h"

/* what is measured lies between a few records and so many */
#define FEW 2000
#define MANY 100000

/* Measured: 12 for a batch of a file, 10 for one of a line; a flush counts as one. An allocation
 * for each record would add a thousand to that. */
#define PER_BATCH_MAX 24

#define TAIL \
  "framer=cr\nschema=pv200\n[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[sink file]\nplugin=csv\npath=DIR/taken.csv\n" TEST_COLUMNS

typedef struct {
  gint64 allocations;
  gint64 batches; /* and flushes */
} Cost;

static GString *
make_records (guint n_records)
{
  GString *text = g_string_new (NULL);
  char record[64];

  for (guint num = 1; num <= n_records; num++)
    g_string_append_len (text, record, test_record_write (record, num));
  return text;
}

/* the daemon tells last: it outlives the child in which it tries its modules */
static gint64
read_allocations (const TestDaemon *daemon)
{
  const char *told = g_strrstr (daemon->log->str, "allocations: ");

  g_assert_nonnull (told);
  return g_ascii_strtoll (told + strlen ("allocations: "), NULL, 10);
}

static Cost
measure (gboolean line, guint n_records)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      line ? "[source m]\nplugin=serial\ndevice=DIR/input\n" TAIL
           : "[source m]\nplugin=fixture-reader\ndevice=fixture://DIR/input\n" TAIL);
  g_autoptr (GString) records = make_records (n_records);
  g_autofree char *input = test_path (daemon, "input");
  g_autofree char *taken = test_path (daemon, "taken.csv");
  char last[64];
  int master = line ? test_line_open (input) : -1;

  test_record_write_csv (last, n_records);
  if (!line)
    g_assert_true (g_file_set_contents (input, records->str, (gssize) records->len, NULL));
  test_daemon_start (daemon);
  if (line)
    test_line_write (master, records->str, records->len);
  test_csv_await (taken, last);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  g_assert_cmpint (test_daemon_count (daemon, "sinks", "file", "safe"), ==, n_records);
  if (line)
    close (master);
  return (Cost) { read_allocations (daemon),
                  test_daemon_count (daemon, "sources", "m", "batches") +
                      test_daemon_count (daemon, "sinks", "file", "flushes") };
}

static void
test_allocations (gconstpointer line)
{
  Cost few, many;
  gint64 allocations, batches;

  if (g_getenv ("LEAT_SANITIZED") != NULL)
    {
      g_test_skip ("a sanitizer has its own malloc()");
      return;
    }
  few = measure (line != NULL, FEW);
  many = measure (line != NULL, MANY);
  allocations = many.allocations - few.allocations;
  batches = many.batches - few.batches;
  g_test_message ("%" G_GINT64_FORMAT " allocations more for %u records and %" G_GINT64_FORMAT
                  " batches and flushes more",
                  allocations, MANY - FEW, batches);
  g_assert_cmpint (batches, >, 0);
  g_assert_cmpint (allocations, <=, PER_BATCH_MAX * batches);
  g_assert_cmpint (batches * PER_BATCH_MAX, <, MANY - FEW); /* or one a record would not be seen */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("LD_PRELOAD", g_getenv ("LEAT_COUNT_ALLOCATIONS_LIBRARY"), TRUE);
  g_test_add_data_func ("/proof/allocations/file", NULL, test_allocations);
  g_test_add_data_func ("/proof/allocations/line", "line", test_allocations);
  return g_test_run ();
}
