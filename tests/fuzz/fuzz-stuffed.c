/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-stuffed.c - payloads that are stuffed by plain encoders come back, whatever noise was before
 * them, and any bytes give the same however they are cut
 *
 * The first byte chooses the framer, the second how long payloads are, the others are payloads, and
 * once more a stream. */
#include "../../plugins/framers/framers.h"
#include "../sdk/feed.h"
#include <string.h>

#define MAX_FRAME 2000

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
cobs_put (GString *stream, const guint8 *payload, gsize length)
{
  const guint8 *end = payload + length;
  gboolean more = TRUE;

  while (more)
    {
      const gsize most = MIN ((gsize) (end - payload), 254);
      const guint8 *zero = memchr (payload, 0, most);
      const gsize n = zero != NULL ? (gsize) (zero - payload) : most;

      g_string_append_c (stream, (char) (n + 1));
      g_string_append_len (stream, (const char *) payload, (gssize) n);
      payload += n;
      more = zero != NULL || (n == 254 && payload < end);
      if (zero != NULL)
        payload++;
    }
  g_string_append_c (stream, 0);
}

static void
slip_put (GString *stream, const guint8 *payload, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (payload[i] == 0xc0)
      g_string_append (stream, "\xdb\xdc");
    else if (payload[i] == 0xdb)
      g_string_append (stream, "\xdb\xdd");
    else
      g_string_append_c (stream, (char) payload[i]);
  g_string_append_c (stream, (char) 0xc0);
}

typedef struct {
  const LeatFramerClass *klass;
  guint8 mark;
  void (*put) (GString *stream, const guint8 *payload, gsize length);
} Stuffing;

static const Stuffing stuffings[] = {
  { &cobs_framer_class, 0x00, cobs_put },
  { &slip_framer_class, 0xc0, slip_put },
};

/* behind the noise each payload is a frame of its own */
static void
check_payloads (const Stuffing *stuffing, const guint8 *data, gsize size, gsize length)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (stuffing->klass, NULL), MAX_FRAME);
  g_autoptr (GString) stream = g_string_new_len ((const char *) data, (gssize) MIN (size, length));
  LeatArrival arrival = { .struct_size = sizeof arrival };
  LeatPiece piece;
  gsize n_noise;

  g_string_append_c (stream, (char) stuffing->mark);
  n_noise = stream->len;
  for (gsize at = 0; at < size; at += length)
    stuffing->put (stream, data + at, MIN (length, size - at));
  memcpy (leat_framing_reserve (framing, stream->len), stream->str, stream->len);
  leat_framing_commit (framing, stream->len, &arrival);
  for (gsize at = 0; at < size;)
    {
      g_assert_true (leat_framing_next (framing, &piece));
      if (piece.offset < n_noise)
        continue;
      g_assert_cmpstr (piece.reason, ==, NULL);
      g_assert_cmpmem (piece.frame.payload, (int) piece.frame.length, data + at,
                       (int) MIN (length, size - at));
      at += length;
    }
  g_assert_false (leat_framing_next (framing, &piece));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) size);
  const Stuffing *stuffing;
  Feed feed = { .end = LEAT_END_CUT };
  g_autofree char *found = NULL, *again = NULL;

  if (size < 3)
    return 0;
  stuffing = &stuffings[data[0] % G_N_ELEMENTS (stuffings)];
  feed.klass = stuffing->klass;
  feed.max_frame = 1 + data[1];
  check_payloads (stuffing, data + 2, size - 2, (gsize) 1 + data[1] * 4u);
  found = feed_run (&feed, data + 2, size - 2, (FeedCut) { 0 });
  again = feed_run (&feed, data + 2, size - 2, (FeedCut) { .chunk = 7, .random = random });
  g_assert_cmpstr (found, ==, again);
  return 0;
}
