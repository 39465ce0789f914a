/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-vectors.h - frames of known protocols, found in streams by options alone */
#pragma once
#include "framer-cases.h"
#include <string.h>

/**
 * FrameVector:
 * @frame: one whole frame, as a public document or the protocol's rule has it
 * @payload: where in it the payload stands; with @is_unescaped what follows
 * @unescaped: the payload, if it is not in the frame
 * @noise: what stands between frames; no frame begins in it
 * @is_checked: a frame of which a byte is lost or wrong is none
 */
typedef struct {
  const char            *path;
  const LeatFramerClass *klass;
  const char            *options[29];
  const char            *frame;
  gsize                  length;
  gsize                  payload;
  gsize                  n_payload;
  const char            *unescaped;
  const char            *noise;
  gboolean               is_checked;
} FrameVector;

#define FRAME_VECTOR_MAX_FRAME 1024

/* the same, byte by byte and at random cuts: the found ones, and exactly so many */
static inline void
frame_vectors_assert_stream (const Feed *feed, const GString *stream, const char *line,
                             guint n_frames)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree char *expected = feed_run (feed, stream->str, stream->len, (FeedCut) { 0 });
  g_auto (GStrv) lines = g_strsplit (expected, "\n", -1);
  guint n = 0;

  g_test_message ("%s", expected);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "frame "))
      {
        g_assert_true (g_str_has_suffix (lines[i], line));
        n++;
      }
  g_assert_cmpuint (n, ==, n_frames);
  for (guint round = 0; round <= FRAMER_CUTS; round++)
    {
      const FeedCut cut = { .chunk = 1 + round % 64, .random = round > 0 ? random : NULL };
      g_autofree char *found = feed_run (feed, stream->str, stream->len, cut);

      g_assert_cmpstr (found, ==, expected);
    }
}

/* three in a row, noise, one, one that is damaged, one that is torn, two */
static inline void
frame_vector_test (gconstpointer data)
{
  const FrameVector *this = data;
  const Feed feed = { this->klass, this->options, FRAME_VECTOR_MAX_FRAME, LEAT_END_CUT };
  const gsize n = this->unescaped != NULL ? strlen (this->unescaped) : this->n_payload;
  g_autofree char *payload =
      leat_escape_do (this->unescaped != NULL ? this->unescaped : this->frame + this->payload, n);
  g_autofree char *line = g_strdup_printf (" \"%s\"", payload);
  g_autofree char *alone = feed_run (&feed, this->frame, this->length, (FeedCut) { 0 });
  g_autofree char *expected = g_strdup_printf ("frame 0+%zu%s\nskipped 0 pending 0\n",
                                               this->length, line);
  g_autoptr (GString) stream = g_string_new (NULL);

  g_assert_cmpstr (alone, ==, expected);
  for (guint i = 0; i < 3; i++)
    g_string_append_len (stream, this->frame, (gssize) this->length);
  g_string_append (stream, this->noise);
  g_string_append_len (stream, this->frame, (gssize) this->length);
  if (this->is_checked)
    {
      g_string_append_len (stream, this->frame, (gssize) this->length);
      stream->str[stream->len - this->length + this->payload] ^= 1;
      g_string_append_len (stream, this->frame, (gssize) this->length - 1);
      for (guint i = 0; i < 2; i++)
        g_string_append_len (stream, this->frame, (gssize) this->length);
    }
  frame_vectors_assert_stream (&feed, stream, line, this->is_checked ? 6 : 4);
}

static inline void
frame_vectors_add (const FrameVector *vectors, guint n_vectors)
{
  for (guint i = 0; i < n_vectors; i++)
    g_test_add_data_func (vectors[i].path, &vectors[i], frame_vector_test);
}
