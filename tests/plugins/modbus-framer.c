/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* modbus-framer.c - tests the Modbus RTU framer through the host's side */
#include "framer-cases.h"

#define CASE(name, bytes, end, found, ...) \
  { \
    "/modbus/" name, &modbus_framer_class, { __VA_ARGS__ }, BYTES (bytes), end, found \
  }
#define BOTH "direction", "both"

/* registers 108 to 110 of device 17, asked for and answered */
#define READ "\x11\x03\x00\x6b\x00\x03\x76\x87"
#define ANSWER "\x11\x03\x06\xae\x41\x56\x52\x43\x40\x49\xad"
#define READ_FOUND "\"\\x11\\x03\\x00k\\x00\\x03\"\n"
#define ANSWER_FOUND "\"\\x11\\x03\\x06\\xAEAVRC@\"\n"
#define EXCEPTION "\x01\x83\x02\xc0\xf1"
#define WRITE "\x01\x10\x00\x01\x00\x02\x04\x00\x0a\x01\x02\x92\x30"
#define WRITTEN "\x01\x10\x00\x01\x00\x02\x10\x08"
#define OTHER "\x01\x42\xaa\xbb\xcc\x5f\x3d"

static const FramerCase cases[] = {
  CASE ("answer", ANSWER EXCEPTION, LEAT_END_NO,
        "frame 0+11 " ANSWER_FOUND "frame 11+5 \"\\x01\\x83\\x02\"\nskipped 0 pending 0\n", NULL),
  CASE ("request", READ WRITE, LEAT_END_NO,
        "frame 0+8 " READ_FOUND
        "frame 8+13 \"\\x01\\x10\\x00\\x01\\x00\\x02\\x04\\x00\\n\\x01\\x02\"\n"
        "skipped 0 pending 0\n",
        "direction", "requests"),
  CASE ("both", READ ANSWER WRITE WRITTEN EXCEPTION, LEAT_END_NO,
        "frame 0+8 " READ_FOUND "frame 8+11 " ANSWER_FOUND
        "frame 19+13 \"\\x01\\x10\\x00\\x01\\x00\\x02\\x04\\x00\\n\\x01\\x02\"\n"
        "frame 32+8 \"\\x01\\x10\\x00\\x01\\x00\\x02\"\nframe 40+5 \"\\x01\\x83\\x02\"\n"
        "skipped 0 pending 0\n",
        BOTH),
  /* an exception is no request */
  CASE ("exception-asked", EXCEPTION, LEAT_END_SILENCE,
        "bad 0+5 (no function that is known)\nskipped 0 pending 0\n", "direction", "requests"),
  CASE ("waits", "\x11\x03\x06\xae\x41", LEAT_END_NO, "skipped 0 pending 5\n", NULL),
  CASE ("silence-ends-the-wait", "\x11\x03\x06\xae\x41", LEAT_END_SILENCE,
        "bad 0+5 (no end of frame)\nskipped 0 pending 0\n", NULL),
  CASE ("noise", "\xff\x00\x55" ANSWER, LEAT_END_NO,
        "bad 0+3 (no address of a device)\nframe 3+11 " ANSWER_FOUND "skipped 0 pending 0\n", NULL),
  CASE ("torn", "\x11\x03\x06\xae\x41" ANSWER, LEAT_END_SILENCE,
        "bad 0+5 (checksum)\nframe 5+11 " ANSWER_FOUND "skipped 0 pending 0\n", NULL),
  CASE ("wrong-checksum", "\x11\x03\x02\xae\x41\x56\x52" EXCEPTION, LEAT_END_SILENCE,
        "bad 0+7 (checksum)\nframe 7+5 \"\\x01\\x83\\x02\"\nskipped 0 pending 0\n", NULL),
  CASE ("other-function", OTHER EXCEPTION, LEAT_END_SILENCE,
        "bad 0+7 (no function that is known)\nframe 7+5 \"\\x01\\x83\\x02\"\n"
        "skipped 0 pending 0\n",
        NULL),
  CASE ("other-functions", OTHER, LEAT_END_SILENCE,
        "frame 0+7 \"\\x01B\\xAA\\xBB\\xCC\"\nskipped 0 pending 0\n", "other-functions", "yes"),
  CASE ("other-functions-wait", OTHER, LEAT_END_NO, "skipped 0 pending 7\n", "other-functions",
        "yes"),
};

static void
test_silence (void)
{
  LeatFramer *framer = feed_framer_new (&modbus_framer_class, NULL);

  g_assert_cmpint (framer->klass->silence (framer, 1000), ==, 100000);
  leat_framer_free (framer);
}

static void
test_random (void)
{
  static const char *const options[] = { BOTH, "other-functions", "yes", NULL };
  static const char alphabet[] = { 0, 1, 2, 3, 6, 7, 0x10, 0x17, 0x18, '\x83', 'x', '\xff' };

  framer_assert_random_streams (&modbus_framer_class, alphabet, sizeof alphabet);
  framer_assert_random_streams_of (&modbus_framer_class, options, alphabet, sizeof alphabet);
}

static void
test_recording (void)
{
  static const char *const options[] = { BOTH, NULL };
  const Feed feed = { &modbus_framer_class, options, 1000, LEAT_END_SILENCE };
  g_autoptr (GString) stream = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    {
      g_string_append_len (stream, READ, sizeof READ - 1);
      g_string_append_len (stream, ANSWER, i % 10 == 9 ? 6 : sizeof ANSWER - 1);
    }
  framer_assert_recording (&feed, stream->str, stream->len, 190);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/modbus/silence", test_silence);
  g_test_add_func ("/modbus/random", test_random);
  g_test_add_func ("/modbus/recording", test_recording);
  return g_test_run ();
}
