/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-framing.c - any stream through any delimiter framer: the same is found however it is cut
 *
 * The first bytes choose options, max-frame, end and cuts, the others are the stream. */
#include "../../plugins/framers/framers.h"
#include "../sdk/feed.h"

typedef struct {
  const guint8 *data;
  gsize length;
} Choices;

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint
choose (Choices *self, guint n)
{
  if (self->length == 0)
    return 0;

  self->length--;
  return *self->data++ % n;
}

static void
choose_bytes (Choices *self, GString *value, gsize length)
{
  g_autofree char *text = NULL;

  length = MIN (length, self->length);
  text = leat_escape_do (self->data, length);
  g_string_append (value, text);
  self->data += length;
  self->length -= length;
}

static void
assert_same (const Feed *feed, const Choices *stream, FeedCut cut, const char *expected)
{
  g_autofree char *found = feed_run (feed, stream->data, stream->length, cut);

  g_assert_cmpstr (found, ==, expected);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const words[] = { "no", "yes" };
  g_autoptr (GString) delimiters = g_string_new (NULL);
  g_autoptr (GString) swallow = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) size);
  g_autofree char *expected = NULL;
  Choices choices = { data, size };
  guint n_delimiters = 1 + choose (&choices, 3);
  const char *keep = words[choose (&choices, 2)];
  const char *skip_empty = words[choose (&choices, 2)];
  gsize max_frame = 1 + choose (&choices, 64);
  LeatEnd end = (LeatEnd) choose (&choices, LEAT_END_LIMIT + 1);
  gsize chunk = 1 + choose (&choices, 16);

  if (choices.length < 16)
    return 0;
  for (guint i = 0; i < n_delimiters; i++)
    {
      if (i > 0)
        g_string_append_c (delimiters, ';');
      choose_bytes (&choices, delimiters, 1 + choose (&choices, 3));
    }
  choose_bytes (&choices, swallow, choose (&choices, 3));

  {
    const char *options[] = { "delimiter", delimiters->str, "keep", keep, "skip-empty", skip_empty,
                              swallow->len > 0 ? "swallow" : NULL, swallow->str, NULL };
    Feed feed = { &delimiter_framer_class, options, max_frame, end };

    expected = feed_run (&feed, choices.data, choices.length, (FeedCut) { 0 });
    assert_same (&feed, &choices, (FeedCut) { .chunk = 1 }, expected);
    assert_same (&feed, &choices, (FeedCut) { .first = chunk }, expected);
    assert_same (&feed, &choices, (FeedCut) { .chunk = chunk, .random = random }, expected);
  }
  return 0;
}
