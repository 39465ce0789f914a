/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fixed-framer.c - tests frames of known lengths, through the host's side */
#define FRAMER_CASE_MAX_FRAME 32
#include "frame-vectors.h"

#define BEAST \
  { \
    "sync", "\\x1a", "types", "1:11;2:16;3:23", "type-at", "1", "escape", "\\x1a" \
  }

static const FrameVector vectors[] = {
  /* Mode-S Beast, data output formats: 1A, type, 48 bits of time, signal, the message, each
   * 1A behind the first doubled; by that rule */
  { "/fixed/protocol/beast", &fixed_framer_class, BEAST,
    BYTES ("\x1a"
           "2\x01\x01\x02\x1a\x1a\x04\x05\x80\x5d\x3c\x48\x1a\x1a\x49\x1c\xf2"),
    0, 0, "2\x01\x01\x02\x1a\x04\x05\x80\x5d\x3c\x48\x1a\x49\x1c\xf2", "noise", FALSE },
  { "/fixed/protocol/beast-mode-ac", &fixed_framer_class, BEAST,
    BYTES ("\x1a"
           "1\x01\x01\x02\x03\x04\x05\x80\x05\x60"),
    1, 10, NULL,
    "noise\x1a\x1a"
    "1\x1a\x1a",
    FALSE },
  /* Mitutoyo QM-Height: code, channel, item, sign and eight characters, CR */
  { "/fixed/protocol/mitutoyo",
    &fixed_framer_class,
    { "length", "13", "trailer", "\\r" },
    BYTES ("01A+0000.123\r"),
    0,
    12,
    NULL,
    "noise",
    FALSE },
  /* Sartorius SBI, 22 characters: identifier, sign, value, unit, CR LF */
  { "/fixed/protocol/sbi",
    &fixed_framer_class,
    { "length", "22", "trailer", "\\r\\n" },
    BYTES ("N     +  111.25 g  \x20\r\n"),
    0,
    20,
    NULL,
    "Stat\r\n",
    FALSE },
  /* Omron FQ2, its binary example: 256.324 and -1.000, CR */
  { "/fixed/protocol/omron",
    &fixed_framer_class,
    { "length", "9", "trailer", "\\r" },
    BYTES ("\x00\x03\xe9\x44\xff\xff\xfc\x18\x0d"),
    0,
    8,
    NULL,
    "noise",
    FALSE },
  /* Motorola Oncore: @@, two letters, a length for each pair, xor8, CR LF; by its rule */
  { "/fixed/protocol/oncore",
    &fixed_framer_class,
    { "sync", "@@", "types", "Ag:8;Eq:96", "type-at", "2", "checksum", "xor8", "checksum-range",
      "2:", "trailer", "\\r\\n" },
    BYTES ("@@Ag\x0d\x2b\r\n"),
    2,
    3,
    NULL,
    "@noise@@Az",
    TRUE },
};

#define PLAIN \
  &fixed_framer_class, \
  { \
    "length", "4", "sync", "S", "trailer", "E" \
  }

static const FramerCase cases[] = {
  { "/fixed/two", PLAIN, BYTES ("SabESSEE"), LEAT_END_NO,
    "frame 0+4 \"ab\"\nframe 4+4 \"SE\"\nskipped 0 pending 0\n" },
  { "/fixed/waits", PLAIN, BYTES ("SabESab"), LEAT_END_NO,
    "frame 0+4 \"ab\"\nskipped 0 pending 3\n" },
  { "/fixed/noise-is-one-reject", PLAIN, BYTES ("noiseSabEmoreScdE"), LEAT_END_NO,
    "bad 0+5 (no sync)\nframe 5+4 \"ab\"\nbad 9+4 (no sync)\nframe 13+4 \"cd\"\n"
    "skipped 0 pending 0\n" },
  { "/fixed/search-goes-on-behind-the-sync", PLAIN, BYTES ("SaSbcE"), LEAT_END_NO,
    "bad 0+2 (no trailer)\nframe 2+4 \"bc\"\nskipped 0 pending 0\n" },
  { "/fixed/no-sync",
    &fixed_framer_class,
    { "length", "3", "trailer", "," },
    BYTES ("ab,cd,xef,"),
    LEAT_END_NO,
    "frame 0+3 \"ab\"\nframe 3+3 \"cd\"\nbad 6+1 (no trailer)\nframe 7+3 \"ef\"\n"
    "skipped 0 pending 0\n" },
  { "/fixed/neither-sync-nor-trailer",
    &fixed_framer_class,
    { "length", "2" },
    BYTES ("abcde"),
    LEAT_END_STREAM,
    "frame 0+2 \"ab\"\nframe 2+2 \"cd\"\nbad 4+1 (not whole)\nskipped 0 pending 0\n" },
  { "/fixed/sync-inside",
    &fixed_framer_class,
    { "length", "3", "sync", "S", "sync-at", "1" },
    BYTES ("aSbnocSd"),
    LEAT_END_NO,
    "frame 0+3 \"aSb\"\nbad 3+2 (no sync)\nframe 5+3 \"cSd\"\nskipped 0 pending 0\n" },
  { "/fixed/types",
    &fixed_framer_class,
    { "sync", "S", "type-at", "1", "types", "a:3;\\x01:5", "length", "2" },
    BYTES ("Saa"
           "S\1bcdSxSa1"),
    LEAT_END_NO,
    "frame 0+3 \"aa\"\nframe 3+5 \"\\x01bcd\"\nframe 8+2 \"x\"\nframe 10+3 \"a1\"\n"
    "skipped 0 pending 0\n" },
  { "/fixed/no-such-type",
    &fixed_framer_class,
    { "sync", "S", "type-at", "1", "types", "a:3;b:5" },
    BYTES ("ScaSa1"),
    LEAT_END_NO,
    "bad 0+3 (no such type)\nframe 3+3 \"a1\"\nskipped 0 pending 0\n" },
  { "/fixed/longer-than-max-frame",
    &fixed_framer_class,
    { "sync", "S", "type-at", "1", "types", "a:3;b:33" },
    BYTES ("SbSa1"),
    LEAT_END_NO,
    "bad 0+2 (longer than max-frame)\nframe 2+3 \"a1\"\nskipped 0 pending 0\n" },
  { "/fixed/escape",
    &fixed_framer_class,
    { "sync", "S", "length", "4", "escape", "S" },
    BYTES ("SaSSbSSSSSSSScd"),
    LEAT_END_CUT,
    "frame 0+5 \"aSb\"\nbad 5+10 (no sync)\nskipped 0 pending 0\n" },
  { "/fixed/escape-and-a-torn-frame",
    &fixed_framer_class,
    { "sync", "S", "length", "4", "escape", "S" },
    BYTES ("SaSSSbcd"),
    LEAT_END_NO,
    "bad 0+4 (a sync before the end)\nframe 4+4 \"bcd\"\nskipped 0 pending 0\n" },
  { "/fixed/escape-doubled-in-noise",
    &fixed_framer_class,
    { "sync", "S", "length", "4", "escape", "S" },
    BYTES ("noSSabcSSSbcd"),
    LEAT_END_NO,
    "bad 0+9 (no sync)\nframe 9+4 \"bcd\"\nskipped 0 pending 0\n" },
  { "/fixed/end/cut", PLAIN, BYTES ("Sab"), LEAT_END_CUT, "bad 0+3 (cut)\nskipped 0 pending 0\n" },
  { "/fixed/end/message", PLAIN, BYTES ("Sab"), LEAT_END_MESSAGE,
    "bad 0+3 (not whole)\nskipped 0 pending 0\n" },
};

static void
test_random_streams (void)
{
  static const char *const options[][11] = {
    { "length", "5", "sync", "S" },
    { "length", "3", "sync", "SS", "trailer", "E" },
    { "length", "3", "trailer", "E" },
    { "length", "4", "sync", "S", "escape", "S" },
    { "length", "4", "sync", "SE", "escape", "S" },
    { "length", "4", "sync", "E", "escape", "S" },
    { "sync", "S", "escape", "S", "types", "a:4;S:5;E:11", "type-at", "1", "trailer", "E" },
    { "sync", "S", "types", "aS:7;EE:5", "type-at", "2", "checksum", "xor8" },
  };
  static const char alphabet[] = { 'S', 'S', 'S', 'E', 'E', 'a' };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    framer_assert_random_streams_of (&fixed_framer_class, options[i], alphabet, sizeof alphabet);
}

#define TYPES_MESSAGE(text) \
  "types: \"" text "\" is no TYPE:LENGTH; as in 1:11;2:16, with types of as many bytes, 1 to 16, " \
  "and lengths that hold sync and trailer"

static const FramerRefusal refusals[] = {
  { "/fixed/init/nothing",
    &fixed_framer_class,
    { NULL },
    "length: 0 bytes are no frame; give a length that holds sync, type and trailer, or types" },
  { "/fixed/init/too-short",
    &fixed_framer_class,
    { "length", "2", "sync", "S", "trailer", "\\r\\n" },
    "length: 2 bytes are no frame; give a length that holds sync, type and trailer, or types" },
  { "/fixed/init/no-type", &fixed_framer_class, { "types", "11" }, TYPES_MESSAGE ("11") },
  { "/fixed/init/empty-type", &fixed_framer_class, { "types", ":11" }, TYPES_MESSAGE (":11") },
  { "/fixed/init/no-length", &fixed_framer_class, { "types", "a:" }, TYPES_MESSAGE ("a:") },
  { "/fixed/init/short-length",
    &fixed_framer_class,
    { "types", "a:2;b:1", "type-at", "1" },
    TYPES_MESSAGE ("b:1") },
  { "/fixed/init/types-of-two-widths",
    &fixed_framer_class,
    { "types", "a:2;bc:3" },
    TYPES_MESSAGE ("bc:3") },
  { "/fixed/init/escape-without-a-sync",
    &fixed_framer_class,
    { "length", "3", "escape", "\\x1a" },
    "escape: must be one byte, as in \\x1a, and needs a sync at 0" },
  { "/fixed/init/long-escape",
    &fixed_framer_class,
    { "length", "3", "sync", "a", "escape", "ab" },
    "escape: must be one byte, as in \\x1a, and needs a sync at 0" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  frame_vectors_add (vectors, G_N_ELEMENTS (vectors));
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  framer_refusals_add (refusals, G_N_ELEMENTS (refusals));
  g_test_add_func ("/fixed/random-streams", test_random_streams);
  g_test_add_data_func ("/fixed/options", &fixed_framer_class, framer_options_test);
  return g_test_run ();
}
