/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-program.c - tests that leat-harness exec finds what is broken in programs, and nothing in
 * our examples */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const char *fault;
  const char *check;
  const char *said; /* a pattern of the line behind "not ok" */
} Case;

static const Case cases[] = {
  { "says-no-hello", "exec/hello", "begins with \"ack\", and not with \"hello\"" },
  { "prints", "exec/hello", "writes a line that is no message" },
  { "floods", "exec/hello", "writes a line of more than 65536 bytes" },
  { "is-of-another-version", "exec/hello", "speaks version 2, and not 1" },
  { "answers-strangers", "exec/records",
    "answers for \"somebody/else/1\", which it was not given" },
  { "answers-twice", "exec/records", "answers twice for \"harness/" },
  { "gives-no-reason", "exec/singly", "refuses a record without a reason" },
  { "dies", "exec/records",
    "ends while \\d+ of \\d+ records are not answered|closes its standard input, or ends" },
  { "is-silent", "exec/again", "50 of 50 records are not answered at the flush: it says nothing" },
  { "knows-everything", "exec/unknown", "are not answered|closes its standard input" },
  { "complains", "exec/stop", "ends with status 3 when it is to stop" },
  { "stays", "exec/input-ends", "does not end within 10 s of the end of its input" },
};

/* its answer; @words: as a shell would read them */
static char *
run_harness (const char *words, int *status)
{
  g_autofree char *command = g_strconcat (g_getenv ("LEAT_HARNESS"), " ", words, NULL);
  g_autoptr (GError) error = NULL;
  char *answer = NULL;

  g_spawn_command_line_sync (command, &answer, NULL, status, &error);
  g_assert_no_error (error);
  return answer;
}

static void
test_broken (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *program = g_test_build_filename (G_TEST_DIST, "tests", "sdk",
                                                    "harness-program.py", NULL);
  g_autofree char *words = g_strdup_printf ("--only %s exec /usr/bin/python3 '%s' %s", test->check,
                                            program, test->fault);
  g_autofree char *pattern = g_strdup_printf ("^not ok 1 - %s\n# .*(%s)", test->check, test->said);
  int status;
  g_autofree char *answer = run_harness (words, &status);

  if (!g_regex_match_simple (pattern, answer, G_REGEX_MULTILINE, 0))
    g_error ("%s", answer);
  g_assert_false (g_spawn_check_wait_status (status, NULL));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      g_unlink (below);
    }
  g_rmdir (path);
}

/* the examples: nothing is wrong, and @check is not left out */
static void
try_example (const char *name, const char *argument, const char *check)
{
  g_autofree char *program = g_test_build_filename (G_TEST_DIST, "plugins", "exec", "examples",
                                                    name, NULL);
  g_autofree char *folder = g_dir_make_tmp ("leat-harness-XXXXXX", NULL);
  g_autofree char *measurements = g_build_filename (folder, "measurements", NULL);
  g_autofree char *words = g_strdup_printf ("exec /usr/bin/python3 '%s' %s/%s", program, folder,
                                            argument);
  g_autofree char *wanted = g_strdup_printf (" - %s\n", check);
  int status;
  g_autofree char *answer = NULL;

  g_assert_true (g_file_set_contents (measurements, "A1 1.730\nA2 2.104\nA3\n", -1, NULL));
  answer = run_harness (words, &status);
  if (!g_spawn_check_wait_status (status, NULL) || strstr (answer, wanted) == NULL)
    g_error ("%s", answer);
  remove_folder (folder);
}

static void
test_sink (void)
{
  try_example ("ledger.py", "ledger.db", "exec/records");
  g_assert_nonnull (g_getenv ("LEAT_HARNESS"));
}

static void
test_source (void)
{
  try_example ("gauge.py", "", "exec/given");
  g_assert_nonnull (g_getenv ("LEAT_HARNESS"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/harness-program/", cases[i].fault, NULL);

      g_test_add_data_func (path, &cases[i], test_broken);
    }
  g_test_add_func ("/harness-program/sink", test_sink);
  g_test_add_func ("/harness-program/source", test_source);
  return g_test_run ();
}
