/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netstring-framer.c - tests the netstring framer through the host's side */
#include "framer-cases.h"

#define CASE(name, bytes, end, found, ...) \
  { \
    "/netstring/" name, &netstring_framer_class, { __VA_ARGS__ }, BYTES (bytes), end, found \
  }

static const FramerCase cases[] = {
  /* of Bernstein's page */
  CASE ("plain", "12:hello world!,", LEAT_END_NO,
        "frame 0+16 \"hello world!\"\nskipped 0 pending 0\n", NULL),
  CASE ("empty", "0:,3:a,b,", LEAT_END_NO,
        "frame 0+3 \"\"\nframe 3+6 \"a,b\"\nskipped 0 pending 0\n", NULL),
  CASE ("waits-for-length", "1", LEAT_END_NO, "skipped 0 pending 1\n", NULL),
  CASE ("waits-for-bytes", "5:abcd", LEAT_END_NO, "skipped 0 pending 6\n", NULL),
  CASE ("waits-for-comma", "1:a", LEAT_END_NO, "skipped 0 pending 3\n", NULL),
  CASE ("noise-before", "xy\n1:a,", LEAT_END_NO,
        "bad 0+3 (no length)\nframe 3+4 \"a\"\nskipped 0 pending 0\n", NULL),
  /* behind the 0 the search goes on: 5:... is a string */
  CASE ("zero-in-front", "02:ab,", LEAT_END_NO,
        "bad 0+1 (a length with a zero in front)\nframe 1+5 \"ab\"\nskipped 0 pending 0\n", NULL),
  CASE ("no-comma", "2:abc,1:d,", LEAT_END_NO,
        "bad 0+6 (no comma behind the bytes)\nframe 6+4 \"d\"\nskipped 0 pending 0\n", NULL),
  CASE ("no-colon", "12;1:d,", LEAT_END_NO,
        "bad 0+3 (no length)\nframe 3+4 \"d\"\nskipped 0 pending 0\n", NULL),
  CASE ("max-length", "9:1:a,", LEAT_END_NO,
        "bad 0+2 (longer than max-length)\nframe 2+4 \"a\"\nskipped 0 pending 0\n", "max-length",
        "8"),
  CASE ("hostile-length", "99999999999999999999999:1:a,", LEAT_END_NO,
        "bad 0+16 (longer than max-length)\nbad 16+8 (longer than max-length)\nframe 24+4 \"a\"\n"
        "skipped 0 pending 0\n",
        "max-length", "8"),
  CASE ("max-frame", "50:abcdefghijklmnopq1:a,", LEAT_END_NO,
        "bad 0+16 (longer than max-frame)\nbad 16+4 (longer than max-frame)\nframe 20+4 \"a\"\n"
        "skipped 0 pending 0\n",
        NULL),
  CASE ("end/stream", "1:a,3:b", LEAT_END_STREAM,
        "frame 0+4 \"a\"\nbad 4+3 (no end of frame)\nskipped 0 pending 0\n", NULL),
};

static void
test_random (void)
{
  static const char alphabet[] = { '0', '1', '1', '2', '3', ':', ':', ',', ',', 'x' };

  framer_assert_random_streams (&netstring_framer_class, alphabet, sizeof alphabet);
}

static void
test_recording (void)
{
  const Feed feed = { &netstring_framer_class, NULL, 1000, LEAT_END_NO };
  g_autoptr (GString) stream = g_string_new ("noise");

  for (guint i = 0; i < 200; i++)
    {
      g_string_append_printf (stream, "%u:%0*u,", 3 + i, 3 + i, i);
      if (i % 7 == 0)
        g_string_append (stream, "5:12,");
    }
  framer_assert_recording (&feed, stream->str, stream->len, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/netstring/random", test_random);
  g_test_add_func ("/netstring/recording", test_recording);
  return g_test_run ();
}
