/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* feed.c - feeds bytes through a framer in pieces and writes down what was found */
#include "feed.h"
#include <string.h>

typedef struct {
  LeatFraming *framing;
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

static void
feed_write_piece (FeedState *self, const LeatPiece *piece)
{
  g_autofree char *payload = NULL;

  g_string_append_printf (self->found, "%s %" G_GUINT64_FORMAT "+%" G_GSIZE_FORMAT " ",
                          piece->reason == NULL ? "frame" : "bad", piece->offset, piece->length);
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
      g_assert_cmpuint (piece.length, >, 0);
      g_assert_cmpuint (piece.offset, >=, self->done);
      g_assert_true (memcmp (piece.data, self->data + piece.offset, piece.length) == 0);
      g_assert_cmpint (piece.arrival.moment.time, ==, 1000);
      self->done = piece.offset + piece.length;
      self->given += piece.length;
      feed_write_piece (self, &piece);
    }
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
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (self->klass, self->options), self->max_frame);
  FeedState state = { framing, data, 0, 0, g_string_new (NULL) };
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .moment = { 1000, 1000 } };

  for (gsize offset = 0, chunk; offset < length; offset += chunk)
    {
      chunk = feed_next_chunk (&cut, offset, length);
      memcpy (leat_framing_reserve (framing, chunk), state.data + offset, chunk);
      leat_framing_commit (framing, chunk, &arrival);
      feed_drain (&state);
    }
  if (self->end != LEAT_END_NO)
    {
      leat_framing_end (framing, self->end, arrival.moment);
      feed_drain (&state);
      g_assert_cmpuint (leat_framing_get_pending (framing), ==, 0);
    }

  g_assert_cmpuint (leat_framing_get_offset (framing), ==, length);
  g_assert_cmpuint (state.given + leat_framing_get_skipped (framing) +
                        leat_framing_get_pending (framing),
                    ==, length);
  g_string_append_printf (state.found,
                          "skipped %" G_GUINT64_FORMAT " pending %" G_GSIZE_FORMAT "\n",
                          leat_framing_get_skipped (framing), leat_framing_get_pending (framing));
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
}
