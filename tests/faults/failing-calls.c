/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* failing-calls.c - proof: whichever call that makes a file fails, each record arrives once, in
 * order, without a restart
 *
 * The short form takes some of the calls by chance where another case takes all of them. */
#include "../integration/daemons.h"

#define N_RECORDS 300
#define CALLS_MAX 2000
#define PATIENCE "30" /* s */

/* what is between the source and the file of records */
typedef struct {
  const char *path;  /* of the test */
  const char *below; /* calls fail for files below it */
  const char *sinks;
  int error;
  int in_a_row;
  int step; /* in the short form: one call of so many */
} Case;

#define CSV "[sink file]\nplugin=csv\npath=DIR/out/records.csv\nretry-first=1ms\n" TEST_COLUMNS
#define STORE "[sink store]\nplugin=buffer\nwhen-full=block\nretry-first=1ms\n"
#define SOURCE \
  "[source line]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nchunk=700\nframer=lines\n" \
  "schema=pv200\n[framer lines]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"

static const Case cases[] = {
  { "/faults/calls/csv/no-space", "out", CSV "when-full=block\n", ENOSPC, 1, 1 },
  { "/faults/calls/csv/no-space-thrice", "out", CSV "when-full=block\n", ENOSPC, 3, 1 },
  { "/faults/calls/csv/input-output", "out", CSV "when-full=block\n", EIO, 1, 1 },
  { "/faults/calls/csv/read-only", "out", CSV "when-full=block\n", EROFS, 1, 1 },
  { "/faults/calls/store/no-space", "state/buffer", STORE CSV, ENOSPC, 1, 1 },
  { "/faults/calls/store/no-space-thrice", "state/buffer", STORE CSV, ENOSPC, 3, 6 },
  { "/faults/calls/store/input-output", "state/buffer", STORE CSV, EIO, 1, 6 },
  { "/faults/calls/store/read-only", "state/buffer", STORE CSV, EROFS, 3, 6 },
  { "/faults/calls/store/csv/no-space", "out", STORE CSV, ENOSPC, 1, 1 },
  { "/faults/calls/csv/position/no-space", "state/sinks", CSV "when-full=block\n", ENOSPC, 1, 1 },
};

static void
write_input (TestDaemon *daemon)
{
  g_autofree char *path = test_path (daemon, "input");
  g_autofree char *out = test_path (daemon, "out");
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_RECORDS; i++)
    {
      char record[64];

      test_record_write (record, i);
      g_string_append (text, record);
    }
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  g_assert_cmpint (g_mkdir (out, 0700), ==, 0);
}

static void
set_number (GSubprocessLauncher *launcher, const char *name, int number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  g_subprocess_launcher_setenv (launcher, name, text, TRUE);
}

static GSubprocess *
start (TestDaemon *daemon, const Case *the, int call)
{
  g_autoptr (GSubprocessLauncher)
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *config = test_path (daemon, "leat.conf");
  g_autofree char *below = test_path (daemon, the->below);
  g_autofree char *told = test_path (daemon, "told");
  g_autofree char *modules = g_strconcat (g_getenv ("LEAT_FIXTURES"), ":",
                                          g_getenv ("LEAT_PLUGINS"), NULL);
  const char *const command[] = {
    "timeout",  "-s",   "KILL",       PATIENCE,           g_getenv ("LEATD_COMMAND"),
    "--config", config, "--bus=none", "--exit-when-done", NULL
  };
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "LEAT_PLUGIN_PATH", modules, TRUE);
  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("LEAT_FAIL_CALLS"), TRUE);
  g_subprocess_launcher_setenv (launcher, "LEAT_FAIL_PATH", below, TRUE);
  g_subprocess_launcher_setenv (launcher, "LEAT_FAIL_TOLD", told, TRUE);
  set_number (launcher, "LEAT_FAIL_FROM", call);
  set_number (launcher, "LEAT_FAIL_COUNT", the->in_a_row);
  set_number (launcher, "LEAT_FAIL_ERROR", the->error);
  process = g_subprocess_launcher_spawnv (launcher, command, &error);
  g_assert_no_error (error);
  return process;
}

static void
expect_line (const char *line, gpointer user_data)
{
  guint *num = user_data;
  char expected[64];

  test_record_write_csv (expected, *num);
  g_assert_true (g_str_has_prefix (line, expected));
  *num += 1;
}

/* was there such a call at all? */
static gboolean
survive (const Case *the, int call)
{
  g_autofree char *text = g_strconcat (SOURCE, the->sinks, NULL);
  g_autoptr (TestDaemon) daemon = test_daemon_new (text);
  g_autofree char *told = test_path (daemon, "told");
  g_autofree char *csv = test_path (daemon, "out/records.csv");
  g_autofree char *log = NULL;
  g_autoptr (GSubprocess) process = NULL;
  guint num = 0;

  write_input (daemon);
  process = start (daemon, the, call);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &log, NULL);
  if (!g_subprocess_get_if_exited (process) || g_subprocess_get_exit_status (process) != 0)
    g_error ("call %d: leatd did not come to its end:\n%s", call, log);
  test_csv_each (csv, expect_line, &num);
  if (num != N_RECORDS)
    g_error ("call %d: %u records of %d:\n%s", call, num, N_RECORDS, log);
  return g_file_test (told, G_FILE_TEST_EXISTS);
}

static int
get_step (const Case *the)
{
  if (g_test_slow ())
    return 1;
  return g_getenv ("LEAT_SANITIZED") != NULL ? 3 * the->step : the->step;
}

static void
test_calls (gconstpointer data)
{
  const int step = get_step (data);
  int call = g_test_rand_int_range (1, step + 1);
  guint n_calls = 0;

  for (; survive (data, call); call += step)
    {
      n_calls++;
      g_assert_cmpint (call, <, CALLS_MAX);
    }
  g_assert_cmpint (n_calls, >, 0);
  g_test_message ("%u calls failed in turn, of about %d", n_calls, call - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_calls);
  return g_test_run ();
}
