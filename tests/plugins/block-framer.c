/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block-framer.c - tests the framer of several lines through the host's side */
#include "framer-cases.h"

#define BLOCK "start", "S", "end", "E"
#define STATUS "status", "1", "other-lines", "frame"
#define CASE(name, bytes, end, found, ...) \
  { \
    "/block/" name, &block_framer_class, { __VA_ARGS__ }, BYTES (bytes), end, found \
  }

static const FramerCase cases[] = {
  CASE ("plain", "S\na\nE\n", LEAT_END_NO, "frame 0+6 \"S\\na\\nE\"\nskipped 0 pending 0\n", BLOCK),
  CASE ("cr-lf", "S\r\na\r\nE\r\nS", LEAT_END_NO,
        "frame 0+9 \"S\\r\\na\\r\\nE\"\nskipped 0 pending 1\n", BLOCK),
  CASE ("words-begin-lines", "S1 x\nES\nSE2\nE3\n", LEAT_END_NO,
        "frame 0+8 \"S1 x\\nES\"\nframe 8+7 \"SE2\\nE3\"\nskipped 0 pending 0\n", BLOCK),
  CASE ("empty-line-within", "S\n\nE\n", LEAT_END_NO,
        "frame 0+5 \"S\\n\\nE\"\nskipped 0 pending 0\n", BLOCK),
  CASE ("empty-lines-between", "\nS\nE\n\r\nS\nE\n", LEAT_END_NO,
        "frame 1+4 \"S\\nE\"\nframe 7+4 \"S\\nE\"\nskipped 3 pending 0\n", BLOCK),
  CASE ("other-lines/reject", "x\ny\nS\nE\n", LEAT_END_NO,
        "bad 0+4 (no start of a block)\nframe 4+4 \"S\\nE\"\nskipped 0 pending 0\n", BLOCK),
  CASE ("other-lines/skip", "x\ny\nS\nE\n", LEAT_END_NO,
        "frame 4+4 \"S\\nE\"\nskipped 4 pending 0\n", BLOCK, "other-lines", "skip"),
  CASE ("other-lines/frame", "x\nS\nE\n", LEAT_END_NO,
        "frame 0+2 \"x\"\nframe 2+4 \"S\\nE\"\nskipped 0 pending 0\n", BLOCK, "other-lines",
        "frame"),
  CASE ("torn", "S\na\nS\nb\nE\n", LEAT_END_NO,
        "bad 0+4 (a block begins before its end)\nframe 4+6 \"S\\nb\\nE\"\n"
        "skipped 0 pending 0\n",
        BLOCK),
  CASE ("without-end", "S\n0123456789abcdefgh\nS\nE\n", LEAT_END_NO,
        "bad 0+16 (longer than max-frame)\nbad 16+5 (longer than max-frame)\n"
        "frame 21+4 \"S\\nE\"\nskipped 0 pending 0\n",
        BLOCK),
  CASE ("line-end", "S\ra\n\rE\r", LEAT_END_NO, "frame 0+7 \"S\\ra\\n\\rE\"\nskipped 0 pending 0\n",
        BLOCK, "line-end", "\\r"),
  CASE ("end/stream", "S\nE", LEAT_END_STREAM, "frame 0+3 \"S\\nE\"\nskipped 0 pending 0\n", BLOCK),
  CASE ("end/stream-within", "S\na\n", LEAT_END_STREAM,
        "bad 0+4 (no end of a block)\nskipped 0 pending 0\n", BLOCK),
  CASE ("end/cut", "S\nE", LEAT_END_CUT, "bad 0+3 (cut)\nskipped 0 pending 0\n", BLOCK),

  /* the value of a status may look like a status, and may be empty */
  CASE ("status", "1\r\n1.000\r\n-1\r\n1\r\n1\r\n1\r\n\r\n0\r\n", LEAT_END_NO,
        "frame 0+10 \"1\\r\\n1.000\"\nframe 10+4 \"-1\"\nframe 14+6 \"1\\r\\n1\"\n"
        "frame 20+5 \"1\\r\\n\"\nframe 25+3 \"0\"\nskipped 0 pending 0\n",
        STATUS),
  CASE ("status/waits", "1\r\n", LEAT_END_NO, "skipped 0 pending 3\n", STATUS),
  CASE ("status/silence", "1\r\n", LEAT_END_SILENCE, "frame 0+3 \"1\"\nskipped 0 pending 0\n",
        STATUS, "value-wait", "1s"),
  CASE ("status/silence-in-value", "1\r\n1.", LEAT_END_SILENCE,
        "bad 0+5 (no end of a block)\nskipped 0 pending 0\n", STATUS, "value-wait", "1s"),
  CASE ("status/stream", "1\n2", LEAT_END_STREAM, "frame 0+3 \"1\\n2\"\nskipped 0 pending 0\n",
        STATUS),
  CASE ("status/stream-alone", "1\n", LEAT_END_STREAM,
        "bad 0+2 (no end of a block)\nskipped 0 pending 0\n", STATUS),
};

static void
test_silence (void)
{
  static const char *const options[] = { STATUS, "value-wait", "1s", NULL };
  LeatFramer *framer = feed_framer_new (&block_framer_class, options);

  g_assert_cmpint (framer->klass->silence (framer, 1000), ==, 1000000);
  leat_framer_free (framer);
}

static const FramerRefusal refusals[] = {
  { "/block/refused/line-end",
    &block_framer_class,
    { "line-end", "\\r\\n" },
    "line-end: must be one byte, such as \\n or \\r" },
  { "/block/refused/no-end",
    &block_framer_class,
    { "start", "S" },
    "start: a block needs start= and end=" },
  { "/block/refused/no-start",
    &block_framer_class,
    { "end", "E" },
    "start: a block needs start= and end=" },
  { "/block/refused/nothing",
    &block_framer_class,
    { "other-lines", "skip" },
    "start: is missing; start= and end=, or status= say what a block is" },
};

static void
test_random (void)
{
  static const char *const options[] = { BLOCK, STATUS, "value-wait", "1s", NULL };
  static const char alphabet[] = { 'S', 'E', '\n', '\n', '\n', '\r', '1', '1', 'x' };

  framer_assert_random_streams_of (&block_framer_class, options, alphabet, sizeof alphabet);
}

static void
test_recording (void)
{
  static const char *const options[] = { BLOCK, NULL };
  const Feed feed = { &block_framer_class, options, 2000, LEAT_END_NO };
  g_autoptr (GString) stream = g_string_new ("tail of a block\r\nE\r\n");

  for (guint i = 0; i < 100; i++)
    {
      g_string_append_printf (stream, "S %u\r\n", i);
      for (guint line = 0; line < i % 20; line++)
        g_string_append_printf (stream, "IT %u\r\n", line);
      if (i % 5 != 0)
        g_string_append (stream, "E\r\n");
    }
  framer_assert_recording (&feed, stream->str, stream->len, 80);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/block/silence", test_silence);
  framer_refusals_add (refusals, G_N_ELEMENTS (refusals));
  g_test_add_func ("/block/random", test_random);
  g_test_add_func ("/block/recording", test_recording);
  return g_test_run ();
}
