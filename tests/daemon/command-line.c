/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command-line.c - tests what leatd understands of its command line */
#include "leatd-command-line.h"
#include "scratch.h"
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  const char *name;
  const char *arguments;
  const char *text; /* without "leatd: " and the way to --help */
} Case;

static const Case faults[] = {
  { "none", "", "--config FILE is missing" },
  { "unknown", "--config a --frob", "Unknown option --frob" },
  { "no-value", "--config", "Missing argument for --config" },
  { "word", "--config a start", "\"start\" is no option" },
  { "bus", "--config a --bus=train", "--bus=train: system, session, none or an address is right" },
  { "log-level", "--config a --log-level loud",
    "--log-level=loud: error, warning, info or debug is right" },
  { "check-done", "--config a --check --once",
    "--check goes without --once and --balance" },
  { "check-balance", "--config a --check --balance b",
    "--check goes without --once and --balance" },
};

static gboolean
parse (const char *arguments, LeatdCommandLine *line, LeatdExit *code)
{
  g_autofree char *all = g_strconcat ("leatd ", arguments, NULL);
  g_auto (GStrv) words = NULL;
  g_autofree char **argv = NULL;
  int argc;

  g_assert_true (g_shell_parse_argv (all, &argc, &words, NULL));
  /* GOption takes words out of the array */
  argv = g_memdup2 (words, sizeof *words * (gsize) (argc + 1));
  return leatd_command_line_parse (line, argc, argv, code);
}

static void
test_command_line_fault (gconstpointer data)
{
  const Case *test = data;
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "stderr", NULL);
  g_autofree char *expected = g_strdup_printf ("leatd: %s; leatd --help says what there is\n",
                                               test->text);
  g_autofree char *said = NULL;
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      LeatdCommandLine line = { 0 };
      LeatdExit code = LEATD_EXIT_OK;

      if (!freopen (path, "w", stderr) || parse (test->arguments, &line, &code))
        _exit (99);
      fflush (stderr);
      _exit ((int) code);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_file_get_contents (path, &said, NULL, NULL);
  g_assert_cmpstr (said, ==, expected);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, LEATD_EXIT_USAGE);
}

static void
test_command_line_all (void)
{
  LeatdCommandLine line = { 0 };
  LeatdExit code = LEATD_EXIT_FAILED;

  g_assert_true (
      parse ("--config a.conf --plugin-path /p --plugin-path=/q --schema-path /s --bus=none "
             "--log-level debug --balance b.json --exit-when-done",
             &line, &code));
  g_assert_cmpstr (line.config, ==, "a.conf");
  g_assert_cmpuint (g_strv_length (line.plugin_path), ==, 2);
  g_assert_cmpstr (line.plugin_path[0], ==, "/p");
  g_assert_cmpstr (line.plugin_path[1], ==, "/q");
  g_assert_cmpstr (line.schema_path[0], ==, "/s");
  g_assert_cmpstr (line.log_level, ==, "debug");
  g_assert_cmpstr (line.balance, ==, "b.json");
  g_assert_true (line.exit_when_done);
  g_assert_cmpstr (line.bus, ==, "none");
  g_assert_false (line.check);
  leatd_command_line_clear (&line);
}

static void
test_command_line_least (void)
{
  LeatdCommandLine line = { 0 };
  LeatdExit code = LEATD_EXIT_FAILED;

  g_assert_true (parse ("-c a.conf --check", &line, &code));
  g_assert_true (line.check);
  g_assert_null (line.plugin_path);
  g_assert_null (line.log_level);
  g_assert_cmpstr (line.bus, ==, "system");
  leatd_command_line_clear (&line);
}

static void
test_command_line_bus (gconstpointer bus)
{
  LeatdCommandLine line = { 0 };
  LeatdExit code = LEATD_EXIT_FAILED;
  g_autofree char *arguments = g_strdup_printf ("-c a.conf --bus=%s", (const char *) bus);

  g_assert_true (parse (arguments, &line, &code));
  g_assert_cmpstr (line.bus, ==, bus);
  leatd_command_line_clear (&line);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/command-line/fault/", faults[i].name, NULL);

      g_test_add_data_func (path, &faults[i], test_command_line_fault);
    }
  g_test_add_func ("/command-line/all", test_command_line_all);
  g_test_add_func ("/command-line/least", test_command_line_least);
  g_test_add_data_func ("/command-line/bus/session", "session", test_command_line_bus);
  g_test_add_data_func ("/command-line/bus/address", "unix:path=/run/bus", test_command_line_bus);
  return g_test_run ();
}
