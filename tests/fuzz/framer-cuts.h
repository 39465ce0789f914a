/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framer-cuts.h - a stream whole, byte by byte and in pieces: the same is found */
#pragma once
#include "../sdk/feed.h"
G_BEGIN_DECLS

static inline void
framer_cuts_check (const Feed *feed, const guint8 *data, gsize size)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) size);
  g_autofree char *whole = feed_run (feed, data, size, (FeedCut) { 0 });
  g_autofree char *single = feed_run (feed, data, size, (FeedCut) { .chunk = 1 });
  g_autofree char *pieces = feed_run (feed, data, size, (FeedCut) { .chunk = 7, .random = random });

  g_assert_cmpstr (single, ==, whole);
  g_assert_cmpstr (pieces, ==, whole);
}

G_END_DECLS
