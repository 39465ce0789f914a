/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gap-framer.c - tests the framer of silences through the host's side */
#include "framer-cases.h"

#define CASE(name, bytes, end, found, ...) \
  { \
    "/gap/" name, &gap_framer_class, { __VA_ARGS__ }, BYTES (bytes), end, found \
  }

/* the Modbus frame 01 03 00 00 00 0a, and its checksum, low byte first */
#define MODBUS "\x01\x03\x00\x00\x00\x0a\xc5\xcd"
#define CHECKSUM "checksum", "crc-16/modbus", "checksum-form", "little"

static const FramerCase cases[] = {
  CASE ("waits", "abc", LEAT_END_NO, "skipped 0 pending 3\n", NULL),
  CASE ("silence", "abc", LEAT_END_SILENCE, "frame 0+3 \"abc\"\nskipped 0 pending 0\n", NULL),
  CASE ("message", "abc", LEAT_END_MESSAGE, "frame 0+3 \"abc\"\nskipped 0 pending 0\n", NULL),
  CASE ("stream", "abc", LEAT_END_STREAM, "frame 0+3 \"abc\"\nskipped 0 pending 0\n", NULL),
  CASE ("cut", "abc", LEAT_END_CUT, "bad 0+3 (cut)\nskipped 0 pending 0\n", NULL),
  CASE ("limit", "abc", LEAT_END_LIMIT,
        "bad 0+3 (longer than frame-timeout)\nskipped 0 pending 0\n", NULL),
  /* what comes without a silence is no frame, up to its end */
  CASE ("max-frame", "0123456789abcdefghijk", LEAT_END_SILENCE,
        "bad 0+16 (longer than max-frame)\nbad 16+5 (longer than max-frame)\n"
        "skipped 0 pending 0\n",
        NULL),
  CASE ("checksum", MODBUS, LEAT_END_SILENCE,
        "frame 0+8 \"\\x01\\x03\\x00\\x00\\x00\\n\"\nskipped 0 pending 0\n", CHECKSUM),
  CASE ("wrong-checksum", "x" MODBUS, LEAT_END_SILENCE, "bad 0+9 (checksum)\nskipped 0 pending 0\n",
        CHECKSUM),
};

static void
test_silences (void)
{
  static const char *const options[] = { "silence", "5ms", "characters", "3.5", NULL };
  static const char *const alone[] = { "silence", "none", NULL };
  LeatFramer *framer = feed_framer_new (&gap_framer_class, options);
  LeatFramer *other = feed_framer_new (&gap_framer_class, alone);

  g_assert_cmpint (framer->klass->silence (framer, 1041), ==, 5000);
  g_assert_cmpint (framer->klass->silence (framer, 10000), ==, 35000);
  g_assert_cmpint (other->klass->silence (other, 1040), ==, 3640);
  g_assert_cmpint (other->klass->silence (other, 0), ==, 0);
  leat_framer_free (framer);
  leat_framer_free (other);
}

static const FramerRefusal refusals[] = {
  { "/gap/refused/nothing-ends-a-frame",
    &gap_framer_class,
    { "silence", "none", "characters", "0" },
    "silence: is none, and characters= is 0: nothing would end a frame" },
};

static void
test_random (void)
{
  static const char alphabet[] = { 'a', 'b' };

  framer_assert_random_streams (&gap_framer_class, alphabet, sizeof alphabet);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/gap/silences", test_silences);
  framer_refusals_add (refusals, G_N_ELEMENTS (refusals));
  g_test_add_func ("/gap/random", test_random);
  return g_test_run ();
}
