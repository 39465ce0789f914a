/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sml-transport-framer.c - tests files of electricity meters, through the host's side */
#define FRAMER_CASE_MAX_FRAME 64
#include "frame-vectors.h"

#define ESC "\x1b\x1b\x1b\x1b"
#define START ESC "\1\1\1\1"

static const FrameVector vectors[] = {
  /* an ISKRA MT175, from the recordings of libsml-testing: no filling, no escapes */
  { "/sml/meter",
    &sml_transport_framer_class,
    { NULL },
    BYTES ("\x1b\x1b\x1b\x1b\x01\x01\x01\x01\x76\x05\x0f\x1a\x20\x60\x62\x00\x62\x00\x72\x63"
           "\x01\x01\x76\x01\x01\x05\x05\x08\xb5\x76\x0b\x09\x01\x49\x53\x4b\x00\x04\x03\xdf"
           "\x63\x01\x01\x63\xc4\xba\x00\x76\x05\x0f\x1a\x20\x61\x62\x00\x62\x00\x72\x63\x07"
           "\x01\x77\x01\x0b\x09\x01\x49\x53\x4b\x00\x04\x03\xdf\x63\x07\x01\x00\x62\x0a\xff"
           "\xff\x72\x62\x01\x65\x07\xaf\xf5\xdc\x7a\x77\x07\x81\x81\xc7\x82\x03\xff\x01\x01"
           "\x01\x01\x04\x49\x53\x4b\x01\x77\x07\x01\x00\x00\x00\x09\xff\x01\x01\x01\x01\x0b"
           "\x09\x01\x49\x53\x4b\x00\x04\x03\xdf\x63\x01\x77\x07\x01\x00\x01\x08\x00\xff\x65"
           "\x00\x00\x01\x82\x01\x62\x1e\x52\xff\x59\x00\x00\x00\x00\x0d\x63\x7e\x08\x01\x77"
           "\x07\x01\x00\x01\x08\x01\xff\x01\x01\x62\x1e\x52\xff\x59\x00\x00\x00\x00\x0d\x63"
           "\x7e\x08\x01\x77\x07\x01\x00\x01\x08\x02\xff\x01\x01\x62\x1e\x52\xff\x59\x00\x00"
           "\x00\x00\x00\x00\x00\x00\x01\x77\x07\x01\x00\x10\x07\x00\xff\x01\x01\x62\x1b\x52"
           "\x00\x55\x00\x00\x00\xa8\x01\x77\x07\x01\x00\x24\x07\x00\xff\x01\x01\x62\x1b\x52"
           "\x00\x55\x00\x00\x00\x75\x01\x77\x07\x01\x00\x38\x07\x00\xff\x01\x01\x62\x1b\x52"
           "\x00\x55\x00\x00\x00\x16\x01\x77\x07\x01\x00\x4c\x07\x00\xff\x01\x01\x62\x1b\x52"
           "\x00\x55\x00\x00\x00\x1d\x01\x77\x07\x81\x81\xc7\x82\x05\xff\x01\x01\x01\x01\x83"
           "\x02\x0c\x2d\xe0\x5c\x56\x02\x4e\x1c\xd4\x52\x80\xf4\xa0\x76\x9a\x95\xe6\x29\xca"
           "\xe2\x05\xc5\x5c\x9f\x16\x83\xca\x54\x19\x77\x8e\x1d\x9b\xcf\xa1\xc5\x77\xa6\xb3"
           "\x6a\x92\x70\x9e\xbf\x05\xea\x21\xbd\x01\x01\x01\x63\x29\x1c\x00\x76\x05\x0f\x1a"
           "\x20\x62\x62\x00\x62\x00\x72\x63\x02\x01\x71\x01\x63\x00\x54\x00\x1b\x1b\x1b\x1b"
           "\x1a\x00\xae\x84"),
    8,
    368,
    NULL,
    "noise" ESC,
    TRUE },
  /* by the rule: a word of four 1B is sent twice, three bytes fill the last word */
  { "/sml/escapes",
    &sml_transport_framer_class,
    { NULL },
    BYTES ("\x1b\x1b\x1b\x1b\x01\x01\x01\x01\x61\x62\x63\x64\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b"
           "\x65\x00\x00\x00\x1b\x1b\x1b\x1b\x1a\x03\xc7\x1a"),
    0,
    0,
    "abcd" ESC "e",
    "\x1b\x1b\x1b",
    TRUE },
  { "/sml/kermit",
    &sml_transport_framer_class,
    { "checksum", "crc-16/kermit" },
    BYTES ("\x1b\x1b\x1b\x1b\x01\x01\x01\x01\x53\x4d\x4c\x53\x4d\x4c\x00\x00\x1b\x1b\x1b\x1b"
           "\x1a\x02\xdd\x90"),
    8,
    6,
    NULL,
    "\x1b",
    TRUE },
};

static const FramerCase cases[] = {
  { "/sml/empty",
    &sml_transport_framer_class,
    { NULL },
    BYTES ("\x1b\x1b\x1b\x1b\x01\x01\x01\x01\x1b\x1b\x1b\x1b\x1a\x00\xc6\xe5"),
    LEAT_END_NO,
    "frame 0+16 \"\"\nskipped 0 pending 0\n" },
  { "/sml/unaligned-escape-is-none",
    &sml_transport_framer_class,
    { NULL },
    BYTES ("\x1b\x1b\x1b\x1b\x01\x01\x01\x01\x61\x1b\x1b\x1b\x1b\x1a\x00\x00\x61\x62\x63\x64"
           "\x1b\x1b\x1b\x1b\x1a\x00\xc0\x6f"),
    LEAT_END_NO,
    "frame 0+28 \"a\\x1B\\x1B\\x1B\\x1B\\x1A\\x00\\x00abcd\"\nskipped 0 pending 0\n" },
  { "/sml/start-in-a-file",
    &sml_transport_framer_class,
    { NULL },
    BYTES (START
           "abcd"
           "\x1b\x1b\x1b\x1b\x01\x01\x01\x01\x65\x66\x67\x68\x1b\x1b\x1b\x1b\x1a\x00\x22\xcb"),
    LEAT_END_NO,
    "bad 0+12 (an escape that is none)\nframe 12+20 \"efgh\"\nskipped 0 pending 0\n" },
  { "/sml/too-much-filling",
    &sml_transport_framer_class,
    { NULL },
    BYTES (START "abcd" ESC "\x1a\4xx"),
    LEAT_END_CUT,
    "bad 0+20 (too much filling)\nskipped 0 pending 0\n" },
  { "/sml/more-filling-than-bytes",
    &sml_transport_framer_class,
    { NULL },
    BYTES (START ESC "\x1a\1xx"),
    LEAT_END_CUT,
    "bad 0+16 (too much filling)\nskipped 0 pending 0\n" },
  { "/sml/checksum",
    &sml_transport_framer_class,
    { NULL },
    BYTES (START "abcd" ESC "\x1a\0xx"),
    LEAT_END_CUT,
    "bad 0+20 (checksum)\nskipped 0 pending 0\n" },
  { "/sml/no-end",
    &sml_transport_framer_class,
    { NULL },
    BYTES (START "abcd" ESC),
    LEAT_END_STREAM,
    "bad 0+16 (no end)\nskipped 0 pending 0\n" },
  { "/sml/half-a-start",
    &sml_transport_framer_class,
    { NULL },
    BYTES (ESC "\1\1"),
    LEAT_END_STREAM,
    "bad 0+6 (no end)\nskipped 0 pending 0\n" },
  { "/sml/five-in-a-row",
    &sml_transport_framer_class,
    { NULL },
    BYTES ("\x1b"
           "\x1b\x1b\x1b\x1b\x01\x01\x01\x01\x65\x66\x67\x68\x1b\x1b\x1b\x1b\x1a\x00\x22\xcb"),
    LEAT_END_NO,
    "bad 0+1 (no start)\nframe 1+20 \"efgh\"\nskipped 0 pending 0\n" },
};

/* a letter is a word, so that starts and ends are frequent; the random max-frame is in bytes */
static void
test_random_streams (void)
{
  static const char *const words[] = { ESC, ESC, "\1\1\1\1", "\x1a\1xx", "ab", "\x1b" };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 200; round++)
    {
      const Feed feed = { &sml_transport_framer_class, NULL,
                          (gsize) g_rand_int_range (random, 8, 64), LEAT_END_CUT };
      g_autoptr (GString) stream = g_string_new (NULL);

      for (guint i = 0; i < 24; i++)
        g_string_append (stream, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      feed_assert_cuts_are_nothing (&feed, stream->str, stream->len, random);
    }
}

static const FramerRefusal refusals[] = {
  { "/sml/init/no-checksum",
    &sml_transport_framer_class,
    { "checksum", "crc-16/x-26" },
    "checksum: there is no checksum \"crc-16/x-26\"; did you mean crc-16/x-25?" },
  { "/sml/init/width",
    &sml_transport_framer_class,
    { "checksum", "crc-32" },
    "checksum: crc-32 has no 16 bits; crc-16/x-25 and crc-16/kermit have" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  frame_vectors_add (vectors, G_N_ELEMENTS (vectors));
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  framer_refusals_add (refusals, G_N_ELEMENTS (refusals));
  g_test_add_func ("/sml/random-streams", test_random_streams);
  g_test_add_data_func ("/sml/options", &sml_transport_framer_class, framer_options_test);
  return g_test_run ();
}
