/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-push-framer.c - tests that pictures are found one behind the other, and what is said of
 * those that are none */
#include "pictures-push-framer.h"
#include "feed.h"
#include "pictures-pushed.h"

#define MAX_FRAME 400

typedef struct {
  const char *path;
  const char *order;
  const char *counts;
  gboolean is_little;
  guint counted;
} Way;

/* all that the size may mean */
static const Way ways[] = {
  { "/framer/big-data", "big", "data", FALSE, 0 },
  { "/framer/big-name", "big", "name", FALSE, 128 },
  { "/framer/big-type", "big", "type", FALSE, 132 },
  { "/framer/big-all", "big", "all", FALSE, 136 },
  { "/framer/little-data", "little", "data", TRUE, 0 },
  { "/framer/little-name", "little", "name", TRUE, 128 },
  { "/framer/little-type", "little", "type", TRUE, 132 },
  { "/framer/little-all", "little", "all", TRUE, 136 },
};

/* what is found in @stream, however it is cut */
static void
assert_found (const char *const *options, const GByteArray *stream, LeatEnd end,
              const char *expected)
{
  const Feed feed = { &picture_push_framer_class, options, MAX_FRAME, end };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *found = feed_run (&feed, stream->data, stream->len, (FeedCut) { 0 });

  g_assert_cmpstr (found, ==, expected);
  feed_assert_cuts_are_nothing (&feed, stream->data, stream->len, random);
}

static char *
write_frame (guint64 at, const GByteArray *pushed)
{
  g_autofree char *text = leat_escape_do (pushed->data, pushed->len);

  return g_strdup_printf ("frame %" G_GUINT64_FORMAT "+%u \"%s\"\n", at, pushed->len, text);
}

/* pictures of one byte, of what looks like a header, and the largest that there may be */
static void
test_way (gconstpointer data)
{
  const Way *way = data;
  const char *const options[] = { "byte-order", way->order, "size-counts", way->counts, NULL };
  static const gsize lengths[] = { 1, 136, MAX_FRAME - 136 };
  const guint8 picture[MAX_FRAME] = { 0, 0, 0, 9 };
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GByteArray) pushed = g_byte_array_new ();
      g_autofree char *line = NULL;

      pushed_append (pushed, way->is_little, way->counted, "a.jpg", picture, lengths[i]);
      line = write_frame (stream->len, pushed);
      g_string_append (expected, line);
      g_byte_array_append (stream, pushed->data, pushed->len);
    }
  g_string_append (expected, "skipped 0 pending 0\n");
  assert_found (options, stream, LEAT_END_STREAM, expected->str);
}

typedef struct {
  const char *path;
  guint32 size;
  const char *name;
  gsize came; /* bytes behind the header */
  const char *options[5];
  LeatEnd end;
  gboolean goes_on; /* another picture stands behind it */
  const char *found;
} Refused;

#define KIND_LOST "\1"
#define KIND_LARGE "\2"
#define KIND_EMPTY "\3"
#define KIND_CUT "\4"

static const Refused refused[] = {
  { "/framer/too-large",
    265,
    "a.jpg",
    265,
    { NULL },
    LEAT_END_NO,
    TRUE,
    KIND_LARGE "too large: 265 bytes; max-frame= allows 400, with its header" },
  { "/framer/too-large-in-this-order",
    0x0c000000,
    "a.jpg",
    300,
    { NULL },
    LEAT_END_STREAM,
    FALSE,
    KIND_LARGE "too large: 201326592 bytes; max-frame= allows 400, with its header; "
               "byte-order=little: 12" },
  { "/framer/beyond-all",
    0xfe000000,
    "a.jpg",
    300,
    { NULL },
    LEAT_END_STREAM,
    FALSE,
    KIND_LOST "no header: a picture of 4261412864 bytes; byte-order=little: 254" },
  { "/framer/counts-too-little",
    135,
    "a.jpg",
    300,
    { "size-counts", "all", NULL },
    LEAT_END_STREAM,
    FALSE,
    KIND_LOST "no header: its size does not count what size-counts= says" },
  { "/framer/no-name",
    10,
    "a\x01"
    "b",
    300,
    { NULL },
    LEAT_END_STREAM,
    FALSE,
    KIND_LOST "no header: its file name has control characters" },
  { "/framer/empty",
    0,
    "a.jpg",
    0,
    { NULL },
    LEAT_END_NO,
    TRUE,
    KIND_EMPTY "a picture of no bytes" },
  { "/framer/cut",
    200,
    "a.jpg",
    100,
    { NULL },
    LEAT_END_CUT,
    FALSE,
    KIND_CUT "cut: 100 of its 200 bytes came" },
  { "/framer/ends-amid-it",
    200,
    "a.jpg",
    199,
    { NULL },
    LEAT_END_STREAM,
    FALSE,
    KIND_CUT "cut: 199 of its 200 bytes came" },
  { "/framer/took-too-long",
    200,
    "a.jpg",
    0,
    { NULL },
    LEAT_END_LIMIT,
    FALSE,
    KIND_CUT "cut: 0 of its 200 bytes came" },
};

/* no more than its header is kept, and the next one is found where it stands */
static void
test_refused (gconstpointer data)
{
  const Refused *test = data;
  guint8 picture[MAX_FRAME] = { 0 };
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (GByteArray) next = g_byte_array_new ();
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *found = leat_escape_do ((const guint8 *) test->found, strlen (test->found));

  pushed_append (stream, FALSE, (guint) (test->size - test->came), test->name, picture, test->came);
  g_string_append_printf (expected, "frame 0+136 \"%s\"\n", found);
  if (test->goes_on)
    {
      g_autofree char *line = NULL;

      pushed_append (next, FALSE, 0, "b.jpg", "picture", 7);
      line = write_frame (stream->len, next);
      g_string_append (expected, line);
      g_byte_array_append (stream, next->data, next->len);
    }
  g_string_append_printf (expected, "skipped %zu pending 0\n", test->came);
  assert_found (test->options, stream, test->end, expected->str);
}

static void
test_cut_in_header (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();

  pushed_append (stream, FALSE, 0, "a.jpg", "picture", 7);
  g_byte_array_set_size (stream, 135);
  assert_found (NULL, stream, LEAT_END_CUT,
                "frame 0+135 \"\\x04cut: in the midst of its header\"\nskipped 0 pending 0\n");
}

static LeatPiece
feed_one (LeatFraming *framing, const GByteArray *bytes)
{
  const LeatArrival arrival = { .struct_size = sizeof arrival, .moment = { 1000, 1000 } };
  LeatPiece piece = { .reason = "nothing was found" };

  memcpy (leat_framing_reserve (framing, bytes->len), bytes->data, bytes->len);
  leat_framing_commit (framing, bytes->len, &arrival);
  leat_framing_next (framing, &piece);
  return piece;
}

/* who was out of step is not behind the next connection */
static void
test_again (void)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (&picture_push_framer_class, NULL), MAX_FRAME);
  g_autoptr (GByteArray) wrong = g_byte_array_new ();
  g_autoptr (GByteArray) right = g_byte_array_new ();
  LeatPiece piece;

  pushed_append (wrong, FALSE, 0, "\n", "picture", 7);
  pushed_append (right, FALSE, 0, "a.jpg", "picture", 7);
  piece = feed_one (framing, wrong);
  g_assert_null (piece.reason);
  g_assert_cmpint (piece.frame.payload[0], ==, PUSH_OUT_OF_STEP);
  g_assert_false (leat_framing_next (framing, &piece));
  piece = feed_one (framing, right);
  g_assert_cmpstr (piece.reason, ==, "nothing was found");
  leat_framing_end (framing, LEAT_END_CUT, (LeatMoment) { 2000, 2000 });
  g_assert_false (leat_framing_next (framing, &piece));
  piece = feed_one (framing, right);
  g_assert_null (piece.reason);
  g_assert_cmpuint (piece.frame.length, ==, right->len);
}

/* the rest of a picture that took too long is none */
static void
test_late (void)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (&picture_push_framer_class, NULL), MAX_FRAME);
  g_autoptr (GByteArray) first = g_byte_array_new ();
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  const guint8 picture[100] = { 0 };
  LeatPiece piece;

  pushed_append (first, FALSE, 0, "a.jpg", picture, 100);
  g_byte_array_append (rest, first->data + 200, first->len - 200);
  pushed_append (rest, FALSE, 0, "b.jpg", "picture", 7);
  g_byte_array_set_size (first, 200);
  g_assert_cmpstr (feed_one (framing, first).reason, ==, "nothing was found");
  leat_framing_end (framing, LEAT_END_LIMIT, (LeatMoment) { 2000, 2000 });
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_cmpint (piece.frame.payload[0], ==, PUSH_CUT);
  g_assert_false (leat_framing_next (framing, &piece));
  piece = feed_one (framing, rest);
  g_assert_null (piece.reason);
  g_assert_cmpuint (piece.frame.length, ==, PUSH_HEADER + 7);
}

/* any bytes, any max-frame, that of a header among them */
static void
test_random (void)
{
  static const LeatEnd ends[] = { LEAT_END_NO,     LEAT_END_MESSAGE, LEAT_END_SILENCE,
                                  LEAT_END_STREAM, LEAT_END_CUT,     LEAT_END_LIMIT };
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint round = 0; round < 60; round++)
    {
      const Feed feed = { &picture_push_framer_class, NULL,
                          (gsize) (round % 2 == 0 ? 1 + round : 130 + round),
                          ends[round % G_N_ELEMENTS (ends)] };
      guint8 bytes[450] = { 0 };

      for (gsize i = 0; i < sizeof bytes; i += 7)
        bytes[i] = (guint8) g_rand_int_range (random, 0, round % 3 == 0 ? 2 : 256);
      feed_assert_cuts_are_nothing (&feed, bytes,
                                    (gsize) g_rand_int_range (random, 1, sizeof bytes), random);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    g_test_add_data_func (ways[i].path, &ways[i], test_way);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_test_add_data_func (refused[i].path, &refused[i], test_refused);
  g_test_add_func ("/framer/cut-in-header", test_cut_in_header);
  g_test_add_func ("/framer/again", test_again);
  g_test_add_func ("/framer/late", test_late);
  g_test_add_func ("/framer/random", test_random);
  return g_test_run ();
}
