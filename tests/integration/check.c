/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check.c - tests leat check from the outside: what it says of files, and its exit codes */
#include "words.h"

#define MACHINE "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\n"
#define SINK "[sink k]\nplugin=fixture-picky\n"
#define PRESET "[framer]\ntype=delimiter\nsummary=Lines.\ndelimiter=|\n"
#define SCHEMA "[schema]\nname=x\nformat=csv\n[field num]\ncolumn=1\ntype=int\n"

static void
test_right (Words *words, gconstpointer data)
{
  words_write (words, "leat.conf", MACHINE);
  words_write (words, "conf.d/a.conf", SINK "[source n]\nplugin=fixture-source\n");
  words_run (words, "check DIR/leat.conf");
  words_expect (words, 0, "DIR/leat.conf: right: 2 sources, 1 sink\n", "");
}

static void
test_faults (Words *words, gconstpointer data)
{
  words_write (words, "leat.conf", MACHINE "parity=evn\nbaudrate=9600\n");
  words_write (words, "conf.d/a.conf", SINK "from=o\n");
  words_run (words, "check DIR/leat.conf");
  words_expect (words, 1, "",
                "DIR/conf.d/a.conf:3: [sink k] from: no source is called o\n"
                "DIR/leat.conf:4: [source m] parity: \"evn\" is not one of none, even, odd, mark, "
                "space; did you mean even?\n"
                "DIR/leat.conf:5: [source m] baudrate: is not known here; did you mean "
                "baud-rate?\n");
}

static void
test_missing (Words *words, gconstpointer data)
{
  words_run (words, "check DIR/leat.conf");
  words_expect (words, 1, "", "DIR/leat.conf: cannot be read: No such file or directory\n");
}

/* a schema alone: read, and its examples decoded */
static void
test_schema (Words *words, gconstpointer data)
{
  words_write (words, "x.schema", SCHEMA "[example 1]\nframe=17\nnum=17\n");
  words_run (words, "check DIR/x.schema");
  words_expect (words, 0, "DIR/x.schema: right: 1 field\n", "");

  words_write (words, "x.schema", SCHEMA "[example 1]\nframe=17\nnum=18\n");
  words_run (words, "check DIR/x.schema");
  g_assert_cmpint (words->code, ==, 1);
  g_assert_cmpstr (words->output, ==, "");
  g_assert_true (g_str_has_prefix (words->errors, "DIR/x.schema:9: [example 1] num: "));
}

/* a preset of a framer alone: its options, and what is found in its examples */
static void
test_preset (Words *words, gconstpointer data)
{
  words_write (words, "x.framer", PRESET "[example 1]\nbytes=a|b|\nframe.1=a\nframe.2=b\n");
  words_run (words, "check DIR/x.framer");
  words_expect (words, 0, "DIR/x.framer: right: 1 example\n", "");

  words_write (words, "x.framer", PRESET "kep=yes\n[example 1]\nbytes=a|\n");
  words_run (words, "check DIR/x.framer");
  words_expect (words, 1, "",
                "DIR/x.framer:5: [framer] kep: is not known here; did you mean keep?\n");
}

/* found below the folders of schemas; what is wrong with it is wrong with who uses it */
static void
test_preset_of_a_file (Words *words, gconstpointer data)
{
  words_write (words, "framers/x.framer", PRESET "[example 1]\nbytes=a|\nframe.1=a\n");
  words_write (words, "leat.conf", MACHINE "framer=x\n" SINK);
  words_run (words, "check --schema-path DIR DIR/leat.conf");
  words_expect (words, 0, "DIR/leat.conf: right: 1 source, 1 sink\n", "");

  words_write (words, "framers/x.framer", PRESET "[example 1]\nbytes=a|\nframe.1=b\n");
  words_run (words, "check --schema-path DIR DIR/leat.conf");
  words_expect (words, 1, "", "DIR/framers/x.framer:7: [example 1] frame.1: comes out as \"a\"\n");
}

/* an example that decodes otherwise is a fault of the key file that uses its schema */
static void
test_schema_of_a_file (Words *words, gconstpointer data)
{
  words_write (words, "records/x.schema", SCHEMA "[example 1]\nframe=17\nnum=18\n");
  words_write (words, "leat.conf", MACHINE "schema=x\n" SINK);
  words_run (words, "check --schema-path DIR DIR/leat.conf");
  g_assert_cmpint (words->code, ==, 1);
  g_assert_true (g_str_has_prefix (words->errors, "DIR/records/x.schema:9: [example 1] num: "));

  words_write (words, "records/x.schema", SCHEMA);
  words_run (words, "check --schema-path DIR DIR/leat.conf");
  words_expect (words, 0, "DIR/leat.conf: right: 1 source, 1 sink\n", "");
}

/* leatd --check says the same of the same file, and so does its exit code */
static void
test_same (Words *words, gconstpointer data)
{
  static const char *const texts[] = { MACHINE SINK, MACHINE "parity=evn\n" SINK, "", "[x", NULL };

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *output = NULL, *errors = NULL;
      int code;

      words_write (words, "leat.conf", texts[i]);
      words_run (words, "check DIR/leat.conf --plugin-path DIR/none");
      output = g_strdup (words->output);
      errors = g_strdup (words->errors);
      code = words->code;
      g_assert_true (g_str_has_prefix (errors, "DIR/none: no modules can be looked for here: "));
      words_run_program (words, "LEATD_COMMAND",
                         "--check --config DIR/leat.conf --plugin-path DIR/none");
      words_expect (words, code, output, errors);
      g_assert_cmpint (code, ==, i == 0 ? 0 : 1);
    }
}

static void
test_usage (Words *words, gconstpointer data)
{
  words_run (words, "check");
  words_expect (words, 2, "", "leat check: one FILE is right; leat check --help tells more\n");
  words_run (words, "check a b");
  words_expect (words, 2, "", "leat check: one FILE is right; leat check --help tells more\n");
  words_run (words, "check --plugins=x a");
  words_expect (words, 2, "",
                "leat check: Unknown option --plugins=x; leat check --help tells more\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/check/" name, Words, NULL, words_set_up, func, words_tear_down)
  ADD ("right", test_right);
  ADD ("faults", test_faults);
  ADD ("missing", test_missing);
  ADD ("schema", test_schema);
  ADD ("preset", test_preset);
  ADD ("preset-of-a-file", test_preset_of_a_file);
  ADD ("schema-of-a-file", test_schema_of_a_file);
  ADD ("same", test_same);
  ADD ("usage", test_usage);
  return g_test_run ();
}
