/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hdlc-framer.c - tests the HDLC framer through the host's side */
#include "framer-cases.h"

#define CASE(name, bytes, end, found, ...) \
  { \
    "/hdlc/" name, &hdlc_framer_class, { __VA_ARGS__ }, BYTES (bytes), end, found \
  }
#define TYPE_3 "stuffing", "no"

/* with their check sequences; the second is stuffed */
#define ONE "\x01\x02\x8d\x35"
#define TWO "\x7d\x5e\x7d\x5d\x01\x3a\x07"
/* check value of CRC-16/X-25 */
#define NINE "123456789\x6e\x90"
/* frames of type 3: the second has a flag within */
#define LONG_ONE "\xa0\x09\x03\x21\x13hi\x1a\xfd"
#define LONG_TWO "\xa0\x08\x03\x21\x13\x7e\x47\x74"

static const FramerCase cases[] = {
  CASE ("plain", "\x7e" ONE "\x7e", LEAT_END_NO, "frame 1+5 \"\\x01\\x02\"\nskipped 1 pending 0\n",
        NULL),
  CASE ("check-value", NINE "\x7e", LEAT_END_NO, "frame 0+12 \"123456789\"\nskipped 0 pending 0\n",
        NULL),
  CASE ("shared-flag", "\x7e" ONE "\x7e" ONE "\x7e\x7e" ONE "\x7e", LEAT_END_NO,
        "frame 1+5 \"\\x01\\x02\"\nframe 6+5 \"\\x01\\x02\"\nframe 12+5 \"\\x01\\x02\"\n"
        "skipped 2 pending 0\n",
        NULL),
  CASE ("escapes", TWO "\x7e", LEAT_END_NO, "frame 0+8 \"~}\\x01\"\nskipped 0 pending 0\n", NULL),
  /* an escape before any byte is undone: RFC 1662, section 4.2 */
  CASE ("needless-escape", "\x7d\x21\x02\x8d\x35\x7e", LEAT_END_NO,
        "frame 0+6 \"\\x01\\x02\"\nskipped 0 pending 0\n", NULL),
  CASE ("abort", "abc\x7d\x7e" ONE "\x7e", LEAT_END_NO,
        "bad 0+5 (aborted)\nframe 5+5 \"\\x01\\x02\"\nskipped 0 pending 0\n", NULL),
  CASE ("wrong-check", "\x01\x03\x8d\x35\x7e" ONE "\x7e", LEAT_END_NO,
        "bad 0+5 (frame check sequence)\nframe 5+5 \"\\x01\\x02\"\nskipped 0 pending 0\n", NULL),
  CASE ("too-short", "a\x7e" ONE "\x7e", LEAT_END_NO,
        "bad 0+2 (too short for a frame check sequence)\nframe 2+5 \"\\x01\\x02\"\n"
        "skipped 0 pending 0\n",
        NULL),
  CASE ("fcs-32", "ab\x6d\x48\x83\x9e\x7e", LEAT_END_NO, "frame 0+7 \"ab\"\nskipped 0 pending 0\n",
        "fcs", "32"),
  CASE ("fcs-none", "ab\x7e", LEAT_END_NO, "frame 0+3 \"ab\"\nskipped 0 pending 0\n", "fcs",
        "none"),
  CASE ("end/stream", ONE, LEAT_END_STREAM, "frame 0+4 \"\\x01\\x02\"\nskipped 0 pending 0\n",
        NULL),
  CASE ("end/silence", ONE, LEAT_END_SILENCE, "bad 0+4 (no end of frame)\nskipped 0 pending 0\n",
        NULL),

  CASE ("type-3/plain", "\x7e" LONG_ONE "\x7e", LEAT_END_NO,
        "frame 0+11 \"\\xA0\\t\\x03!\\x13hi\"\nskipped 0 pending 0\n", TYPE_3),
  CASE ("type-3/shared-flag", "\x7e" LONG_ONE "\x7e" LONG_TWO "\x7e\x7e" LONG_ONE "\x7e",
        LEAT_END_NO,
        "frame 0+11 \"\\xA0\\t\\x03!\\x13hi\"\nframe 11+9 \"\\xA0\\x08\\x03!\\x13~\"\n"
        "frame 20+11 \"\\xA0\\t\\x03!\\x13hi\"\nskipped 0 pending 0\n",
        TYPE_3),
  CASE ("type-3/idle-flags", "\x7e\x7e\x7e" LONG_ONE "\x7e\x7e\x7e", LEAT_END_STREAM,
        "frame 2+11 \"\\xA0\\t\\x03!\\x13hi\"\nskipped 4 pending 0\n", TYPE_3),
  CASE ("type-3/without-flag", LONG_ONE "\x7e" LONG_ONE "\x7e", LEAT_END_NO,
        "bad 0+9 (no flag)\nframe 9+11 \"\\xA0\\t\\x03!\\x13hi\"\nskipped 0 pending 0\n", TYPE_3),
  CASE ("type-3/other-type", "\x7e\x90\x09\x7e" LONG_ONE "\x7e", LEAT_END_NO,
        "bad 0+3 (no frame of type 3)\nframe 3+11 \"\\xA0\\t\\x03!\\x13hi\"\n"
        "skipped 0 pending 0\n",
        TYPE_3),
  CASE ("type-3/wrong-check", "\x7e\xa0\x09\x03\x21\x13ho\x1a\xfd\x7e" LONG_ONE "\x7e", LEAT_END_NO,
        "bad 0+10 (frame check sequence)\nframe 10+11 \"\\xA0\\t\\x03!\\x13hi\"\n"
        "skipped 0 pending 0\n",
        TYPE_3),
  CASE ("type-3/wrong-length", "\x7e\xa0\x0a\x03\x21\x13hi\x1a\xfd\x7e" LONG_ONE "\x7e",
        LEAT_END_NO,
        "bad 0+10 (no flag behind it)\nframe 10+11 \"\\xA0\\t\\x03!\\x13hi\"\n"
        "skipped 0 pending 0\n",
        TYPE_3),
  CASE ("type-3/too-short", "\x7e\xa0\x03x\x7e" LONG_ONE "\x7e", LEAT_END_NO,
        "bad 0+4 (no frame of type 3)\nframe 4+11 \"\\xA0\\t\\x03!\\x13hi\"\n"
        "skipped 0 pending 0\n",
        TYPE_3),
  CASE ("type-3/waits", "\x7e" LONG_ONE, LEAT_END_NO, "skipped 0 pending 10\n", TYPE_3),
  CASE ("type-3/cut", "\x7e" LONG_ONE, LEAT_END_CUT, "bad 0+10 (cut)\nskipped 0 pending 0\n",
        TYPE_3),
  CASE ("type-3/max-frame",
        "\x7e\xa0\x40"
        "0123456789abcdef\x7e" LONG_ONE "\x7e",
        LEAT_END_NO,
        "bad 0+16 (longer than max-frame)\nbad 16+3 (longer than max-frame)\n"
        "frame 19+11 \"\\xA0\\t\\x03!\\x13hi\"\nskipped 0 pending 0\n",
        TYPE_3),
};

static void
test_random (void)
{
  static const char *const type_3[] = { TYPE_3, "fcs", "none", NULL };
  static const char *const unchecked[] = { "fcs", "none", NULL };
  static const char alphabet[] = { 0x7e, 0x7e, 0x7d, '\xa0', '\xa0', 0x02, 0x04, 0x05, 'x' };

  framer_assert_random_streams_of (&hdlc_framer_class, type_3, alphabet, sizeof alphabet);
  framer_assert_random_streams_of (&hdlc_framer_class, unchecked, alphabet, sizeof alphabet);
  framer_assert_random_streams (&hdlc_framer_class, alphabet, sizeof alphabet);
}

static void
test_recording (void)
{
  static const char *const type_3[] = { TYPE_3, NULL };
  const Feed feed = { &hdlc_framer_class, NULL, 1000, LEAT_END_NO };
  const Feed long_feed = { &hdlc_framer_class, type_3, 1000, LEAT_END_NO };
  g_autoptr (GString) stream = g_string_new ("noise\x7e");
  g_autoptr (GString) long_stream = g_string_new ("noise\x7e");

  for (guint i = 0; i < 200; i++)
    {
      g_string_append (stream, i % 3 == 0 ? ONE "\x7e" : i % 3 == 1 ? TWO "\x7e" : "lost\x7e");
      g_string_append (long_stream, i % 3 == 0   ? LONG_ONE "\x7e"
                                    : i % 3 == 1 ? LONG_TWO "\x7e"
                                                 : "lost\x7e");
    }
  framer_assert_recording (&feed, stream->str, stream->len, 134);
  framer_assert_recording (&long_feed, long_stream->str, long_stream->len, 134);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/hdlc/random", test_random);
  g_test_add_func ("/hdlc/recording", test_recording);
  return g_test_run ();
}
