/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* feed.c - feeds bytes through a framer in pieces and writes down what was found */
#include "feed.h"
#include <string.h>

typedef struct {
  const Feed *feed;
  LeatFraming *framing;
  guint64 base;    /* offset at which @framing begins */
  guint64 skipped; /* by those before it */
  const guint8 *data;
  guint64 done;  /* offset behind the last piece */
  guint64 given; /* bytes in pieces */
  GString *found;
} FeedState;

LeatFramer *
feed_framer_new (const LeatFramerClass *klass, const char *const *options)
{
  LeatFramer *framer = leat_framer_instance_new (klass);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; options != NULL && options[i] != NULL; i += 2)
    {
      leat_option_set (leat_options_find (klass->options, options[i]), framer, options[i + 1],
                       &error);
      g_assert_no_error (error);
    }
  leat_framer_instance_init (framer, &error);
  g_assert_no_error (error);
  return framer;
}

static LeatFraming *
feed_framing_new (const Feed *feed)
{
  return leat_framing_new (feed_framer_new (feed->klass, feed->options), feed->max_frame);
}

static void
feed_write_piece (FeedState *self, const LeatPiece *piece)
{
  g_autofree char *payload = NULL;

  g_string_append_printf (self->found, "%s %" G_GUINT64_FORMAT "+%" G_GSIZE_FORMAT " ",
                          piece->reason == NULL ? "frame" : "bad", self->base + piece->offset,
                          piece->length);
  if (piece->reason != NULL)
    {
      g_string_append_printf (self->found, "(%s)\n", piece->reason);
      return;
    }
  payload = leat_escape_do (piece->frame.payload, piece->frame.length);
  g_string_append_printf (self->found, "\"%s\"\n", payload);
}

static void
feed_drain (FeedState *self)
{
  LeatPiece piece;

  while (leat_framing_next (self->framing, &piece))
    {
      const guint64 offset = self->base + piece.offset;

      g_assert_cmpuint (piece.length, >, 0);
      g_assert_cmpuint (offset, >=, self->done);
      g_assert_true (memcmp (piece.data, self->data + offset, piece.length) == 0);
      g_assert_cmpint (piece.arrival.moment.time, ==, 1000);
      self->done = offset + piece.length;
      self->given += piece.length;
      feed_write_piece (self, &piece);
    }
}

/* as at a reload: the stream goes on in another framing */
static void
feed_hand_over (FeedState *self)
{
  LeatFraming *next = feed_framing_new (self->feed);

  leat_framing_hand_over (self->framing, next, TRUE);
  g_assert_cmpuint (leat_framing_get_pending (self->framing), ==, 0);
  self->base += leat_framing_get_offset (self->framing) - leat_framing_get_pending (next);
  self->skipped += leat_framing_get_skipped (self->framing);
  leat_framing_free (self->framing);
  self->framing = next;
}

static gsize
feed_next_chunk (const FeedCut *cut, gsize offset, gsize length)
{
  gsize chunk = offset == 0 && cut->first > 0 ? cut->first : cut->chunk;

  if (chunk == 0)
    return length - offset;
  if (cut->random != NULL)
    chunk = (gsize) g_rand_int_range (cut->random, 1, (gint32) chunk + 1);
  return MIN (chunk, length - offset);
}

char *
feed_run (const Feed *self, const void *data, gsize length, FeedCut cut)
{
  FeedState state = { .feed = self,
                      .framing = feed_framing_new (self),
                      .data = data,
                      .found = g_string_new (NULL) };
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .moment = { 1000, 1000 } };
  gsize pending;

  for (gsize offset = 0, chunk; offset < length; offset += chunk)
    {
      chunk = feed_next_chunk (&cut, offset, length);
      memcpy (leat_framing_reserve (state.framing, chunk), state.data + offset, chunk);
      leat_framing_commit (state.framing, chunk, &arrival);
      feed_drain (&state);
      if (cut.hands_over)
        feed_hand_over (&state);
    }
  if (self->end != LEAT_END_NO)
    {
      leat_framing_end (state.framing, self->end, arrival.moment);
      feed_drain (&state);
      g_assert_cmpuint (leat_framing_get_pending (state.framing), ==, 0);
    }

  pending = leat_framing_get_pending (state.framing);
  state.skipped += leat_framing_get_skipped (state.framing);
  g_assert_cmpuint (state.base + leat_framing_get_offset (state.framing), ==, length);
  g_assert_cmpuint (state.given + state.skipped + pending, ==, length);
  g_string_append_printf (state.found,
                          "skipped %" G_GUINT64_FORMAT " pending %" G_GSIZE_FORMAT "\n",
                          state.skipped, pending);
  leat_framing_free (state.framing);
  return g_string_free (state.found, FALSE);
}

static void
feed_assert_same (const Feed *self, const void *data, gsize length, FeedCut cut,
                  const char *expected)
{
  g_autofree char *found = feed_run (self, data, length, cut);

  g_assert_cmpstr (found, ==, expected);
}

void
feed_assert_cuts_are_nothing (const Feed *self, const void *data, gsize length, GRand *random)
{
  g_autofree char *expected = feed_run (self, data, length, (FeedCut) { 0 });

  for (gsize first = 1; first < length; first++)
    feed_assert_same (self, data, length, (FeedCut) { .first = first }, expected);
  for (gsize chunk = 1; chunk <= 3; chunk++)
    feed_assert_same (self, data, length, (FeedCut) { .chunk = chunk }, expected);
  for (gsize chunk = 2; chunk <= 64; chunk *= 2)
    feed_assert_same (self, data, length, (FeedCut) { .chunk = chunk, .random = random }, expected);
  for (gsize chunk = 1; chunk <= 16; chunk *= 4)
    feed_assert_same (self, data, length,
                      (FeedCut) { .chunk = chunk, .random = random, .hands_over = TRUE }, expected);
}
