/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-floods.c - floods of what is no record: bounded memory, counted rejects, and the next good
 * frame is found */
#include "daemons.h"

#define MEMORY_MAX (48 * 1024) /* KiB: the rejects wait in 16 MiB, beside buffers of frames */

typedef struct {
  const char *path;
  gsize length; /* bytes of it before the good record */
  int byte;     /* -1: random ones */
} Case;

static const Case cases[] = {
  { "/proof/floods/frame-of-100-MB", 100000000, 'x' },
  { "/proof/floods/nul", 100000000, 0 },
  { "/proof/floods/ff", 100000000, 0xff },
  { "/proof/floods/random", 4000000, -1 },
};

static void
write_input (TestDaemon *daemon, const Case *a_case, guint good)
{
  g_autofree char *path = test_path (daemon, "input");
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree char *block = g_malloc (1000000);
  FILE *file = fopen (path, "w");
  char record[64];

  g_assert_nonnull (file);
  for (gsize written = 0; written < a_case->length; written += 1000000)
    {
      for (guint i = 0; i < 1000000; i++)
        block[i] = (char) (a_case->byte >= 0 ? a_case->byte : g_rand_int_range (random, 0, 256));
      g_assert_cmpuint (fwrite (block, 1000000, 1, file), ==, 1);
    }
  fputs ("\r\n", file);
  test_record_write (record, good);
  fputs (record, file);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_flood (gconstpointer data)
{
  const Case *a_case = data;
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "rejects-size=1M\n"
      "[source flood]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nframer=cr\nschema=pv200\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink file]\nplugin=csv\npath=DIR/flood.csv\n" TEST_COLUMNS);
  g_autofree char *csv = test_path (daemon, "flood.csv");
  gint64 memory, rejects;
  char last[64];

  write_input (daemon, a_case, 7);
  test_daemon_start (daemon);
  test_record_write_csv (last, 7);
  test_csv_await (csv, last);
  memory = test_daemon_get_memory (daemon, "VmHWM");
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);

  rejects = test_daemon_count (daemon, "sources", "flood", "rejects");
  g_test_message ("%" G_GINT64_FORMAT " KiB at the most, %" G_GINT64_FORMAT " rejects", memory,
                  rejects);
  g_assert_cmpint (rejects, >, 0);
  g_assert_cmpint (test_daemon_count (daemon, "rejects", NULL, "kept") +
                       test_daemon_count (daemon, "rejects", NULL, "lost"),
                   ==, rejects);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "flood", "bytes"), >, a_case->length);
  test_daemon_check_bytes (daemon, "flood");
  if (g_getenv ("LEAT_SANITIZED") == NULL)
    g_assert_cmpint (memory, <, MEMORY_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_flood);
  return g_test_run ();
}
