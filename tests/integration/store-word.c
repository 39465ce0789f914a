/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store-word.c - tests leat store of a leatd that runs: on the bus, and beside it on its file */
#include "../daemon/terminals.h"
#include "bus-machine.h"

#define RECORDS 5

static const char config[] =
    "[source camera0]\nplugin=serial\ndevice=DIR/tty0\nframer=cr\nschema=pv200\n"
    "[source scale1]\nplugin=serial\ndevice=DIR/none\nframer=cr\nschema=pv200\n"
    "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
    "[sink keep]\nplugin=buffer\nmax-size=1G\n"
    "[sink archive]\nplugin=csv\npath=DIR/{source}.csv\n" TEST_COLUMNS;

/* a store with records, which its reader has had */
static void
set_up (BusMachine *self, gconstpointer data)
{
  bus_machine_set_up_with (self, data, config);
  bus_machine_measure (self, RECORDS);
}

static void
expect_lines (const char *text, guint n_expected)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, n_expected + 1);
}

static JsonObject *
read_object (BusMachine *self, JsonNode **root)
{
  g_assert_cmpstr (self->words.errors, ==, "");
  g_assert_cmpint (self->words.code, ==, 0);
  *root = json_from_string (self->words.output, NULL);
  g_assert_nonnull (*root);
  return json_node_get_object (*root);
}

/* an acknowledgement goes with the store's next commit: nothing is to have at the latest then */
static void
test_readers (BusMachine *self, gconstpointer data)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *reader;

  words_run (&self->words, "store readers");
  g_assert_true (g_str_has_prefix (self->words.output, "archive: "));
  words_run (&self->words, "store readers --json");
  reader = json_array_get_object_element (json_object_get_array_member (read_object (self, &root),
                                                                        "readers"),
                                          0);
  g_assert_cmpstr (json_object_get_string_member (reader, "name"), ==, "archive");
  g_assert_cmpint (json_object_get_int_member (reader, "again"), ==, 0);
}

/* what is in the log is not in the file yet */
static void
test_size (BusMachine *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->daemon->directory, "state", "buffer.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (JsonNode) root = NULL;
  GStatBuf file, journal;

  words_run (&self->words, "pause camera0"); /* nothing changes any more */
  words_run (&self->words, "store size --json");
  g_assert_cmpint (g_stat (path, &file), ==, 0);
  g_assert_cmpint (g_stat (log, &journal), ==, 0);
  g_assert_cmpint (journal.st_size, >, 0);
  g_assert_cmpint (json_object_get_int_member (read_object (self, &root), "size"), ==,
                   file.st_size + journal.st_size);
}

static void
test_limits (BusMachine *self, gconstpointer data)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *limits;

  words_run (&self->words, "store limits");
  g_assert_nonnull (strstr (self->words.output, "max-size=1G\n"));
  words_run (&self->words, "store limits --json");
  limits = json_object_get_object_member (read_object (self, &root), "limits");
  g_assert_cmpstr (json_object_get_string_member (limits, "max-size"), ==, "1G");
}

static void
test_check (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "store check");
  g_assert_true (g_str_has_suffix (self->words.output, "buffer.db: sound\n"));
  words_run (&self->words, "store check --json");
  g_assert_true (g_str_has_prefix (self->words.output, "{\"lines\":[\""));
}

static void
test_replay (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "store replay archive --from 2018-01-01");
  g_assert_cmpstr (self->words.errors, ==, "");
  g_assert_nonnull (strstr (self->words.output, " once more, marked as a test\n"));
  words_run (&self->words, "store replay nobody --from 2018-01-01");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_true (g_str_has_prefix (self->words.errors, "leat store replay: "));
  g_assert_nonnull (strstr (self->words.errors, "nobody: there is no such reader"));
}

static void
test_forget (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "store forget archive");
  words_expect (&self->words, 1, "",
                "leat store forget: archive: what it has still to have goes with it; say --yes if "
                "that is meant\n");
  words_run (&self->words, "store forget archive --yes"); /* it is at work */
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_cmpstr (self->words.output, ==, "");
}

/* on the bus, and on the file: the same records */
static void
test_export (BusMachine *self, gconstpointer data)
{
  g_autofree char *path = test_path (self->daemon, "leat.conf");
  g_autofree char *on_file = g_strdup_printf ("store export --config %s", path);
  g_autofree char *told = NULL;

  words_run (&self->words, "store export");
  words_expect (&self->words, 0, self->words.output, "");
  expect_lines (self->words.output, RECORDS);
  told = g_strdup (self->words.output);
  words_run (&self->words, on_file);
  words_expect (&self->words, 0, told, "");
  words_run (&self->words, "store export --source none");
  words_expect (&self->words, 0, "", "");
  words_run (&self->words, "store export --from yesterday");
  words_expect (&self->words, 1, "",
                "leat store export: yesterday: is no time; write 2018-10-13, or "
                "2018-10-13T06:03:22\n");
  words_run (&self->words, "store export --csv"); /* no method has that */
  expect_lines (self->words.output, RECORDS + 1);
}

static void
test_wrong (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "store --name archive size");
  words_expect (&self->words, 1, "", "leat store size: leatd has no store archive\n");
  words_run (&self->words, "store --json --name archive size");
  g_assert_nonnull (strstr (self->words.output, "org.leat.Leat1.Error.NotFound"));
  words_run (&self->words, "store status");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_nonnull (strstr (self->words.output, "records: 5\n"));
}

/* --- how far it is --- */

/* leat @words with the terminal as stderr, whose output goes nowhere else; what it has shown */
static void
run_on_terminal (BusMachine *self, TestTerminal *terminal, const char *words)
{
  g_autoptr (GSubprocessLauncher)
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *command = g_strconcat (g_getenv ("LEAT_COMMAND"), " ", words, NULL);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  test_terminal_forget (terminal);
  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  g_subprocess_launcher_take_stderr_fd (launcher, dup (terminal->slave));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (write (terminal->slave, "|", 1), ==, 1);
  test_terminal_await (terminal, "|");
}

/* each drawing fits into one line, and in the end there is nothing */
static void
expect_bar (TestTerminal *terminal, const char *text)
{
  g_auto (GStrv) drawn = g_strsplit (terminal->written->str, "\r", -1);
  const guint n_drawn = g_strv_length (drawn);

  g_assert_nonnull (strstr (terminal->written->str, text));
  g_assert_null (strchr (terminal->written->str, '\n'));
  g_assert_cmpuint (n_drawn, >=, 3);
  for (guint i = 0; i < n_drawn; i++)
    g_assert_cmpint (g_utf8_strlen (drawn[i], -1), <, 80);
  g_assert_cmpstr (drawn[n_drawn - 1], ==, "|");
  g_assert_cmpstr (g_strstrip (drawn[n_drawn - 2]), ==, "");
}

static void
test_progress (BusMachine *self, gconstpointer data)
{
  g_autoptr (TestTerminal) terminal = test_terminal_new (80, 24);
  g_autofree char *path = test_path (self->daemon, "leat.conf");
  g_autofree char *on_file = g_strdup_printf ("store export --config %s", path);
  g_autofree char *again = g_strdup_printf ("store replay archive --from 2018-01-01 --config %s",
                                            path);
  g_autofree char *quiet = g_strconcat (on_file, " --quiet", NULL);
  g_autofree char *json = g_strconcat (on_file, " --json", NULL);

  run_on_terminal (self, terminal, on_file);
  expect_bar (terminal, "100%");
  test_terminal_forget (terminal);
  /* what was acknowledged goes with one of the next commits */
  for (guint n = RECORDS + 1; strlen (terminal->written->str) < 3; n++)
    {
      bus_machine_measure (self, n);
      run_on_terminal (self, terminal, again);
    }
  expect_bar (terminal, "100%");
  run_on_terminal (self, terminal, "store export");
  expect_bar (terminal, "/s"); /* leatd writes line by line: how many is chance */
  run_on_terminal (self, terminal, quiet);
  g_assert_cmpstr (terminal->written->str, ==, "|");
  run_on_terminal (self, terminal, json);
  g_assert_cmpstr (terminal->written->str, ==, "|");
}

static void
add (const char *path, void (*test) (BusMachine *self, gconstpointer data))
{
  g_test_add (path, BusMachine, NULL, set_up, test, bus_machine_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/store-word/readers", test_readers);
  add ("/store-word/size", test_size);
  add ("/store-word/limits", test_limits);
  add ("/store-word/check", test_check);
  add ("/store-word/replay", test_replay);
  add ("/store-word/forget", test_forget);
  add ("/store-word/export", test_export);
  add ("/store-word/wrong", test_wrong);
  add ("/store-word/progress", test_progress);
  return g_test_run ();
}
