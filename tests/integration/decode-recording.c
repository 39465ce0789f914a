/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-recording.c - tests that leat decode and leat new-schema read what record= has kept */
#include "../sdk/recordings.h"
#include "words.h"

#define PV200 "decode --set framer=delimiter --set framer.delimiter=\\\\r --set schema=pv200 "
#define TEXT "decode --set framer=delimiter --set framer.delimiter=\\\\r "
#define GAP "decode --frames --set framer=gap --set framer.silence=5ms "
#define MILLISECOND (LEAT_NSEC_PER_SEC / 1000)

static void
write_blocks (Words *words, const GByteArray *blocks)
{
  g_autofree char *path = g_build_filename (words->folder, "x.pcapng", NULL);

  g_assert_true (g_file_set_contents (path, (const char *) blocks->data, blocks->len, NULL));
}

static void
say (GByteArray *blocks, guint stream, const char *text, gint64 time, LeatEnd end)
{
  const LeatRecordingEvent event = {
    .kind = LEAT_RECORDING_READ,
    .stream = stream,
    .arrival = { .struct_size = sizeof (LeatArrival), .moment = { time, time }, .end = end },
    .data = (const guint8 *) text,
    .length = strlen (text),
  };

  leat_recording_append_event (blocks, &event);
}

/* two bytes of it came with errors of the line */
static void
say_badly (GByteArray *blocks, const char *text, gint64 time)
{
  const LeatRecordingEvent event = {
    .kind = LEAT_RECORDING_READ,
    .arrival = { .struct_size = sizeof (LeatArrival), .moment = { time, time },
                 .line_error = TRUE },
    .errors = { 1, 2 },
    .data = (const guint8 *) text,
    .length = strlen (text),
  };

  leat_recording_append_event (blocks, &event);
}

/* each has the time at which its first byte came; what hung up is cut, and what was lost told */
static void
test_times (Words *words, gconstpointer data)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  const LeatRecordingEvent lost = { .kind = LEAT_RECORDING_LOST,
                                    .arrival = { .struct_size = sizeof (LeatArrival),
                                                 .moment = { .time = 4 * LEAT_NSEC_PER_SEC } } };

  recording_begin (blocks, RECORDING_EPOCH);
  say (blocks, 0, "70/01/01,00:00:01, 1, 1,1.7", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  say (blocks, 0, "30,2.10,\r", LEAT_NSEC_PER_SEC + 2 * MILLISECOND, LEAT_END_NO);
  say (blocks, 0, "70/01/01,0", 2 * LEAT_NSEC_PER_SEC, LEAT_END_CUT);
  say_badly (blocks, "70/01/01,00:00:03, 2, 1,1.730,2.10,\r", 3 * LEAT_NSEC_PER_SEC);
  leat_recording_append_event (blocks, &lost);
  write_blocks (words, blocks);
  words_run (words, PV200 "--arrival 2020-01-01T00:00:00Z --chunk 1 DIR/x.pcapng");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_cmpstr (
      words->errors, ==,
      "DIR/x.pcapng: byte 46, 1970-01-01T00:00:03.000000000Z: errors of the line: 1 parity, 2 "
      "framing\n"
      "DIR/x.pcapng: byte 82, 1970-01-01T00:00:04.000000000Z: what came here could not be "
      "recorded\n"
      "bytes 82 = frames 72 + bad 10 + skipped 0 + pending 0; 2 frames, 1 bad, 2 "
      "records, 0 frames that are no record\n");
  g_assert_true (g_pattern_match_simple (
      "{\"id\":\"*\"time\":\"1970-01-01T00:00:01.*Z\"*\"num\":1,*}\n"
      "{*\"stage\":\"framer\",\"reason\":\"cut\"*}\n"
      "{\"id\":\"*\"time\":\"1970-01-01T00:00:03.*Z\"*\"num\":2,*\"line_error\":true}\n",
      words->output));
}

typedef struct {
  const char *name;
  const char *epoch; /* NULL: another program's */
  const char *options;
  guint n_frames;
} Silence;

/* ends that Leat has recorded count, but where silence is to be measured */
static const Silence silences[] = {
  { "as-recorded", RECORDING_EPOCH, "", 1 },
  { "measured", RECORDING_EPOCH, "--silence 5ms ", 2 },
  { "measured-longer", RECORDING_EPOCH, "--silence 15ms ", 1 },
  { "of-others", NULL, "", 2 },
};

static void
test_silence (Words *words, gconstpointer data)
{
  const Silence *test = data;
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autofree char *command = g_strdup_printf (GAP "%sDIR/x.pcapng", test->options);
  g_auto (GStrv) lines = NULL;

  recording_begin (blocks, test->epoch);
  say (blocks, 0, "ab", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  say (blocks, 0, "cd", LEAT_NSEC_PER_SEC + MILLISECOND, LEAT_END_NO);
  say (blocks, 0, "ef", LEAT_NSEC_PER_SEC + 11 * MILLISECOND, LEAT_END_NO);
  write_blocks (words, blocks);
  words_run (words, command);
  g_assert_cmpint (words->code, ==, 0);
  lines = g_strsplit (words->output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines) - 1, ==, test->n_frames);
  g_assert_nonnull (strstr (words->output, test->n_frames == 1 ? "616263646566" : "\"61626364\""));
}

/* two connections at once are two streams */
static void
test_streams (Words *words, gconstpointer data)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  const LeatRecordingStream second = { .name = "10.0.0.8", .epoch = "1" };

  recording_begin (blocks, RECORDING_EPOCH);
  leat_recording_append_stream (blocks, &second);
  say (blocks, 0, "one-", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  say (blocks, 1, "two-", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  say (blocks, 0, "of-one\r", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  say (blocks, 1, "of-two\r", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  write_blocks (words, blocks);
  words_run (words, TEXT "DIR/x.pcapng");
  g_assert_nonnull (strstr (words->output, "\"one-of-one\""));
  g_assert_null (strstr (words->output, "two"));
  g_assert_true (g_str_has_prefix (words->errors, "DIR/x.pcapng: has 2 streams, this is the first; "
                                                  "--stream 2 shows the next\n"));
  words_run (words, TEXT "--stream 2 DIR/x.pcapng");
  g_assert_nonnull (strstr (words->output, "\"two-of-two\""));
  g_assert_true (g_str_has_prefix (words->errors, "bytes 11 "));
  words_run (words, TEXT "--stream 3 DIR/x.pcapng");
  g_assert_cmpint (words->code, ==, 1);
  g_assert_nonnull (
      strstr (words->errors, "leat decode: --stream 3: DIR/x.pcapng has 2 streams\n"));
}

/* a block that is cut off is told, and what is before it decoded */
static void
test_damaged (Words *words, gconstpointer data)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();

  recording_begin (blocks, RECORDING_EPOCH);
  say (blocks, 0, "one\r", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  say (blocks, 0, "two\r", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  g_byte_array_set_size (blocks, blocks->len - 4);
  write_blocks (words, blocks);
  words_run (words, TEXT "DIR/x.pcapng");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_nonnull (strstr (words->output, "\"one\""));
  g_assert_null (strstr (words->output, "\"two\""));
  g_assert_true (g_pattern_match_simple ("DIR/x.pcapng: byte *", words->errors));
}

typedef struct {
  const char *words;
  int code;
  const char *message;
} Misuse;

static const Misuse misuses[] = {
  { "--silence 5ms DIR/x.bin", 1,
    "*leat decode: DIR/x.bin: is no recording (pcapng) in a file: --silence and --stream need *" },
  { "--stream 1 DIR/x.bin", 1,
    "*leat decode: DIR/x.bin: is no recording (pcapng) in a file: --silence and --stream need *" },
  { "--stream -1 DIR/x.bin", 2, "leat decode: --stream: counts from 1;*" },
  { "--silence long DIR/x.bin", 2, "leat decode: --silence: *" },
};

static void
test_misuse (Words *words, gconstpointer data)
{
  words_write (words, "x.bin", "one\r");
  for (guint i = 0; i < G_N_ELEMENTS (misuses); i++)
    {
      g_autofree char *command = g_strconcat (TEXT, misuses[i].words, NULL);

      words_run (words, command);
      g_test_message ("%s: %s", misuses[i].words, words->errors);
      g_assert_cmpint (words->code, ==, misuses[i].code);
      g_assert_true (g_pattern_match_simple (misuses[i].message, words->errors));
    }
}

/* what new-schema makes of a recording is what it makes of its bytes */
static void
test_new_schema (Words *words, gconstpointer data)
{
  static const char lines[] = "gap=1.50;code=007\ngap=1.60;code=008\ngap=2.0;code=019\n";
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autofree char *raw = NULL;

  words_write (words, "x.bin", lines);
  words_run (words, "new-schema --name gauge DIR/x.bin");
  g_assert_cmpint (words->code, ==, 0);
  raw = words_replace (words->output, "x.bin", "x.pcapng");
  recording_begin (blocks, RECORDING_EPOCH);
  say (blocks, 0, "gap=1.50;code=007\ngap=1.6", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  say_badly (blocks, "0;code=008\n", LEAT_NSEC_PER_SEC);
  say (blocks, 0, "gap=2.0;code=019\n", LEAT_NSEC_PER_SEC, LEAT_END_NO);
  write_blocks (words, blocks);
  words_run (words, "new-schema --name gauge DIR/x.pcapng");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_cmpstr (words->output, ==, raw);
  g_assert_nonnull (strstr (words->errors, "leat new-schema: the line had 3 errors: "));
  words_run (words, "new-schema --json --name gauge DIR/x.pcapng");
  g_assert_nonnull (strstr (words->output, "\"line_errors\":3"));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Words *words, gconstpointer data);
  } tests[] = {
    { "/decode-recording/times", test_times },
    { "/decode-recording/streams", test_streams },
    { "/decode-recording/damaged", test_damaged },
    { "/decode-recording/misuse", test_misuse },
    { "/decode-recording/new-schema", test_new_schema },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Words, NULL, words_set_up, tests[i].test, words_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      g_autofree char *path = g_strconcat ("/decode-recording/silence/", silences[i].name, NULL);

      g_test_add (path, Words, &silences[i], words_set_up, test_silence, words_tear_down);
    }
  return g_test_run ();
}
