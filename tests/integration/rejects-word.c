/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-word.c - tests leat rejects from the outside: what it takes, shows, copies, clears,
 * refuses */
#include <string.h>
#include <gio/gio.h>
#include "../daemon/scratch.h"

/* three rejects in two files, and a broken line */
static const char first[] =
    "{\"id\":1,\"time\":\"2018-10-13T06:03:22.104518000Z\",\"source\":\"camera0\","
    "\"stage\":\"framer\",\"reason\":\"no delimiter\",\"offset\":0,\"length\":3,\"raw\":\"YWJj\","
    "\"text\":\"abc\"}\n"
    "{\"id\":2,\"time\":\"2018-10-13T06:04:22.104518000Z\",\"source\":\"camera1\","
    "\"stage\":\"schema\",\"reason\":\"column 5\",\"offset\":3,\"length\":2,\"raw\":\"AP8=\","
    "\"text\":\"\\\\x00\\\\xFF\"}\n";
static const char second[] =
    "{\"id\":3,\"time\":\"2018-10-13T06:05:22.104518000Z\",\"source\":\"camera0\","
    "\"stage\":\"framer\",\"reason\":\"cut\",\"offset\":7,\"length\":0,\"raw\":\"\","
    "\"text\":\"\"}\n";

typedef struct {
  char *scratch;
  char *directory;
} Place;

static void
put_file (Place *place, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (place->directory, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
place_make (Place *place, gconstpointer data)
{
  g_autofree char *config = NULL;
  g_autofree char *text = NULL;

  place->scratch = scratch_new ();
  place->directory = g_build_filename (place->scratch, "rejects", NULL);
  g_assert_cmpint (g_mkdir (place->directory, 0700), ==, 0);
  put_file (place, "0000000001.jsonl", first);
  put_file (place, "0000000003.jsonl", second);
  config = g_build_filename (place->scratch, "leat.conf", NULL);
  text = g_strdup_printf ("[daemon]\nstate-dir=%s\n", place->scratch);
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
}

static void
place_clear (Place *place, gconstpointer data)
{
  scratch_free (place->scratch);
  g_free (place->directory);
}

/* leat rejects @words; DIR in them is the state directory; what it prints, and how it ends */
static char *
run (Place *place, const char *words, char **errors, int *status)
{
  g_autoptr (GString) line = g_string_new (words);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output;

  g_string_prepend (line, " rejects ");
  g_string_prepend (line, g_getenv ("LEAT_COMMAND"));
  g_string_replace (line, "DIR", place->scratch, 0);
  g_assert_true (g_shell_parse_argv (line->str, NULL, &arguments, NULL));
  process = g_subprocess_newv ((const char *const *) arguments,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  *status = g_subprocess_get_exit_status (process);
  return output;
}

#define HEADING                                                                          \
  "     ID TIME                 SOURCE     STAGE  REASON           LENGTH BYTES\n"
#define ROW_1 "      1 2018-10-13T06:03:22Z camera0    framer no delimiter          3 abc\n"
#define ROW_2 "      2 2018-10-13T06:04:22Z camera1    schema column 5              2 \\x00\\xFF\n"
#define ROW_3 "      3 2018-10-13T06:05:22Z camera0    framer cut                   0\n"

typedef struct {
  const char *path;
  const char *words;
  int         status;
  const char *output;
  const char *errors;
} Case;

static const Case cases[] = {
  { "/rejects/list", "list --state-dir DIR", 0, HEADING ROW_1 ROW_2 ROW_3, "" },
  { "/rejects/list/config", "list --config DIR/leat.conf", 0, HEADING ROW_1 ROW_2 ROW_3, "" },
  { "/rejects/list/source", "list --state-dir DIR --source camera1", 0, HEADING ROW_2, "" },
  { "/rejects/list/glob", "list --state-dir DIR --source '*0'", 0, HEADING ROW_1 ROW_3, "" },
  { "/rejects/list/stage", "list --state-dir DIR --stage schema", 0, HEADING ROW_2, "" },
  { "/rejects/list/since", "list --state-dir DIR --since 2018-10-13T06:04:22.1Z", 0,
    HEADING ROW_2 ROW_3, "" },
  { "/rejects/list/all-filters",
    "list --state-dir DIR --since 2018-10-13T06:04:00Z --stage framer --source camera0", 0,
    HEADING ROW_3, "" },
  { "/rejects/list/no-stage", "list --state-dir DIR --stage framr", 2, "",
    "leat rejects list: --stage: there is no stage framr; framer, schema, device and sink are "
    "right\n" },
  { "/rejects/list/none", "list --state-dir DIR --stage sink", 0, "", "no rejects\n" },
  { "/rejects/list/json",
    "list --state-dir DIR --json --stage framer --since 2018-10-13T06:05:00Z", 0, second, "" },
  { "/rejects/list/bad-time", "list --state-dir DIR --since noon", 2, "",
    "leat rejects list: --since: noon is no time; 2018-10-13 or 2018-10-13T06:03:22Z is one\n" },
  { "/rejects/list/more", "list --state-dir DIR more", 2, "",
    "leat rejects list: more: nothing more is taken here\n" },
  { "/rejects/list/option-of-another", "list --state-dir DIR --raw", 2, "",
    "leat rejects list: Unknown option --raw\n" },
  { "/rejects/list/no-directory", "list --state-dir DIR/nowhere", 1, "",
    "leat rejects list: DIR/nowhere/rejects: is no directory; --config or --state-dir tells where "
    "leatd keeps its state\n" },
  { "/rejects/show", "show 2 --state-dir DIR", 0,
    "id      2\ntime    2018-10-13T06:04:22.104518000Z\nsource  camera1\nstage   schema\n"
    "reason  column 5\noffset  3\nlength  2\n\n"
    "00000000  00 ff                                             |..|\n",
    "" },
  { "/rejects/show/not-there", "show 4 --state-dir DIR", 1, "",
    "leat rejects show: DIR/rejects: there is no reject 4; leat rejects list shows those there "
    "are\n" },
  { "/rejects/show/which", "show --state-dir DIR", 2, "",
    "leat rejects show: an id is needed; leat rejects list shows them in its first column\n" },
  { "/rejects/show/no-id", "show 0x2 --state-dir DIR", 2, "",
    "leat rejects show: 0x2: an id is needed; leat rejects list shows them in its first column\n" },
  { "/rejects/show/no-config", "show mes 2 --state-dir DIR", 2, "",
    "leat rejects show: --config FILE is needed: it says where the store is\n" },
  { "/rejects/show/no-store", "show mes 2 --config DIR/leat.conf", 1, "",
    "leat rejects show: the key file has no store\n" },
  { "/rejects/retry/no-sink", "retry --config DIR/leat.conf", 2, "",
    "leat rejects retry: a sink is needed, and ids of its refused records, or --all\n" },
  { "/rejects/retry/both", "retry mes 7 --all --config DIR/leat.conf", 2, "",
    "leat rejects retry: a sink is needed, and ids of its refused records, or --all\n" },
  { "/rejects/drop/no-ids", "drop mes --config DIR/leat.conf", 2, "",
    "leat rejects drop: a sink is needed, and ids of its refused records, or --all\n" },
  { "/rejects/drop/no-config", "drop mes --all", 2, "",
    "leat rejects drop: --config FILE is needed: it says where the store is\n" },
  { "/rejects/drop/no-store", "drop mes --all --config DIR/leat.conf", 1, "",
    "leat rejects drop: the key file has no store\n" },
  { "/rejects/export", "export --state-dir DIR --since 2018-10-13T06:05:00Z", 0, second, "" },
  { "/rejects/export/raw", "export --state-dir DIR --raw --source camera0", 0, "abc", "" },
  { "/rejects/export/no-place", "export --state-dir DIR -o DIR/nowhere/file", 1, "",
    "leat rejects export: DIR/nowhere/file: cannot be written: No such file or directory\n" },
  { "/rejects/export/full", "export --state-dir DIR -o /dev/full", 1, "",
    "leat rejects export: /dev/full: not all of it could be written\n" },
  { "/rejects/clear/not-meant", "clear --state-dir DIR", 2, "",
    "leat rejects clear: they will be gone for good: say --yes if that is meant; leat rejects "
    "export keeps a copy\n" },
  { "/rejects/clear/bad-place", "clear --state-dir DIR --before x --yes", 2, "",
    "leat rejects clear: --before: x is no time; 2018-10-13 or 2018-10-13T06:03:22Z is one\n" },
  { "/rejects/no-word", "", 2, "",
    "leat rejects: list, show, export, clear, retry or drop is needed\n" },
  { "/rejects/wrong-word", "lsit", 2, "",
    "leat rejects: list, show, export, clear, retry or drop is needed, not lsit\n" },
};

static void
assert_run (Place *place, const char *words, int status, const char *output, const char *errors)
{
  g_autoptr (GString) expected = g_string_new (errors);
  g_autofree char *found_errors = NULL;
  g_autofree char *found = NULL;
  int found_status;

  g_string_replace (expected, "DIR", place->scratch, 0);
  found = run (place, words, &found_errors, &found_status);
  g_assert_cmpstr (found_errors, ==, expected->str);
  g_assert_cmpstr (found, ==, output);
  g_assert_cmpint (found_status, ==, status);
}

static void
test_rejects_case (Place *place, gconstpointer data)
{
  const Case *c = data;

  assert_run (place, c->words, c->status, c->output, c->errors);
}

static void
test_rejects_clear (Place *place, gconstpointer data)
{
  assert_run (place, "clear --state-dir DIR --before 2 --yes", 0, "1 reject cleared\n", "");
  assert_run (place, "list --state-dir DIR", 0, HEADING ROW_2 ROW_3, "");
  assert_run (place, "clear --state-dir DIR --before 2018-10-13T06:05:00Z --yes", 0,
              "1 reject cleared\n", "");
  assert_run (place, "list --state-dir DIR", 0, HEADING ROW_3, "");
  assert_run (place, "clear --config DIR/leat.conf --yes", 0, "1 reject cleared\n", "");
  assert_run (place, "list --state-dir DIR", 0, "", "no rejects\n");
  assert_run (place, "clear --state-dir DIR --yes", 0, "0 rejects cleared\n", "");
}

static void
test_rejects_export_file (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->scratch, "copy", NULL);
  g_autofree char *copy = NULL;
  g_autofree char *whole = g_strconcat (first, second, NULL);
  gsize length;

  assert_run (place, "export --state-dir DIR -o DIR/copy", 0, "", "");
  g_assert_true (g_file_get_contents (path, &copy, &length, NULL));
  g_assert_cmpstr (copy, ==, whole);
  g_clear_pointer (&copy, g_free);

  assert_run (place, "export --state-dir DIR --raw --output DIR/copy", 0, "", "");
  g_assert_true (g_file_get_contents (path, &copy, &length, NULL));
  g_assert_cmpuint (length, ==, 5);
  g_assert_cmpint (memcmp (copy, "abc\0\xff", 5), ==, 0);
}

/* a line that is broken is named, the others are shown, and the exit code tells */
static void
test_rejects_broken (Place *place, gconstpointer data)
{
  put_file (place, "0000000003.jsonl", "rubbish\n");
  assert_run (place, "list --state-dir DIR", 1, HEADING ROW_1 ROW_2,
              "DIR/rejects/0000000003.jsonl:1: it is no JSON object; passed over\n");
}

static void
test_rejects_help (Place *place, gconstpointer data)
{
  static const char *const words[] = { "--help", "list --help", "show --help", "export --help",
                                       "clear --help", "retry --help", "drop --help" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *errors = NULL;
      g_autofree char *output = NULL;
      int status;

      output = run (place, words[i], &errors, &status);
      g_assert_cmpint (status, ==, 0);
      g_assert_cmpstr (errors, ==, "");
      g_assert_true (g_str_has_prefix (output, "Usage:"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Place, &cases[i], place_make, test_rejects_case, place_clear);
#define ADD(name, func) g_test_add ("/rejects/" name, Place, NULL, place_make, func, place_clear)
  ADD ("clear", test_rejects_clear);
  ADD ("export/file", test_rejects_export_file);
  ADD ("broken", test_rejects_broken);
  ADD ("help", test_rejects_help);
  return g_test_run ();
}
