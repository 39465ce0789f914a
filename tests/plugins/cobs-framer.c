/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cobs-framer.c - tests the COBS framer through the host's side */
#include "framer-cases.h"
#include <string.h>

static const FramerCase cases[] = {
  /* the examples of the article, section III */
  { "/cobs/one-zero",
    &cobs_framer_class,
    { NULL },
    BYTES ("\1\1\0"),
    LEAT_END_NO,
    "frame 0+3 \"\\x00\"\nskipped 0 pending 0\n" },
  { "/cobs/two-zeros",
    &cobs_framer_class,
    { NULL },
    BYTES ("\1\1\1\0"),
    LEAT_END_NO,
    "frame 0+4 \"\\x00\\x00\"\nskipped 0 pending 0\n" },
  { "/cobs/zero-inside",
    &cobs_framer_class,
    { NULL },
    BYTES ("\3\x11\x22\2\x33\0"),
    LEAT_END_NO,
    "frame 0+6 \"\\x11\"\\x003\"\nskipped 0 pending 0\n" },
  { "/cobs/zero-at-the-end",
    &cobs_framer_class,
    { NULL },
    BYTES ("\2a\1\0"),
    LEAT_END_NO,
    "frame 0+4 \"a\\x00\"\nskipped 0 pending 0\n" },
  { "/cobs/none",
    &cobs_framer_class,
    { NULL },
    BYTES ("\1\0"),
    LEAT_END_NO,
    "frame 0+2 \"\"\nskipped 0 pending 0\n" },
  { "/cobs/marks-alone-are-skipped",
    &cobs_framer_class,
    { NULL },
    BYTES ("\0\0\2a\0\0"),
    LEAT_END_NO,
    "frame 2+3 \"a\"\nskipped 3 pending 0\n" },
  { "/cobs/waits",
    &cobs_framer_class,
    { NULL },
    BYTES ("\2a\0\3b"),
    LEAT_END_NO,
    "frame 0+3 \"a\"\nskipped 0 pending 2\n" },
  { "/cobs/code-too-high",
    &cobs_framer_class,
    { NULL },
    BYTES ("\4ab\0\2c\0"),
    LEAT_END_NO,
    "bad 0+4 (a code says more bytes than there are)\nframe 4+3 \"c\"\nskipped 0 pending 0\n" },
  { "/cobs/end/message",
    &cobs_framer_class,
    { NULL },
    BYTES ("\2a"),
    LEAT_END_MESSAGE,
    "frame 0+2 \"a\"\nskipped 0 pending 0\n" },
  { "/cobs/end/cut",
    &cobs_framer_class,
    { NULL },
    BYTES ("\2a\0\2b"),
    LEAT_END_CUT,
    "frame 0+3 \"a\"\nbad 3+2 (cut)\nskipped 0 pending 0\n" },
  { "/cobs/max-frame",
    &cobs_framer_class,
    { NULL },
    BYTES ("\x13xxxxxxxxxxxxxxxxxx\0\2a\0"),
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+4 (longer than max-frame)\nframe 20+3 \"a\"\n"
    "skipped 0 pending 0\n" },
};

/* blocks of 254 bytes bring no zero along */
static void
test_long (void)
{
  const Feed feed = { &cobs_framer_class, NULL, 1000, LEAT_END_NO };
  g_autoptr (GString) stream = g_string_new ("\xff");
  g_autoptr (GString) expected = g_string_new ("frame 0+259 \"");
  g_autofree char *found = NULL;

  for (guint i = 0; i < 254; i++)
    g_string_append_c (stream, 'a');
  g_string_append_len (stream, "\2b\1", 4);
  for (guint i = 0; i < 254; i++)
    g_string_append_c (expected, 'a');
  g_string_append (expected, "b\\x00\"\nskipped 0 pending 0\n");
  found = feed_run (&feed, stream->str, stream->len, (FeedCut) { 0 });
  g_assert_cmpstr (found, ==, expected->str);
}

/* a reload with a smaller max-frame=, while more than that of a frame is there: the framer has seen
 * bytes that it will not be shown again */
static void
test_shorter (void)
{
  LeatFraming *former = leat_framing_new (feed_framer_new (&cobs_framer_class, NULL), 100);
  LeatFraming *framing = leat_framing_new (feed_framer_new (&cobs_framer_class, NULL), 20);
  const LeatArrival arrival = { .struct_size = sizeof (LeatArrival) };
  LeatPiece piece;

  memset (leat_framing_reserve (former, 60), 'a', 60);
  leat_framing_commit (former, 60, &arrival);
  g_assert_false (leat_framing_next (former, &piece));
  leat_framing_hand_over (former, framing, TRUE);
  leat_framing_free (former);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (leat_framing_next (framing, &piece));
      g_assert_cmpstr (piece.reason, ==, "longer than max-frame");
      g_assert_cmpuint (piece.length, ==, 20);
    }
  memcpy (leat_framing_reserve (framing, 4), "\0\2b", 4);
  leat_framing_commit (framing, 4, &arrival);
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_cmpuint (piece.length, ==, 1); /* the mark belongs to the noise */
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_cmpstr (piece.reason, ==, NULL);
  g_assert_cmpuint (piece.frame.length, ==, 1);
  g_assert_cmpuint (piece.frame.payload[0], ==, 'b');
  leat_framing_free (framing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/cobs/long", test_long);
  g_test_add_func ("/cobs/shorter-max-frame", test_shorter);
  return g_test_run ();
}
