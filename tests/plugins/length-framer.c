/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* length-framer.c - tests frames that say how long they are, through the host's side */
#define FRAMER_CASE_MAX_FRAME 32
#include "frame-vectors.h"

/* what each of them is by options alone, with a frame of its document, or of its rule */
static const FrameVector vectors[] = {
  /* u-blox M8 protocol specification (UBX-13003221), 32.2: poll of UBX-MON-VER */
  { "/length/protocol/ubx",
    &length_framer_class,
    { "sync", "\\xb5b", "length-at", "4", "length-width", "2", "length-form", "little",
      "length-adjust", "8", "checksum", "fletcher-8", "checksum-form", "little", "checksum-range",
      "2:", "payload", "2:" },
    BYTES ("\xb5\x62\x0a\x04\x00\x00\x0e\x34"),
    2,
    4,
    NULL,
    "noise\xb5\xb5",
    TRUE },
  /* RTCM 10403, section 4.2: the example of a message 1005 */
  { "/length/protocol/rtcm3",
    &length_framer_class,
    { "sync", "\\xd3", "length-at", "1", "length-width", "2", "length-mask", "0x03ff",
      "length-adjust", "6", "checksum", "crc-24q" },
    BYTES ("\xd3\x00\x13\x3e\xd7\xd3\x02\x02\x98\x0e\xde\xef\x34\xb4\xbd\x62\xac\x09\x41\x98\x6f"
           "\x33\x36\x0b\x98"),
    3,
    19,
    NULL,
    "noise",
    TRUE },
  /* SiRF binary protocol reference manual: poll of the software version, message 132 */
  { "/length/protocol/sirf",
    &length_framer_class,
    { "sync", "\\xa0\\xa2", "length-at", "2", "length-width", "2", "length-mask", "0x7fff",
      "length-adjust", "8", "checksum", "sum15", "checksum-range", "4:", "trailer", "\\xb0\\xb3" },
    BYTES ("\xa0\xa2\x00\x02\x84\x00\x00\x84\xb0\xb3"),
    4,
    2,
    NULL,
    "\xa0noise",
    TRUE },
  /* SkyTraq application note AN0003: query of the software version */
  { "/length/protocol/skytraq",
    &length_framer_class,
    { "sync", "\\xa0\\xa1", "length-at", "2", "length-width", "2", "length-adjust", "7", "checksum",
      "xor8", "checksum-range", "4:", "trailer", "\\r\\n" },
    BYTES ("\xa0\xa1\x00\x02\x02\x01\x03\r\n"),
    4,
    2,
    NULL,
    "\r\n",
    TRUE },
  /* by its rule: 01, id, id complemented, length, sum16 of all before it */
  { "/length/protocol/superstar2",
    &length_framer_class,
    { "sync", "\\x01", "length-at", "3", "length-adjust", "6", "inverted", "1:2", "checksum",
      "sum16", "checksum-form", "little", "payload", "1:" },
    BYTES ("\x01\x14\xeb\x02\x07\x08\x11\x01"),
    1,
    5,
    NULL,
    "\1\1\2\1noise",
    TRUE },
  /* by its rule: 02 99 66, command, length from itself to the trailer, xor8 from the command on */
  { "/length/protocol/navcom",
    &length_framer_class,
    { "sync", "\\x02\\x99f", "length-at", "4", "length-width", "2", "length-form", "little",
      "length-adjust", "4", "checksum", "xor8", "checksum-range", "3:", "trailer", "\\x03" },
    BYTES ("\x02\x99\x66\x21\x06\x00\x41\x42\x24\x03"),
    6,
    2,
    NULL,
    "noise\2\2",
    TRUE },
  /* by its rule: five words of header with a checksum of their own, data words and theirs */
  { "/length/protocol/zodiac",
    &length_framer_class,
    { "sync",
      "\\xff\\x81",
      "length-at",
      "4",
      "length-width",
      "2",
      "length-form",
      "little",
      "length-multiplier",
      "2",
      "length-adjust",
      "12",
      "length-0-total",
      "10",
      "header",
      "10",
      "header-checksum",
      "lrc16-words",
      "header-checksum-form",
      "little",
      "checksum",
      "lrc16-words",
      "checksum-form",
      "little",
      "checksum-range",
      "10:" },
    BYTES ("\xff\x81\xe8\x03\x02\x00\x00\x00\x17\x7a\x01\x00\x02\x80\xfd\x7f"),
    10,
    4,
    NULL,
    "noise\xff",
    TRUE },
  { "/length/protocol/zodiac-without-data",
    &length_framer_class,
    { "sync",
      "\\xff\\x81",
      "length-at",
      "4",
      "length-width",
      "2",
      "length-form",
      "little",
      "length-multiplier",
      "2",
      "length-adjust",
      "12",
      "length-0-total",
      "10",
      "header",
      "10",
      "header-checksum",
      "lrc16-words",
      "header-checksum-form",
      "little",
      "checksum",
      "lrc16-words",
      "checksum-form",
      "little",
      "checksum-range",
      "10:",
      "payload",
      "2:4" },
    BYTES ("\xff\x81\xe8\x03\x00\x00\x00\x00\x19\x7a"),
    2,
    2,
    NULL,
    "noise\xff",
    TRUE },
  /* the M-Bus documentation, section 5.2: a long frame that sets 9,600 baud */
  { "/length/protocol/mbus",
    &length_framer_class,
    { "sync", "h", "length-at", "1", "length-adjust", "6", "repeated", "0:3;1:2", "checksum",
      "sum8", "checksum-range", "4:", "trailer", "\\x16" },
    BYTES ("\x68\x03\x03\x68\x53\xfe\xbd\x0e\x16"),
    4,
    3,
    NULL,
    "\xe5h\3\3",
    TRUE },
  /* MODBUS Messaging on TCP/IP, 4.2: header of 7 bytes; the request of 6.3's kind */
  { "/length/protocol/modbus-tcp",
    &length_framer_class,
    { "sync", "\\x00\\x00", "sync-at", "2", "length-at", "4", "length-width", "2", "length-minimum",
      "2", "length-maximum", "254", "length-adjust", "6" },
    BYTES ("\x00\x01\x00\x00\x00\x06\x11\x03\x00\x6b\x00\x03"),
    6,
    6,
    NULL,
    "noise",
    FALSE },
  /* DLMS UA green book: a meter is asked for a connection (SNRM) */
  { "/length/protocol/hdlc-type-3",
    &length_framer_class,
    { "sync", "~", "length-at", "1", "length-width", "2", "length-mask", "0x07ff", "length-adjust",
      "2", "checksum", "crc-16/x-25", "checksum-form", "little", "checksum-range", "1:", "trailer",
      "~" },
    BYTES ("\x7e\xa0\x07\x03\x21\x93\x0f\x01\x7e"),
    3,
    3,
    NULL,
    "noise",
    TRUE },
  /* Keyence N-410 manual: %P, head, length of the data in four digits */
  { "/length/protocol/n-410",
    &length_framer_class,
    { "sync", "%P", "length-at", "5", "length-width", "4", "length-form", "decimal",
      "length-adjust", "10", "trailer", "\\r" },
    BYTES ("%P01-0005ERROR\r"),
    9,
    5,
    NULL,
    "noise%%P",
    FALSE },
  /* GREIS: two letters, length of what follows in three hexadecimal digits */
  { "/length/protocol/greis",
    &length_framer_class,
    { "length-at", "2", "length-width", "3", "length-form", "hex", "length-adjust", "5" },
    BYTES ("RE00Aversion 10"),
    5,
    10,
    NULL,
    "\r\n",
    FALSE },
};

#define PLAIN \
  &length_framer_class, \
  { \
    "sync", "S", "length-at", "1", "length-adjust", "2" \
  }

static const FramerCase cases[] = {
  { "/length/two", PLAIN, BYTES ("S\2abS\1c"), LEAT_END_NO,
    "frame 0+4 \"ab\"\nframe 4+3 \"c\"\nskipped 0 pending 0\n" },
  { "/length/empty", PLAIN, BYTES ("S\0S\1c"), LEAT_END_NO,
    "frame 0+2 \"\"\nframe 2+3 \"c\"\nskipped 0 pending 0\n" },
  { "/length/waits", PLAIN, BYTES ("S\2abS\3c"), LEAT_END_NO,
    "frame 0+4 \"ab\"\nskipped 0 pending 3\n" },
  { "/length/noise-is-one-reject", PLAIN, BYTES ("noiseS\1c"), LEAT_END_NO,
    "bad 0+5 (no sync)\nframe 5+3 \"c\"\nskipped 0 pending 0\n" },
  { "/length/longer-than-max-frame-is-not-waited-for", PLAIN, BYTES ("S\x1fS\1c"), LEAT_END_NO,
    "bad 0+2 (longer than max-frame)\nframe 2+3 \"c\"\nskipped 0 pending 0\n" },
  { "/length/just-max-frame", PLAIN,
    BYTES ("S\x1e"
           "012345678901234567890123456789"
           "S\1c"),
    LEAT_END_NO,
    "frame 0+32 \"012345678901234567890123456789\"\nframe 32+3 \"c\"\nskipped 0 pending 0\n" },
  { "/length/end/cut", PLAIN, BYTES ("S\3ab"), LEAT_END_CUT,
    "bad 0+4 (cut)\nskipped 0 pending 0\n" },
  { "/length/end/cut-with-a-frame-inside", PLAIN, BYTES ("S\5S\1c"), LEAT_END_CUT,
    "bad 0+2 (cut)\nframe 2+3 \"c\"\nskipped 0 pending 0\n" },
  { "/length/end/message", PLAIN, BYTES ("S\3ab"), LEAT_END_MESSAGE,
    "bad 0+4 (not whole)\nskipped 0 pending 0\n" },
  { "/length/end/limit", PLAIN, BYTES ("S\3ab"), LEAT_END_LIMIT,
    "bad 0+4 (longer than frame-timeout)\nskipped 0 pending 0\n" },
  { "/length/search-goes-on-behind-the-sync",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "length-adjust", "3", "checksum", "sum8", "checksum-range",
      "2:" },
    BYTES ("S\4S\1aaxxS\1bb"),
    LEAT_END_NO,
    "bad 0+2 (checksum)\nframe 2+4 \"a\"\nbad 6+2 (no sync)\nframe 8+4 \"b\"\n"
    "skipped 0 pending 0\n" },
  { "/length/half-a-sync-at-a-time",
    &length_framer_class,
    { "sync", "SYN", "length-at", "3", "length-adjust", "4" },
    BYTES ("SYSYSYN\1aSY"),
    LEAT_END_CUT,
    "bad 0+4 (no sync)\nframe 4+5 \"a\"\nbad 9+2 (cut)\nskipped 0 pending 0\n" },
  { "/length/sync-inside",
    &length_framer_class,
    { "sync", "YN", "sync-at", "2", "length-at", "4", "length-adjust", "5" },
    BYTES ("..01YN\1a02YN\1b0"),
    LEAT_END_CUT,
    "bad 0+2 (no sync)\nframe 2+6 \"a\"\nframe 8+6 \"b\"\nbad 14+1 (cut)\nskipped 0 pending 0\n" },
  { "/length/no-sync",
    &length_framer_class,
    { "length-width", "2", "length-form", "decimal", "length-adjust", "3", "trailer", "," },
    BYTES ("03abc,x02ab,"),
    LEAT_END_NO,
    "frame 0+6 \"abc\"\nbad 6+1 (a length that is no number)\nframe 7+5 \"ab\"\n"
    "skipped 0 pending 0\n" },
  { "/length/trailer-is-wrong",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "length-adjust", "3", "trailer", "\\r" },
    BYTES ("S\1abS\1a\r"),
    LEAT_END_NO,
    "bad 0+4 (no trailer)\nframe 4+4 \"a\"\nskipped 0 pending 0\n" },
  { "/length/too-small",
    &length_framer_class,
    { "sync", "S", "length-at", "1" },
    BYTES ("S\1S\3a"),
    LEAT_END_NO,
    "bad 0+2 (no such length)\nframe 2+3 \"a\"\nskipped 0 pending 0\n" },
  { "/length/too-short-for-its-checksum",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "length-adjust", "2", "checksum", "sum16" },
    BYTES ("S\1x"),
    LEAT_END_CUT,
    "bad 0+3 (checksum)\nskipped 0 pending 0\n" },
  { "/length/minimum-and-maximum",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "length-adjust", "2", "length-minimum", "2", "length-maximum",
      "3" },
    BYTES ("S\1S\4S\2ab"),
    LEAT_END_NO,
    "bad 0+4 (no such length)\nframe 4+4 \"ab\"\nskipped 0 pending 0\n" },
  { "/length/mask-in-the-middle",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "length-mask", "0x38", "length-adjust", "2" },
    BYTES ("S\xd7"
           "ab"),
    LEAT_END_NO,
    "frame 0+4 \"ab\"\nskipped 0 pending 0\n" },
  { "/length/eight-bytes",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "length-width", "8", "length-adjust", "9" },
    BYTES ("S\xff\xff\xff\xff\xff\xff\xff\xffS\0\0\0\0\0\0\0\1a"),
    LEAT_END_NO,
    "bad 0+9 (longer than max-frame)\nframe 9+10 \"a\"\nskipped 0 pending 0\n" },
  { "/length/largest-times-largest",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "length-width", "4", "length-multiplier", "65536",
      "length-adjust", "-65536" },
    BYTES ("S\x7f\xff\xff\xff"),
    LEAT_END_CUT,
    "bad 0+5 (longer than max-frame)\nskipped 0 pending 0\n" },
  { "/length/shared-trailer",
    &length_framer_class,
    { "sync", "~", "length-at", "1", "length-adjust", "3", "trailer", "~", "trailer-shared",
      "yes" },
    BYTES ("~\1a~\2bc~~~\1d~"),
    LEAT_END_STREAM,
    "frame 0+3 \"a\"\nframe 3+4 \"bc\"\nframe 9+3 \"d\"\nskipped 3 pending 0\n" },
  { "/length/shared-trailer-and-noise",
    &length_framer_class,
    { "sync", "~", "length-at", "1", "length-adjust", "3", "trailer", "~", "trailer-shared",
      "yes" },
    BYTES ("~\1a~no~\1d~"),
    LEAT_END_NO,
    "frame 0+3 \"a\"\nbad 3+3 (longer than max-frame)\nframe 6+3 \"d\"\n"
    "skipped 0 pending 1\n" },
  { "/length/header-checksum-spares-the-wait",
    &length_framer_class,
    { "sync", "S", "length-at", "1", "header", "3", "length-adjust", "3", "header-checksum",
      "sum8" },
    BYTES ("S\x09xS\1Ta"),
    LEAT_END_NO,
    "bad 0+3 (header checksum)\nframe 3+4 \"a\"\nskipped 0 pending 0\n" },
};

/* random bytes in which frames are frequent: what is found does not depend on the cuts */
static void
test_random_streams (void)
{
  static const char *const options[][19] = {
    { "sync", "S", "length-at", "1", "length-adjust", "2" },
    { "sync", "SS", "length-at", "2", "length-adjust", "3", "trailer", "S" },
    { "length-adjust", "1" },
    { "sync", "S", "sync-at", "1", "length-at", "0", "length-adjust", "2", "repeated", "2:3" },
    { "sync", "S", "length-at", "1", "length-adjust", "3", "checksum", "xor8", "checksum-range",
      "2:" },
    { "sync", "S", "length-at", "1", "length-adjust", "3", "trailer", "S", "trailer-shared",
      "yes" },
  };
  static const char alphabet[] = { 'S', 'S', 'S', 0, 1, 2, 3, 4, '\xff' };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    framer_assert_random_streams_of (&length_framer_class, options[i], alphabet, sizeof alphabet);
}

/* each byte may begin a frame that claims all: none waits, and no work is done for it */
static void
test_hostile (void)
{
  static const char *const options[] = {
    "sync", "S",        "length-at",     "1", "length-width", "4", "length-maximum",
    "400",  "checksum", "crc-16/modbus", NULL
  };
  const Feed feed = { &length_framer_class, options, 500, LEAT_END_CUT };
  g_autofree char *stream = g_malloc (100000);
  g_autofree char *found = NULL;

  memset (stream, 'S', 100000);
  found = feed_run (&feed, stream, 100000, (FeedCut) { .chunk = 4096 });
  g_assert_null (strstr (found, "frame"));
  g_assert_nonnull (strstr (found, "bad 0+500 (no such length)\nbad 500+500 "));
}

typedef struct {
  const char *path;
  const char *options[9];
  const char *message;
} InitCase;

static const InitCase init_cases[] = {
  { "/length/init/mask",
    { "length-mask", "3ff" },
    "length-mask: \"3ff\" are no bits; write them as in 0x03ff" },
  { "/length/init/no-bits",
    { "length-mask", "0x0" },
    "length-mask: \"0x0\" are no bits; write them as in 0x03ff" },
  { "/length/init/pair",
    { "inverted", "1:2;3" },
    "inverted: \"3\" are no two places in a header; write them as in 1:2, 0 to 255" },
  { "/length/init/pair-of-words",
    { "repeated", "a:b" },
    "repeated: \"a:b\" are no two places in a header; write them as in 1:2, 0 to 255" },
  { "/length/init/payload",
    { "payload", "4" },
    "payload: \"4\" is no FROM:TO; right are 2: for all from the third byte on, 1:-1, 4:8" },
  { "/length/init/checksum",
    { "checksum", "crc-17" },
    "checksum: there is no checksum \"crc-17\"; did you mean crc-32?" },
  { "/length/init/header-checksum",
    { "header-checksum", "sum9" },
    "header-checksum: there is no checksum \"sum9\"; did you mean sum8?" },
  { "/length/init/nothing-to-share",
    { "sync", "~", "length-at", "1", "trailer-shared", "yes" },
    "trailer-shared: only where sync and trailer are one byte, and the same" },
};

static void
test_init (gconstpointer data)
{
  const InitCase *this = data;

  framer_assert_refused (&length_framer_class, this->options, this->message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  frame_vectors_add (vectors, G_N_ELEMENTS (vectors));
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (init_cases); i++)
    g_test_add_data_func (init_cases[i].path, &init_cases[i], test_init);
  g_test_add_func ("/length/random-streams", test_random_streams);
  g_test_add_func ("/length/hostile", test_hostile);
  g_test_add_data_func ("/length/options", &length_framer_class, framer_options_test);
  return g_test_run ();
}
