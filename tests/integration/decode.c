/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode.c - tests leat decode from the outside, over recordings made here */
#include "decode-run.h"

/* a recording as bad as they come: NULs, noise, lines that are too long, torn records, a tail */
static GByteArray *
make_recording (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *record = g_strdup_printf ("18/10/13,14:03:22, %u, 1,1.%03u,2.104,\r\n", i,
                                                 i);

      g_byte_array_append (bytes, (const guint8 *) record,
                           i % 7 == 0 ? 20 : (guint) strlen (record));
      for (guint j = 0; i % 5 == 0 && j < i; j++)
        {
          guint8 byte = (guint8) (i % 3 == 0 ? 0 : g_rand_int (random));

          g_byte_array_append (bytes, &byte, 1);
        }
    }
  return bytes;
}

#define PV200 \
  "--set framer=delimiter --set 'framer.delimiter=\\r\\n' --set schema=pv200 --set max-frame=64 "

/* whatever the pieces, from a file or from standard input: the same to the byte, and all accounted
 */
static void
test_pieces (Fixture *self, gconstpointer data)
{
  static const char *const pieces[] = {
    "--chunk 1",        "--chunk 2",        "--chunk 7",        "--chunk 64",    "--chunk 4096",
    "--chunk random:1", "--chunk random:2", "--chunk random:3", "--chunk 65536",
  };
  const char *frames = data;
  g_autoptr (GByteArray) bytes = make_recording ();
  g_autofree char *whole_options = g_strdup_printf (PV200 "%s %s", frames, self->input);
  g_auto (Run) whole = { 0 };

  write_file (self->input, bytes->data, bytes->len);
  run_decode (&whole, whole_options, NULL);
  g_assert_cmpint (whole.code, ==, 0);
  g_assert_cmpuint (strlen (whole.output), >, 40000);

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *options = g_strdup_printf (PV200 "%s %s", frames, pieces[i]);
      g_auto (Run) run = { 0 };

      run_decode (&run, options, self->input);
      g_assert_cmpstr (run.output, ==, whole.output);
      g_assert_cmpstr (run.errors, ==, whole.errors);
      g_assert_cmpint (run.code, ==, 0);
    }
}

/* the lines of --frames and the bytes between them are the recording */
static void
test_balance (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = make_recording ();
  g_autofree char *options = g_strconcat (PV200 "--frames ", self->input, NULL);
  g_auto (Run) run = { 0 };
  g_auto (GStrv) lines = NULL;
  guint64 sums[2] = { 0, 0 };
  guint64 end = 0;
  guint n_lines = 0;
  g_autofree char *begin = NULL;

  write_file (self->input, bytes->data, bytes->len);
  run_decode (&run, options, NULL);
  lines = g_strsplit (run.output, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++, n_lines++)
    {
      guint64 offset = g_ascii_strtoull (lines[i] + strlen ("{\"offset\":"), NULL, 10);
      guint64 length = g_ascii_strtoull (strstr (lines[i], "\"length\":") + 9, NULL, 10);

      g_assert_cmpuint (offset, >=, end);
      end = offset + length;
      sums[strstr (lines[i], "\"verdict\":\"bad\"") != NULL] += length;
    }
  begin = g_strdup_printf ("bytes %u = frames %" G_GUINT64_FORMAT " + bad %" G_GUINT64_FORMAT
                           " + skipped %" G_GUINT64_FORMAT " + pending 0; ",
                           bytes->len, sums[0], sums[1], bytes->len - sums[0] - sums[1]);
  g_assert_true (g_str_has_prefix (run.errors, begin));
  g_assert_cmpuint (end, ==, bytes->len);
  g_assert_cmpuint (n_lines, >, 400);
}

static void
test_records (Fixture *self, gconstpointer data)
{
  static const char recording[] = GOOD "\r\nno\0se\r\n" GOOD "18/10/13,14:0";
  g_autofree char *options = g_strconcat (PV200 "--source m1 --arrival 2018-10-13T06:03:22.5Z ",
                                          self->input, NULL);
  g_auto (Run) run = { 0 };

  write_file (self->input, recording, sizeof recording - 1);
  run_decode (&run, options, NULL);
  g_assert_cmpstr (
      run.output, ==,
      "{\"id\":\"m1/00000000000000000000/1\",\"source\":\"m1\",\"schema\":\"pv200\","
      "\"time\":\"2018-10-13T06:03:22.500000000Z\",\"fields\":{\"device_time\":"
      "\"2018-10-13T06:03:22Z\",\"num\":17,\"machine\":1,\"measure_1\":1.730,"
      "\"measure_2\":2.104}}\n"
      "{\"id\":1,\"time\":\"2018-10-13T06:03:22.500000000Z\",\"source\":\"m1\","
      "\"stage\":\"schema\","
      "\"reason\":\"the frame has 1 column, 6 are expected: \\\"no\\\\x00se\\\"\","
      "\"offset\":41,\"length\":7,\"raw\":\"bm8Ac2UNCg==\",\"text\":\"no\\\\x00se\\\\r\\\\n\"}\n"
      "{\"id\":\"m1/00000000000000000000/2\",\"source\":\"m1\",\"schema\":\"pv200\","
      "\"time\":\"2018-10-13T06:03:22.500000000Z\",\"fields\":{\"device_time\":"
      "\"2018-10-13T06:03:22Z\",\"num\":17,\"machine\":1,\"measure_1\":1.730,"
      "\"measure_2\":2.104}}\n"
      "{\"id\":2,\"time\":\"2018-10-13T06:03:22.500000000Z\",\"source\":\"m1\","
      "\"stage\":\"schema\","
      "\"reason\":\"the frame has 2 columns, 6 are expected: \\\"18/10/13,14:0\\\"\","
      "\"offset\":87,\"length\":13,\"raw\":\"MTgvMTAvMTMsMTQ6MA==\",\"text\":\"18/10/13,14:0\"}\n");
  g_assert_cmpstr (run.errors, ==,
                   "bytes 100 = frames 98 + bad 0 + skipped 2 + pending 0; 4 frames, 0 bad, "
                   "2 records, 2 frames that are no record\n");
}

#define READER \
  "[daemon]\ngateway=g\nstate-dir=%s/state\n" \
  "[source m1]\nplugin=fixture-reader\ndevice=fixture://%s\nframer=cr\ngrammar=yes\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\n" \
  "[sink k]\nplugin=fixture-sink\npath=/dev/null\n"

#define RECORD(sequence, text) \
  "{\"id\":\"m1/00000000000000000000/" sequence "\",\"source\":\"m1\",\"gateway\":\"g\"," \
  "\"schema\":\"text\",\"time\":\"2000-01-01T00:00:00.000000000Z\",\"fields\":{\"text\":\"" text \
  "\"}}\n"

#define REJECT(id, stage, reason, rest) \
  "{\"id\":" id ",\"time\":\"2000-01-01T00:00:00.000000000Z\",\"source\":\"m1\"," \
  "\"stage\":\"" stage "\",\"reason\":\"" reason "\"," rest "}\n"

/* a source whose class has a grammar judges its frames, in whatever pieces they come; a line that
 * hangs up in the midst of a frame has cut it */
static void
test_grammar (Fixture *self, gconstpointer data)
{
  static const char recording[] = "a\rE1\r#\r+b\r*c\rd\rha";
  static const char expected[] = RECORD ("1", "a")
      REJECT ("1", "device", "device: E1",
              "\"offset\":2,\"length\":3,\"raw\":\"RTEN\",\"text\":\"E1\\\\r\"") RECORD ("2", "+b")
          RECORD ("3", "*c") RECORD ("4", "d");
  static const char half[] = RECORD ("5", "ha");
  static const char cut[] = REJECT ("2", "framer", "cut",
                                    "\"offset\":15,\"length\":2,\"raw\":\"aGE=\",\"text\":\"ha\"");
  g_autofree char *config = g_build_filename (self->folder, "leat.conf", NULL);
  g_autofree char *text = g_strdup_printf (READER, self->folder, self->input);

  write_file (config, text, strlen (text));
  write_file (self->input, recording, sizeof recording - 1);
  for (guint chunk = 1; chunk <= sizeof recording; chunk++)
    for (guint is_cut = 0; is_cut < 2; is_cut++)
      {
        g_autofree char *options =
            g_strdup_printf ("--config %s --plugin-path %s --chunk %u --end %s %s", config,
                             g_getenv ("LEAT_FIXTURES"), chunk, is_cut ? "cut" : "stream",
                             self->input);
        g_autofree char *lines = g_strconcat (expected, is_cut ? cut : half, NULL);
        g_auto (Run) run = { 0 };

        run_decode (&run, options, NULL);
        g_assert_cmpstr (run.output, ==, lines);
        g_assert_nonnull (strstr (run.errors, ", 2 taken by the device's grammar\n"));
        g_assert_cmpint (run.code, ==, 0);
      }
  g_remove (config);
}

/* what silence ends, where the marks say that there was any */
static void
test_timing (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *marks;
    const char *options;
    const char *found; /* of each frame, the offset and the verdict */
  } cases[] = {
    { "2 50ms\n# a pause that is too short\n3 10ms\n6 1s\n", "", "0f2f" },
    { "2 50ms\n6 50ms\n", "--character-time 1ms", "0f2f" },
    { "2 50ms\n6 50ms\n", "--character-time 20ms", "0f" },
    { "", "", "0f" },
  };
  g_autofree char *marks = g_build_filename (self->folder, "marks", NULL);

  write_file (self->input, "abcdef", 6);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *options =
          g_strdup_printf ("--set framer=gap --frames --chunk 4 --timing %s %s %s", marks,
                           cases[i].options, self->input);
      g_autoptr (GString) found = g_string_new (NULL);
      g_auto (Run) run = { 0 };
      const char *line;

      write_file (marks, cases[i].marks, strlen (cases[i].marks));
      run_decode (&run, options, NULL);
      g_assert_cmpint (run.code, ==, 0);
      for (line = run.output; (line = strstr (line, "{\"offset\":")) != NULL; line++)
        g_string_append_printf (found, "%c%c", line[10], strstr (line, "\"verdict\":\"")[11]);
      g_assert_cmpstr (found->str, ==, cases[i].found);
    }
  g_remove (marks);
}

static void
test_help (void)
{
  g_auto (Run) run = { 0 };

  run_decode (&run, "--help", NULL);
  g_assert_cmpint (run.code, ==, 0);
  g_assert_nonnull (strstr (run.output, "framer.KEY=VALUE"));
  g_assert_nonnull (strstr (run.output, "--chunk=N|random:SEED"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("pieces/records", "", test_pieces);
  add ("pieces/frames", "--frames", test_pieces);
  add ("balance", NULL, test_balance);
  add ("records", NULL, test_records);
  add ("grammar", NULL, test_grammar);
  add ("timing", NULL, test_timing);
  g_test_add_func ("/decode/help", test_help);
  return g_test_run ();
}
