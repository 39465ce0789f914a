/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness.c - tests that leat-harness finds what is broken, and nothing in what is sound */
#include "../daemon/scratch.h"
#include <string.h>

/* crashes are told by a signal, or by what a sanitizer does of it */
#define CRASH "crashes|ends the process"

typedef struct {
  const char *module;
  const char *check;
  const char *said; /* a pattern; NULL: ok */
} Case;

static const Case cases[] = {
  { "framers", "framer/is-sound/contract", NULL },
  { "framers", "framer/is-sound/cuts", NULL },
  { "framers", "framer/reads-beyond/contract", CRASH },
  { "framers", "framer/writes-input/contract", CRASH },
  { "framers", "framer/uses-nothing/contract", "a frame with used = 0 of" },
  { "framers", "framer/gives-no-reason/contract", "gave BAD without a reason" },
  { "framers", "framer/waits-at-the-end/contract", "gave MORE at an end" },
  { "framers", "framer/strays/contract", "neither in the used bytes nor in scratch" },
  { "framers", "framer/takes-what-there-is/cuts", "the frames depend on how the bytes are cut" },
  { "framers", "framer/finds-too-far/contract", "find\\(\\) gave \\d+ of \\d+ bytes" },
  { "sinks", "sink/opens-too-much/life", "\\d+ descriptors are open that close\\(\\) did not" },
  { "sinks", "sink/fails-silently/life", "open\\(\\) failed and set no error" },
  { "sinks", "sink/takes-too-many/many", "write\\(\\) took 5001 records of 5000" },
  { "sinks", "sink/takes-nothing/singly", "gave TRUE and took nothing" },
  { "sinks", "sink/takes-and-complains/values",
    "write\\(\\) gave TRUE and set an error: it hurts" },
  { "sinks", "sink/refuses-silently/thread", "write\\(\\) failed and set no error" },
  { "sinks", "sink/promises-too-much/singly",
    "flush\\(\\) calls 2 records safe, of 1 that were taken" },
  { "sinks", "sink/crashes/options/number", CRASH },
  { "sinks", "sink/crashes/options/text", NULL },
  { "sinks", "sink/crashes/life", NULL },
  { "sinks", "sink/is-silent/options/text", "init\\(\\) failed and set no error" },
  { "sources", "source/starts-silently/life", "start\\(\\) failed and set no error" },
  { "sources", "source/leaves-open/life", "descriptors are open that stop\\(\\) did not close" },
  { "sources", "source/works-late/life", "notes an event after its stop\\(\\) has come back" },
  { "sources", "source/never-answers/commands", "was answered 0 times; once is right" },
  { "sources", "source/answers-twice/commands", "was answered 2 times; once is right" },
  { "sources", "source/rejects-silently/frames", "gave REJECTED and set no error" },
  { "sources", "source/takes-and-complains/frames", "set an error and did not give REJECTED" },
};

/* what it answers; @said: (nullable) (out): on stderr */
static char *
run_harness (const char *const *arguments, char **said, int *status)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *answer = NULL;

  g_strv_builder_add (builder, g_getenv ("LEAT_HARNESS"));
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                   (said != NULL ? G_SUBPROCESS_FLAGS_STDERR_PIPE
                                                 : G_SUBPROCESS_FLAGS_STDERR_SILENCE),
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &answer, said, &error);
  g_assert_no_error (error);
  *status = g_subprocess_get_exit_status (process);
  return answer;
}

static void
test_broken (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *module = g_strdup_printf ("%s/broken-%s.so", g_getenv ("LEAT_BROKEN_FIXTURES"),
                                             c->module);
  const char *const arguments[] = { "--rounds=20", "--only", c->check, module, NULL };
  g_autofree char *line = g_strdup_printf ("%sok 1 - %s\n", c->said != NULL ? "not " : "",
                                           c->check);
  int status;
  g_autofree char *answer = run_harness (arguments, NULL, &status);

  g_assert_nonnull (strstr (answer, line));
  g_assert_true (g_str_has_prefix (answer, "1..1\n"));
  g_assert_cmpint (status, ==, c->said == NULL ? 0 : 1);
  if (c->said != NULL && !g_regex_match_simple (c->said, answer, 0, 0))
    g_error ("\"%s\" is not in: %s", c->said, answer);
}

/* (transfer full): of one of ours */
static char *
find_module (const char *name)
{
  g_auto (GStrv) folders = g_strsplit (g_getenv ("LEAT_PLUGINS"), ":", -1);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *folder = g_path_get_basename (folders[i]);

      if (strcmp (folder, name) == 0)
        return g_strdup_printf ("%s/leat-%s.so", folders[i], name);
    }
  g_error ("there is no module %s", name);
}

/* nothing is wrong, and all is tried: @config has what it needs */
static void
assert_sound (const char *name, const char *config)
{
  g_autofree char *module = find_module (name);
  const char *const arguments[] = { "--rounds=5", module, "--config", config, NULL };
  int status;
  g_autofree char *answer = run_harness (arguments, NULL, &status);

  if (status != 0 || strstr (answer, "# SKIP") != NULL)
    g_error ("%s: %s", name, answer);
}

static char *
get_config (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".conf", NULL);

  return g_test_build_filename (G_TEST_DIST, "tests", "fixtures", "harness", file, NULL);
}

static void
test_sound (gconstpointer name)
{
  g_autofree char *config = get_config (name);

  assert_sound (name, config);
}

/* what the key file has for @word is known here alone */
static void
assert_sound_with (const char *name, const char *word, const char *value)
{
  g_autofree char *folder = g_dir_make_tmp ("harness-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "harness.conf", NULL);
  g_autofree char *template = get_config (name);
  g_autofree char *text = NULL;
  g_autoptr (GString) config = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (template, &text, NULL, &error);
  g_assert_no_error (error);
  config = g_string_new (text);
  g_string_replace (config, word, value, 0);
  g_file_set_contents (path, config->str, -1, &error);
  g_assert_no_error (error);
  assert_sound (name, path);
  g_remove (path);
  g_rmdir (folder);
}

/* with a service that takes what it is sent */
static void
test_rest (void)
{
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess)
      service = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE,
                                  &error, g_getenv ("LEAT_FAKE_SERVICE"), "any", NULL);
  g_autoptr (GDataInputStream) lines = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (service));
  port = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_sound_with ("rest", "PORT", port);
  g_output_stream_close (g_subprocess_get_stdin_pipe (service), NULL, NULL);
  g_subprocess_wait (service, NULL, NULL);
}

/* with a program that takes records, the sample of one */
static void
test_exec (void)
{
  g_autofree char *program = g_test_build_filename (G_TEST_DIST, "plugins", "exec", "examples",
                                                    "ledger.py", NULL);

  assert_sound_with ("exec", "LEDGER", program);
}

/* what only a key file can give is asked for, check by check */
static void
test_without_config (void)
{
  g_autofree char *module = find_module ("pictures");
  const char *const arguments[] = { "--rounds=5", module, NULL };
  int status;
  g_autofree char *answer = run_harness (arguments, NULL, &status);

  if (strstr (answer, "not ok") != NULL ||
      strstr (answer, "source/pictures/records # SKIP") == NULL)
    g_error ("%s", answer);
}

/* in a folder of its own */
static void
test_pictures (void)
{
  static const char *const folders[] = { "stored/.incoming", "stored", NULL };
  g_autofree char *place = g_dir_make_tmp ("harness-XXXXXX", NULL);
  g_autofree char *pushed = g_build_filename (place, "pushed", NULL);

  g_assert_cmpint (g_mkdir (pushed, 0700), ==, 0);
  assert_sound_with ("pictures", "PLACE", place);
  scratch_remove (pushed);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (place, folders[i], NULL);

      g_assert_cmpint (g_rmdir (folder), ==, 0);
    }
}

static void
test_wrong_use (void)
{
  static const struct {
    const char *arguments[4];
    const char *said;
  } uses[] = {
    { { NULL }, "leat-harness: one module is wanted, or a program: leat-harness MODULE.so, " },
    { { "--rounds=0", "x.so" }, "leat-harness: --rounds: 1 is the least\n" },
    { { "/nonexistent/x.so" }, "leat-harness: /nonexistent/x.so: cannot open shared object" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autofree char *said = NULL;
      int status;
      g_autofree char *answer = run_harness (uses[i].arguments, &said, &status);

      g_assert_cmpstr (answer, ==, "");
      g_assert_cmpint (status, ==, 1);
      g_assert_true (g_str_has_prefix (said, uses[i].said));
    }
}

/* what is lacking is said, and is no fault */
static void
test_lacking (void)
{
  g_auto (GStrv) folders = g_strsplit (g_getenv ("LEAT_PLUGINS"), ":", -1);
  g_autofree char *module = NULL;
  const char *arguments[] = { "--only=sink/csv/life", NULL, NULL };
  int status;

  for (guint i = 0; folders[i] != NULL; i++)
    if (g_str_has_suffix (folders[i], "/csv"))
      module = g_build_filename (folders[i], "leat-csv.so", NULL);
  arguments[1] = module;
  {
    g_autofree char *answer = run_harness (arguments, NULL, &status);

    g_assert_cmpstr (answer, ==,
                     "1..1\nok 1 - sink/csv/life # SKIP path= is required: give a key "
                     "file with a group for it (--config)\n");
  }
  g_assert_cmpint (status, ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const sound[] = { "framers", "serial", "socket", "file", "csv", "buffer",
                                       "health", "websocket", "vision", "assembly", "replay" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/harness/", cases[i].check, NULL);

      g_test_add_data_func (path, &cases[i], test_broken);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autofree char *path = g_strconcat ("/harness/ours/", sound[i], NULL);

      g_test_add_data_func (path, sound[i], test_sound);
    }
  g_test_add_func ("/harness/ours/rest", test_rest);
  g_test_add_func ("/harness/ours/exec", test_exec);
  g_test_add_func ("/harness/ours/pictures", test_pictures);
  g_test_add_func ("/harness/ours/pictures-without-config", test_without_config);
  g_test_add_func ("/harness/wrong-use", test_wrong_use);
  g_test_add_func ("/harness/lacking", test_lacking);
  return g_test_run ();
}
