/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start-end-framer.c - tests frames between a start and an end, through the host's side */
#define FRAMER_CASE_MAX_FRAME 32
#include "frame-vectors.h"

/* what each of them is by options alone */
static const FrameVector vectors[] = {
  /* NMEA 0183: a sentence of the library pynmea2's README */
  { "/start-end/protocol/nmea",
    &start_end_framer_class,
    { "start", "$;!", "end", "\\r\\n", "checksum", "xor8", "checksum-form", "hex", "checksum-range",
      "1:-1", "checksum-mark", "*", "keep", "start" },
    BYTES ("$GPGGA,184353.07,1929.045,S,02410.506,E,1,04,2.6,100.00,M,-33.9,M,,0000*6D\r\n"),
    0,
    71,
    NULL,
    "\r\nnoise",
    TRUE },
  /* Panasonic LP-GS: sum of all from STX on as two digits, CR; worked in its manual */
  { "/start-end/protocol/lp-gs",
    &start_end_framer_class,
    { "start", "\\x02;\\x06", "end", "\\r", "checksum", "sum8", "checksum-form", "hex", "between",
      "\\n" },
    BYTES ("\x02"
           "ABCA00099\r"),
    1,
    7,
    NULL,
    "noise",
    TRUE },
  { "/start-end/protocol/lp-gs-answer",
    &start_end_framer_class,
    { "start", "\\x02;\\x06", "end", "\\r", "checksum", "sum8", "checksum-form", "hex" },
    BYTES ("\x06\x30\x30\x36\x36\x0d"),
    1,
    2,
    NULL,
    "\n",
    TRUE },
  /* IEC 62056-21, 6.3: a data block, and its block check behind ETX, of all behind STX */
  { "/start-end/protocol/bcc-behind-etx",
    &start_end_framer_class,
    { "checksum", "xor8", "checksum-behind-end", "yes", "checksum-range", "1:" },
    BYTES ("\x02"
           "0.0.0(12345678)\r\n!\r\n\x03\x1b"),
    1,
    20,
    NULL,
    "noise",
    TRUE },
  /* by their rule: SICK's code readers, with CR LF between */
  { "/start-end/protocol/sick",
    &start_end_framer_class,
    { "between", "\\r\\n\\s\\t" },
    BYTES ("\x02"
           "4012345678901\x03"),
    1,
    13,
    NULL,
    "noise",
    FALSE },
  /* Trimble TSIP: DLE, id, data with each DLE doubled, DLE ETX */
  { "/start-end/protocol/tsip",
    &start_end_framer_class,
    { "start", "\\x10", "end", "\\x10\\x03", "escape", "\\x10" },
    BYTES ("\x10\x41"
           "a\x10\x10\x03"
           "b\x10\x03"),
    0,
    0,
    "\x41"
    "a\x10\x03"
    "b",
    "noise",
    FALSE },
  /* DSMR P1 4.2 and the layout of its telegrams: CRC-16/ARC of all up to the ! in four digits */
  { "/start-end/protocol/dsmr",
    &start_end_framer_class,
    { "start", "/", "end", "!", "restart", "no", "trailer", "\\r\\n", "checksum", "crc-16/arc",
      "checksum-form", "hex", "checksum-behind-end", "yes", "checksum-required", "no", "keep",
      "start" },
    BYTES ("/ISk5\\2MT382-1000\r\n\r\n1-3:0.2.8(50)\r\n0-0:1.0.0(101209113020W)\r\n!A7D8\r\n"),
    0,
    62,
    NULL,
    "noise\r\n",
    TRUE },
  /* a real one had three digits */
  { "/start-end/protocol/dsmr-without-leading-zero",
    &start_end_framer_class,
    { "start", "/", "end", "!", "restart", "no", "trailer", "\\r\\n", "checksum", "crc-16/arc",
      "checksum-form", "hex", "checksum-behind-end", "yes", "checksum-required", "no", "keep",
      "start" },
    BYTES ("/XMX5\r\n\r\n1-0:1.7.0(00.004*kW)\r\n!5B2\r\n"),
    0,
    31,
    NULL,
    "noise\r\n",
    TRUE },
  /* as RFC 1662 escapes: what is escaped has bit 5 turned over */
  { "/start-end/escape-and-xor",
    &start_end_framer_class,
    { "start", "<", "end", ">", "escape", "\\\\", "escape-style", "any", "escape-xor", "32",
      "checksum", "xor8" },
    BYTES ("<a\\\x1c\\\x1e\\|ba>"),
    0,
    0,
    "a<>\\b",
    "noise",
    TRUE },
  /* a colon, text, its sum in two digits, CR, as some cameras send */
  { "/start-end/sum-as-text",
    &start_end_framer_class,
    { "start", ":", "end", "\\r", "checksum", "sum8", "checksum-form", "hex", "checksum-range",
      "1:" },
    BYTES (":0010A0\x33\x32\r"),
    1,
    6,
    NULL,
    "noise",
    TRUE },
};

#define PLAIN \
  &start_end_framer_class, \
  { \
    NULL \
  }

static const FramerCase cases[] = {
  { "/start-end/two", PLAIN, BYTES ("\2ab\3\2c\3"), LEAT_END_NO,
    "frame 0+4 \"ab\"\nframe 4+3 \"c\"\nskipped 0 pending 0\n" },
  { "/start-end/empty", PLAIN, BYTES ("\2\3"), LEAT_END_NO,
    "frame 0+2 \"\"\nskipped 0 pending 0\n" },
  { "/start-end/waits", PLAIN, BYTES ("\2ab\3\2c"), LEAT_END_NO,
    "frame 0+4 \"ab\"\nskipped 0 pending 2\n" },
  { "/start-end/noise-is-one-reject", PLAIN, BYTES ("noise\2a\3more\2b\3"), LEAT_END_NO,
    "bad 0+5 (no start)\nframe 5+3 \"a\"\nbad 8+4 (no start)\nframe 12+3 \"b\"\n"
    "skipped 0 pending 0\n" },
  { "/start-end/restart", PLAIN, BYTES ("\2ab\2c\3"), LEAT_END_NO,
    "bad 0+3 (a start before the end)\nframe 3+3 \"c\"\nskipped 0 pending 0\n" },
  { "/start-end/no-restart",
    &start_end_framer_class,
    { "restart", "no" },
    BYTES ("\2ab\2c\3"),
    LEAT_END_NO,
    "frame 0+6 \"ab\\x02c\"\nskipped 0 pending 0\n" },
  { "/start-end/restart-at-a-long-start",
    &start_end_framer_class,
    { "start", "<<", "end", ">" },
    BYTES ("<<a<b<<c>"),
    LEAT_END_NO,
    "bad 0+5 (a start before the end)\nframe 5+4 \"c\"\nskipped 0 pending 0\n" },
  { "/start-end/several",
    &start_end_framer_class,
    { "start", "(;[;[[", "end", ");]" },
    BYTES ("(a)[b)[[c]"),
    LEAT_END_NO,
    "frame 0+3 \"a\"\nframe 3+3 \"b\"\nframe 6+4 \"c\"\nskipped 0 pending 0\n" },
  { "/start-end/one-byte-is-both",
    &start_end_framer_class,
    { "start", "\"", "end", "\"" },
    BYTES ("\"a\"\"b\"c\"d\""),
    LEAT_END_NO,
    "frame 0+3 \"a\"\nframe 3+3 \"b\"\nbad 6+1 (no start)\nframe 7+3 \"d\"\n"
    "skipped 0 pending 0\n" },
  { "/start-end/between",
    &start_end_framer_class,
    { "between", "\\r\\n" },
    BYTES ("\r\n\2a\3\r\n\n\2b\3\rx\2c\3"),
    LEAT_END_NO,
    "frame 2+3 \"a\"\nframe 8+3 \"b\"\nbad 12+1 (no start)\nframe 13+3 \"c\"\n"
    "skipped 6 pending 0\n" },
  { "/start-end/between-has-a-start",
    &start_end_framer_class,
    { "between", "\\x02\\r" },
    BYTES ("\r\2a\3\r\r\2b\3"),
    LEAT_END_NO,
    "frame 1+3 \"a\"\nframe 6+3 \"b\"\nskipped 3 pending 0\n" },
  { "/start-end/end/cut", PLAIN, BYTES ("\2a\3\2b"), LEAT_END_CUT,
    "frame 0+3 \"a\"\nbad 3+2 (cut)\nskipped 0 pending 0\n" },
  { "/start-end/end/message", PLAIN, BYTES ("\2b"), LEAT_END_MESSAGE,
    "bad 0+2 (no end)\nskipped 0 pending 0\n" },
  { "/start-end/end/half-a-start",
    &start_end_framer_class,
    { "start", "<<", "end", ">" },
    BYTES ("<<a><"),
    LEAT_END_STREAM,
    "frame 0+4 \"a\"\nbad 4+1 (no start)\nskipped 0 pending 0\n" },
  { "/start-end/end/shorter-of-two-ends",
    &start_end_framer_class,
    { "start", "<", "end", ">;>>" },
    BYTES ("<a>><b>"),
    LEAT_END_STREAM,
    "frame 0+4 \"a\"\nframe 4+3 \"b\"\nskipped 0 pending 0\n" },
  { "/start-end/max-frame", PLAIN,
    BYTES ("\2"
           "0123456789012345678901234567890123456789\3\2a\3"),
    LEAT_END_NO,
    "bad 0+32 (longer than max-frame)\nbad 32+10 (longer than max-frame)\nframe 42+3 \"a\"\n"
    "skipped 0 pending 0\n" },
};

static void
test_random_streams (void)
{
  static const char *const options[][15] = {
    { NULL },
    { "restart", "no", "between", "xy" },
    { "start", "<;<<;xy", "end", ">;>>;y>" },
    { "start", "<x", "end", "<>", "escape", "<", "keep", "all" },
    { "start", "<", "end", ">", "escape", "x", "escape-style", "any", "escape-xor", "1" },
    { "start", "<", "end", "x>", "escape", "x", "restart", "no", "between", "y" },
    { "start", "<", "end", ">", "checksum", "xor8", "checksum-behind-end", "yes", "trailer", "xy" },
    { "start", "<", "end", ">", "checksum", "sum8", "checksum-form", "hex", "checksum-behind-end",
      "yes", "trailer", "xx", "checksum-required", "no" },
  };
  static const char alphabet[] = { '<', '<', '<', '>', '>', 'x', 'x', 'y', '\2', '\3', '\2', '\3' };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    framer_assert_random_streams_of (&start_end_framer_class, options[i], alphabet,
                                     sizeof alphabet);
}

static const FramerRefusal refusals[] = {
  { "/start-end/init/no-start",
    &start_end_framer_class,
    { "start", "" },
    "start: is empty; give the bytes that begin a frame, as in \\x02" },
  { "/start-end/init/no-end",
    &start_end_framer_class,
    { "end", "" },
    "end: is empty; give the bytes that end a frame, as in \\x03" },
  { "/start-end/init/long-escape",
    &start_end_framer_class,
    { "escape", "ab" },
    "escape: has 2 bytes; give one, as in \\x10" },
  { "/start-end/init/escape-that-is-nothing",
    &start_end_framer_class,
    { "escape", "a", "between", "ba" },
    "between: has the byte of escape, which is never nothing" },
  { "/start-end/init/checksum",
    &start_end_framer_class,
    { "checksum", "sum8", "checksum-range", "x" },
    "checksum-range: \"x\" is no FROM:TO; right are 2: for all from the third byte on, 1:-1, 4:8" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  frame_vectors_add (vectors, G_N_ELEMENTS (vectors));
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  framer_refusals_add (refusals, G_N_ELEMENTS (refusals));
  g_test_add_func ("/start-end/random-streams", test_random_streams);
  g_test_add_data_func ("/start-end/options", &start_end_framer_class, framer_options_test);
  return g_test_run ();
}
