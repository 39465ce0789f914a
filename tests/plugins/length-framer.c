/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* length-framer.c - tests frames that say how long they are, through the host's side */
#define FRAMER_CASE_MAX_FRAME 32
#include "framer-cases.h"

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
  { "/length/end/digits",
    &length_framer_class,
    { "length-width", "3", "length-form", "decimal", "length-end", ": ", "length-adjust", "1",
      "trailer", "," },
    BYTES ("3: abc,12: abcdefghijkl,0: ,:1: a,0001: a,4:"),
    LEAT_END_CUT,
    "frame 0+7 \"abc\"\nframe 7+17 \"abcdefghijkl\"\nframe 24+4 \"\"\n"
    "bad 28+1 (a length that is no number)\nframe 29+5 \"a\"\n"
    "bad 34+1 (a length that is no number)\nframe 35+7 \"a\"\nbad 42+2 (cut)\n"
    "skipped 0 pending 0\n" },
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
    { "sync", "S", "length-at", "1", "length-width", "2", "length-form", "decimal", "length-end",
      "SS", "length-adjust", "1" },
    { "sync", "S", "length-at", "1", "length-adjust", "3", "trailer", "S", "trailer-shared",
      "yes" },
  };
  static const char alphabet[] = { 'S', 'S', 'S', 0, 1, 2, 3, 4, '1', '2', '\xff' };

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

static const FramerRefusal refusals[] = {
  { "/length/init/mask",
    &length_framer_class,
    { "length-mask", "3ff" },
    "length-mask: \"3ff\" are no bits; write them as in 0x03ff" },
  { "/length/init/no-bits",
    &length_framer_class,
    { "length-mask", "0x0" },
    "length-mask: \"0x0\" are no bits; write them as in 0x03ff" },
  { "/length/init/pair",
    &length_framer_class,
    { "inverted", "1:2;3" },
    "inverted: \"3\" are no two places in a header; write them as in 1:2, 0 to 255" },
  { "/length/init/pair-of-words",
    &length_framer_class,
    { "repeated", "a:b" },
    "repeated: \"a:b\" are no two places in a header; write them as in 1:2, 0 to 255" },
  { "/length/init/payload",
    &length_framer_class,
    { "payload", "4" },
    "payload: \"4\" is no FROM:TO; right are 2: for all from the third byte on, 1:-1, 4:8" },
  { "/length/init/checksum",
    &length_framer_class,
    { "checksum", "crc-17" },
    "checksum: there is no checksum \"crc-17\"; did you mean crc-32?" },
  { "/length/init/header-checksum",
    &length_framer_class,
    { "header-checksum", "sum9" },
    "header-checksum: there is no checksum \"sum9\"; did you mean sum8?" },
  { "/length/init/end-of-bytes",
    &length_framer_class,
    { "length-end", ":" },
    "length-end: needs length-form decimal or hex, no digit at its own beginning, and a length "
    "that stands last in its header" },
  { "/length/init/end-before-a-pair",
    &length_framer_class,
    { "length-end", ":", "length-form", "hex", "repeated", "0:1" },
    "length-end: needs length-form decimal or hex, no digit at its own beginning, and a length "
    "that stands last in its header" },
  { "/length/init/nothing-to-share",
    &length_framer_class,
    { "sync", "~", "length-at", "1", "trailer-shared", "yes" },
    "trailer-shared: only where sync and trailer are one byte, and the same" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  framer_refusals_add (refusals, G_N_ELEMENTS (refusals));
  g_test_add_func ("/length/random-streams", test_random_streams);
  g_test_add_func ("/length/hostile", test_hostile);
  g_test_add_data_func ("/length/options", &length_framer_class, framer_options_test);
  return g_test_run ();
}
