/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-plan.c - tests what leat decode is told to decode by, and what it says of it */
#include "decode-run.h"

/* as a source of a key file: its framer, its schema, its tags, its gateway */
static void
test_config (Fixture *self, gconstpointer data)
{
  static const char text[] =
      "[daemon]\ngateway=line-3\n"
      "[framer lines]\ntype=delimiter\ndelimiter=\\r\\n\n"
      "[source camera1]\nplugin=serial\ndevice=/dev/null\nframer=lines\nschema=pv200\n"
      "tag.side=left\n"
      "[source camera2]\nplugin=serial\ndevice=/dev/zero\nframer=delimiter\n"
      "[sink file]\nplugin=csv\npath=/tmp/{source}.csv\n";
  g_autofree char *config = g_build_filename (self->folder, "leat.conf", NULL);
  g_autofree char *options = g_strconcat ("--config ", config, " --source camera1", NULL);
  g_autofree char *unknown = g_strconcat ("--config ", config, " --source camera", NULL);
  g_autofree char *ambiguous = g_strconcat ("--config ", config, NULL);
  g_autofree char *told_unknown =
      g_strconcat (config, ": there is no source camera; did you mean camera1?\n", NULL);
  g_autofree char *told_ambiguous = g_strconcat (config,
                                                 ": has 2 sources; --source says which is meant\n",
                                                 NULL);
  g_auto (Run) run = { 0 }, run_unknown = { 0 }, run_ambiguous = { 0 };

  write_file (config, text, strlen (text));
  write_file (self->input, GOOD, strlen (GOOD));
  run_decode (&run, options, self->input);
  g_assert_cmpstr (
      run.output, ==,
      "{\"id\":\"camera1/00000000000000000000/1\",\"source\":\"camera1\",\"gateway\":\"line-3\","
      "\"schema\":\"pv200\",\"time\":\"2000-01-01T00:00:00.000000000Z\","
      "\"tags\":{\"side\":\"left\"},\"fields\":{\"device_time\":"
      "\"2018-10-13T06:03:22Z\",\"num\":17,\"machine\":1,\"measure_1\":1.730,"
      "\"measure_2\":2.104}}\n");
  g_assert_cmpint (run.code, ==, 0);
  run_decode (&run_unknown, unknown, self->input);
  g_assert_cmpstr (run_unknown.errors, ==, told_unknown);
  g_assert_cmpint (run_unknown.code, ==, 1);
  run_decode (&run_ambiguous, ambiguous, self->input);
  g_assert_cmpstr (run_ambiguous.errors, ==, told_ambiguous);
  g_assert_cmpint (run_ambiguous.code, ==, 1);
  g_remove (config);
}

typedef struct {
  const char *path;
  const char *options;
  int code;
  const char *errors;
} FaultCase;

#define USAGE "; leat decode --help tells more\n"

static const FaultCase fault_cases[] = {
  { "/decode/fault/nothing", "", 2,
    "leat decode: either --config FILE or --set KEY=VALUE says what to decode by" USAGE },
  { "/decode/fault/both", "--config x --set framer=delimiter", 2,
    "leat decode: either --config FILE or --set KEY=VALUE says what to decode by" USAGE },
  { "/decode/fault/two-inputs", "--set framer=delimiter a b", 2,
    "leat decode: b: one INPUT is enough" USAGE },
  { "/decode/fault/option", "--colour", 2, "leat decode: Unknown option --colour" USAGE },
  { "/decode/fault/chunk", "--set framer=delimiter --chunk 0", 2,
    "leat decode: --chunk: 0 is neither a number of bytes from 1 to 65536 nor random:SEED with a "
    "SEED from 0 to 4294967295" USAGE },
  { "/decode/fault/end", "--set framer=delimiter --end pipe", 2,
    "leat decode: --end: pipe is neither stream nor cut" USAGE },
  { "/decode/fault/arrival", "--set framer=delimiter --arrival 2018-10-13", 2,
    "leat decode: --arrival: 2018-10-13 is no time with a zone, as in 2018-10-13T06:03:22Z" USAGE },
  { "/decode/fault/arrival-beyond", "--set framer=delimiter --arrival 2300-01-01T00:00:00Z", 2,
    "leat decode: --arrival: 2300-01-01T00:00:00Z is no time with a zone, as in "
    "2018-10-13T06:03:22Z" USAGE },
  { "/decode/fault/no-framer", "--set schema=pv200", 1,
    "--set: framer: is missing: How frames are found: a [framer NAME] group, or a class with its "
    "presets.\n" },
  { "/decode/fault/framer", "--set framer=delimitr", 1,
    "--set: framer: there is no framer delimitr; did you mean delimiter?\n" },
  { "/decode/fault/framer-twice", "--set framer=delimiter --set framer=delimiter", 1,
    "--set: framer is given twice; keep one of the two\n" },
  { "/decode/fault/empty-schema", "--set framer=delimiter --set schema=", 1,
    "--set: schema: is empty; a name or a path is right\n" },
  { "/decode/fault/schema-file", "--set framer=delimiter --set schema=./nowhere.schema", 1,
    "--set: schema: there is no file ./nowhere.schema\n" },
  { "/decode/fault/empty-delimiter", "--set framer=delimiter --set framer.delimiter=", 1,
    "--set: framer.delimiter: is empty; give the bytes that end a frame, as in \\r\\n\n" },
  { "/decode/fault/all-at-once",
    "--set framer=delimiter --set framer.kep=yes --set framer.skip-empty=2 --set max-frame=x "
    "--set devce=x --set y",
    1,
    "--set: y is not KEY=VALUE\n"
    "--set: devce: is not known here\n"
    "--set: max-frame: \"x\" is no size; sizes are spelled 4096, 64k, 8M or 1G, where k is 1024 "
    "bytes\n"
    "--set: framer.kep: is not known here; did you mean keep?\n"
    "--set: framer.skip-empty: \"2\" is neither yes nor no\n" },
  { "/decode/fault/config", "--config /nowhere/leat.conf", 1,
    "/nowhere/leat.conf: cannot be read: No such file or directory\n" },
  { "/decode/fault/input", "--set framer=delimiter /nowhere/recording", 1,
    "leat decode: /nowhere/recording: cannot be opened: No such file or directory\n" },
  { "/decode/fault/folder", "--set framer=delimiter /", 1,
    "bytes 0 = frames 0 + bad 0 + skipped 0 + pending 0; 0 frames, 0 bad, 0 records, 0 frames that "
    "are no record\nleat decode: /: cannot be read: Is a directory\n" },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *this = data;
  g_auto (Run) run = { 0 };

  run_decode (&run, this->options, NULL);
  g_assert_cmpstr (run.errors, ==, this->errors);
  g_assert_cmpstr (run.output, ==, "");
  g_assert_cmpint (run.code, ==, this->code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("config", NULL, test_config);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    g_test_add_data_func (fault_cases[i].path, &fault_cases[i], test_fault);
  return g_test_run ();
}
