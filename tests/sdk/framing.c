/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framing.c - tests the host's side of a framer, with framers of its own */
#include "feed.h"
#include <string.h>

/* a frame is <, a digit, so many bytes, a byte that must be >; dots are padding; the payload is in
 * scratch */
typedef struct {
  LeatFramer parent;
  guint n_scans;
  gsize n_found; /* bytes that find() was shown */
  guint n_resets;
} BlockFramer;

static const LeatOption no_options[] = { LEAT_OPTION_END };

static LeatScan
block_bad (LeatFrame *frame, const char *reason)
{
  frame->reason = reason;
  return LEAT_SCAN_BAD;
}

static LeatScan
block_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  gsize length;

  ((BlockFramer *) framer)->n_scans++;
  if (input->data[0] == '.')
    {
      frame->used = 1;
      return LEAT_SCAN_SKIP;
    }
  if (input->data[0] != '<')
    return block_bad (frame, "no <");
  if (input->length >= 2 && !g_ascii_isdigit (input->data[1]))
    return block_bad (frame, "no length");

  length = input->length >= 2 ? (gsize) (input->data[1] - '0') : 0;
  if (input->length < length + 3)
    return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : block_bad (frame, "short");
  if (input->data[length + 2] != '>')
    return block_bad (frame, "no >");

  memcpy (input->scratch, input->data + 2, length);
  frame->payload = input->scratch;
  frame->length = length;
  frame->used = length + 3;
  return LEAT_SCAN_FRAME;
}

static gsize
block_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  const guint8 *hit = memchr (data, '<', length);

  ((BlockFramer *) framer)->n_found += length;
  return hit != NULL ? (gsize) (hit - data) : length;
}

static void
block_reset (LeatFramer *framer)
{
  ((BlockFramer *) framer)->n_resets++;
}

static gint64
block_silence (LeatFramer *framer, gint64 character_time)
{
  return character_time * 4 - 400;
}

static const LeatFramerClass block_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (BlockFramer),
  .name = "block",
  .summary = "Blocks with their length.",
  .options = no_options,
  .scan = block_scan,
  .find = block_find,
  .silence = block_silence,
  .reset = block_reset,
};

/* as an old plugin has it: scan() is the last that it knows of */
static const LeatFramerClass block_class_without_find = {
  .struct_size = G_STRUCT_OFFSET (LeatFramerClass, find),
  .instance_size = sizeof (BlockFramer),
  .name = "block",
  .summary = "Blocks with their length.",
  .options = no_options,
  .scan = block_scan,
  .find = block_find,
};

typedef struct {
  const char *path;
  const char *bytes;
  gsize max_frame;
  LeatEnd end;
  const char *found;
} FramingCase;

static const FramingCase framing_cases[] = {
  { "/framing/found/frames", "<3abc><0><1x>", 20, LEAT_END_NO,
    "frame 0+6 \"abc\"\nframe 6+3 \"\"\nframe 9+4 \"x\"\nskipped 0 pending 0\n" },
  { "/framing/found/half-a-frame-waits", "<1a><3ab", 20, LEAT_END_NO,
    "frame 0+4 \"a\"\nskipped 0 pending 4\n" },
  { "/framing/found/padding", "..<1a>...<1b>.", 20, LEAT_END_NO,
    "frame 2+4 \"a\"\nframe 9+4 \"b\"\nskipped 6 pending 0\n" },
  { "/framing/found/noise-is-one-piece", "<1a>xx<<yy<q<1b>", 20, LEAT_END_NO,
    "frame 0+4 \"a\"\nbad 4+8 (no <)\nframe 12+4 \"b\"\nskipped 0 pending 0\n" },
  { "/framing/found/first-reason-stands", "<1abxx<1b>", 20, LEAT_END_NO,
    "bad 0+6 (no >)\nframe 6+4 \"b\"\nskipped 0 pending 0\n" },
  { "/framing/found/padding-in-noise-is-noise", "x<.<1b>", 20, LEAT_END_NO,
    "bad 0+3 (no <)\nframe 3+4 \"b\"\nskipped 0 pending 0\n" },
  { "/framing/found/noise-waits-for-what-ends-it", "xyz", 20, LEAT_END_NO,
    "skipped 0 pending 3\n" },
  { "/framing/found/long-noise-is-cut", "abcdefghijklm<1b>", 5, LEAT_END_NO,
    "bad 0+5 (no <)\nbad 5+5 (no <)\nbad 10+3 (no <)\nframe 13+4 \"b\"\nskipped 0 pending 0\n" },
  { "/framing/found/noise-of-max-frame", "abcde<1b>", 5, LEAT_END_NO,
    "bad 0+5 (no <)\nframe 5+4 \"b\"\nskipped 0 pending 0\n" },
  { "/framing/found/frame-of-max-frame", "<2ab><2cd>", 5, LEAT_END_NO,
    "frame 0+5 \"ab\"\nframe 5+5 \"cd\"\nskipped 0 pending 0\n" },
  { "/framing/found/longer-than-max-frame", "<3abc><2ab>", 5, LEAT_END_NO,
    "bad 0+5 (longer than max-frame)\nbad 5+1 (longer than max-frame)\nframe 6+5 \"ab\"\n"
    "skipped 0 pending 0\n" },
  { "/framing/found/frame-inside-a-false-start", "<8<1a>xx<1b>", 10, LEAT_END_NO,
    "bad 0+2 (longer than max-frame)\nframe 2+4 \"a\"\nbad 6+2 (no <)\nframe 8+4 \"b\"\n"
    "skipped 0 pending 0\n" },
  { "/framing/end/cut", "<1a><3ab", 20, LEAT_END_CUT,
    "frame 0+4 \"a\"\nbad 4+4 (cut)\nskipped 0 pending 0\n" },
  { "/framing/end/cut-in-noise", "xx<3ab", 20, LEAT_END_CUT,
    "bad 0+6 (no <)\nskipped 0 pending 0\n" },
  { "/framing/end/frame-inside-what-is-cut", "<9<1a>x", 20, LEAT_END_CUT,
    "bad 0+2 (cut)\nframe 2+4 \"a\"\nbad 6+1 (no <)\nskipped 0 pending 0\n" },
  { "/framing/end/frame-timeout", "<1a><3ab", 20, LEAT_END_LIMIT,
    "frame 0+4 \"a\"\nbad 4+4 (longer than frame-timeout)\nskipped 0 pending 0\n" },
  { "/framing/end/stream", "<1a><3ab", 20, LEAT_END_STREAM,
    "frame 0+4 \"a\"\nbad 4+4 (short)\nskipped 0 pending 0\n" },
  { "/framing/end/message", "<3ab", 20, LEAT_END_MESSAGE,
    "bad 0+4 (short)\nskipped 0 pending 0\n" },
  { "/framing/end/silence", "<3ab", 20, LEAT_END_SILENCE,
    "bad 0+4 (short)\nskipped 0 pending 0\n" },
  { "/framing/end/max-frame-goes-before-the-end", "<9abc", 5, LEAT_END_STREAM,
    "bad 0+5 (longer than max-frame)\nskipped 0 pending 0\n" },
  { "/framing/end/nothing-there", "<1a>", 20, LEAT_END_CUT,
    "frame 0+4 \"a\"\nskipped 0 pending 0\n" },
};

static void
test_found (gconstpointer data)
{
  const FramingCase *this = data;
  const LeatFramerClass *classes[] = { &block_class, &block_class_without_find };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      Feed feed = { classes[i], NULL, this->max_frame, this->end };
      g_autofree char *found = feed_run (&feed, this->bytes, strlen (this->bytes), (FeedCut) { 0 });

      g_assert_cmpstr (found, ==, this->found);
      feed_assert_cuts_are_nothing (&feed, this->bytes, strlen (this->bytes), random);
    }
}

static void
test_random_streams (void)
{
  static const char *const alphabets[] = {
    "<>0123.x", "<1a>", "<<<9", "abc", "<3abc>", "<2ab>.\xff"
  };
  static const LeatEnd ends[] = { LEAT_END_NO, LEAT_END_STREAM, LEAT_END_CUT, LEAT_END_LIMIT };
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint round = 0; round < 400; round++)
    {
      const char *alphabet = alphabets[round % G_N_ELEMENTS (alphabets)];
      Feed feed = { round % 3 == 0 ? &block_class_without_find : &block_class, NULL,
                    (gsize) g_rand_int_range (random, 1, 20), ends[round % G_N_ELEMENTS (ends)] };
      char bytes[100];

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = alphabet[g_rand_int_range (random, 0, (gint32) strlen (alphabet))];
      feed_assert_cuts_are_nothing (&feed, bytes,
                                    (gsize) g_rand_int_range (random, 1, sizeof bytes), random);
    }
}

typedef struct {
  LeatFraming *framing;
  BlockFramer *framer;
  LeatPiece piece;
} Fixture;

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  LeatFramer *framer = feed_framer_new (&block_class, NULL);

  self->framer = (BlockFramer *) framer;
  self->framing = leat_framing_new (framer, 20);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  leat_framing_free (self->framing);
}

static void
fixture_commit (Fixture *self, const char *bytes, const LeatArrival *arrival)
{
  static const LeatArrival unknown = { .struct_size = sizeof (LeatArrival) };

  memcpy (leat_framing_reserve (self->framing, strlen (bytes)), bytes, strlen (bytes));
  leat_framing_commit (self->framing, strlen (bytes), arrival != NULL ? arrival : &unknown);
}

#define assert_frame(self, text) \
  G_STMT_START \
  { \
    g_assert_true (leat_framing_next ((self)->framing, &(self)->piece)); \
    g_assert_null ((self)->piece.reason); \
    g_assert_cmpmem ((self)->piece.frame.payload, (int) (self)->piece.frame.length, text, \
                     (int) strlen (text)); \
  } \
  G_STMT_END

#define assert_bad(self, text) \
  G_STMT_START \
  { \
    g_assert_true (leat_framing_next ((self)->framing, &(self)->piece)); \
    g_assert_nonnull ((self)->piece.reason); \
    g_assert_cmpmem ((self)->piece.data, (int) (self)->piece.length, text, (int) strlen (text)); \
  } \
  G_STMT_END

#define assert_nothing(self) g_assert_false (leat_framing_next ((self)->framing, &(self)->piece))

static void
test_more_is_remembered (Fixture *self, gconstpointer data)
{
  fixture_commit (self, "<3ab", NULL);
  for (guint i = 0; i < 5; i++)
    assert_nothing (self);
  g_assert_cmpuint (self->framer->n_scans, ==, 1);

  fixture_commit (self, "c>", NULL);
  assert_frame (self, "abc");
  g_assert_cmpuint (self->framer->n_scans, ==, 2);
}

static void
test_find_sees_each_byte_once (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 1000; i++)
    {
      fixture_commit (self, "x", NULL);
      while (leat_framing_next (self->framing, &self->piece))
        g_assert_cmpuint (self->piece.length, ==, 20);
    }
  g_assert_cmpuint (self->framer->n_found, ==, 999);
  g_assert_cmpuint (self->framer->n_scans, ==, 1);
}

static void
test_reset (Fixture *self, gconstpointer data)
{
  static const struct {
    LeatEnd end;
    guint n_resets;
  } ends[] = {
    { LEAT_END_MESSAGE, 0 }, { LEAT_END_SILENCE, 0 }, { LEAT_END_LIMIT, 0 },
    { LEAT_END_STREAM, 1 },  { LEAT_END_CUT, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      leat_framing_end (self->framing, ends[i].end, (LeatMoment) { 0 });
      assert_nothing (self);
      g_assert_cmpuint (self->framer->n_resets, ==, ends[i].n_resets);
    }
}

/* behind a pause a frame begins where find() says so; behind all other ends it begins anew */
static void
test_noise_over_an_end (Fixture *self, gconstpointer data)
{
  fixture_commit (self, "xx", NULL);
  leat_framing_end (self->framing, LEAT_END_LIMIT, (LeatMoment) { 0 });
  assert_bad (self, "xx");
  assert_nothing (self);
  fixture_commit (self, "..<1a>", NULL);
  assert_bad (self, "..");
  g_assert_cmpstr (self->piece.reason, ==, "no <");
  assert_frame (self, "a");

  fixture_commit (self, "xx", NULL);
  leat_framing_end (self->framing, LEAT_END_CUT, (LeatMoment) { 0 });
  assert_bad (self, "xx");
  assert_nothing (self);
  fixture_commit (self, "..<1a>", NULL);
  assert_frame (self, "a");
  g_assert_cmpuint (leat_framing_get_skipped (self->framing), ==, 2);
}

static void
test_several_ends (Fixture *self, gconstpointer data)
{
  const LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .end = LEAT_END_MESSAGE };

  fixture_commit (self, "<3ab", &arrival);
  fixture_commit (self, "<1", &arrival);
  leat_framing_end (self->framing, LEAT_END_CUT, (LeatMoment) { 0 });
  fixture_commit (self, "<1a>", NULL);
  assert_bad (self, "<3ab");
  g_assert_cmpstr (self->piece.reason, ==, "short");
  assert_bad (self, "<1");
  g_assert_cmpuint (self->framer->n_resets, ==, 0);
  assert_frame (self, "a");
  g_assert_cmpint (self->piece.arrival.end, ==, LEAT_END_NO);
  g_assert_cmpuint (self->framer->n_resets, ==, 1);
  assert_nothing (self);
}

/* room is made while a frame is held back behind its noise: it moves with the bytes */
static void
test_room_amid_pieces (Fixture *self, gconstpointer data)
{
  fixture_commit (self, "<1a>xx<3abc>", NULL);
  assert_frame (self, "a");
  assert_bad (self, "xx");
  leat_framing_reserve (self->framing, 1000);
  assert_frame (self, "abc");
  g_assert_cmpmem (self->piece.data, (int) self->piece.length, "<3abc>", 6);
  g_assert_cmpuint (self->piece.offset, ==, 6);
  assert_nothing (self);
}

static void
test_arrival (Fixture *self, gconstpointer data)
{
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival),
                          .moment = { 5000, 500 },
                          .byte_time = 10 };

  fixture_commit (self, "<1a>..<3a", &arrival);
  assert_frame (self, "a");
  g_assert_cmpint (self->piece.arrival.moment.time, ==, 5000 - 8 * 10);
  g_assert_cmpint (self->piece.arrival.moment.monotonic, ==, 500 - 8 * 10);
  g_assert_cmpint (self->piece.arrival.byte_time, ==, 10);
  g_assert_false (self->piece.arrival.line_error);
  assert_nothing (self);

  arrival.moment = (LeatMoment) { 6000, 1500 };
  arrival.line_error = TRUE;
  fixture_commit (self, "bc><1d>", &arrival);
  assert_frame (self, "abc");
  g_assert_cmpint (self->piece.arrival.moment.time, ==, 5000 - 2 * 10);
  g_assert_true (self->piece.arrival.line_error);
  assert_frame (self, "d");
  g_assert_cmpint (self->piece.arrival.moment.time, ==, 6000 - 3 * 10);

  leat_framing_end (self->framing, LEAT_END_SILENCE, (LeatMoment) { 6995, 2495 });
  assert_nothing (self);
  arrival.moment = (LeatMoment) { 7000, 2500 };
  arrival.line_error = FALSE;
  fixture_commit (self, "<1e>", &arrival);
  assert_frame (self, "e");
  g_assert_cmpint (self->piece.arrival.moment.time, ==, 6995);
  g_assert_false (self->piece.arrival.line_error);
}

static void
test_silence (Fixture *self, gconstpointer data)
{
  LeatFraming *without = leat_framing_new (feed_framer_new (&block_class_without_find, NULL), 20);

  g_assert_cmpint (leat_framing_get_silence (self->framing, 1041667), ==, 4 * 1042 - 400);
  g_assert_cmpint (leat_framing_get_silence (self->framing, 0), ==, 0);
  g_assert_cmpint (leat_framing_get_silence (without, 1000000), ==, 0);
  leat_framing_free (without);
}

/* what waits goes on in another framer, with its arrival; the rest of a torn frame is no whole one
 */
static void
test_hand_over (Fixture *self, gconstpointer data)
{
  const LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .moment = { 70, 7 } };
  LeatFraming *former = self->framing;

  fixture_commit (self, "<1a><3b", &arrival);
  assert_frame (self, "a");
  assert_nothing (self);
  self->framing = leat_framing_new (feed_framer_new (&block_class, NULL), 20);
  leat_framing_hand_over (former, self->framing, TRUE);
  g_assert_cmpuint (leat_framing_get_pending (former), ==, 0);
  fixture_commit (self, "cd>", NULL);
  assert_frame (self, "bcd");
  g_assert_cmpint (self->piece.arrival.moment.time, ==, 70);

  fixture_commit (self, "x", NULL); /* find() looks for the next */
  assert_nothing (self);
  leat_framing_hand_over (self->framing, former, FALSE);
  memcpy (leat_framing_reserve (former, 6), "..<1a>", 6);
  leat_framing_commit (former, 6, &arrival);
  leat_framing_free (g_steal_pointer (&self->framing));
  self->framing = former;
  assert_bad (self, "x..");
  assert_frame (self, "a");
}

#define add(path, function) \
  g_test_add ("/framing/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (framing_cases); i++)
    g_test_add_data_func (framing_cases[i].path, &framing_cases[i], test_found);
  g_test_add_func ("/framing/random-streams", test_random_streams);
  add ("more-is-remembered", test_more_is_remembered);
  add ("find-sees-each-byte-once", test_find_sees_each_byte_once);
  add ("reset", test_reset);
  add ("noise-over-an-end", test_noise_over_an_end);
  add ("several-ends", test_several_ends);
  add ("hand-over", test_hand_over);
  add ("room-amid-pieces", test_room_amid_pieces);
  add ("arrival", test_arrival);
  add ("silence", test_silence);
  return g_test_run ();
}
