/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* feed.h - feeds bytes through a framer in pieces and writes down what was found */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * Feed:
 * @klass: class of the framer
 * @options: key, value, key, value, … %NULL; or %NULL
 * @max_frame: of the host
 * @end: why the bytes end; %LEAT_END_NO: more may come
 *
 * What a stream goes through, however it is cut.
 */
typedef struct {
  const LeatFramerClass *klass;
  const char *const *options;
  gsize max_frame;
  LeatEnd end;
} Feed;

/* How it is cut: a first chunk, then chunks of one size, or random ones up to that size; 0: all
 * that is left. Behind each it may go on in another framing, as at a reload. */
typedef struct {
  gsize first;
  gsize chunk;
  GRand *random;
  gboolean hands_over;
} FeedCut;

LeatFramer *feed_framer_new (const LeatFramerClass *klass, const char *const *options);

/* a line for each piece, `frame 0+6 "abc"` or `bad 6+2 (reason)`, and at last the balance; the
 * bytes of pieces and the balance are asserted against @data */
char *feed_run (const Feed *self, const void *data, gsize length, FeedCut cut);

/* all ways in two, byte by byte, chunks of random sizes, handed over between them: the same is
 * found */
void feed_assert_cuts_are_nothing (const Feed *self, const void *data, gsize length, GRand *random);

G_END_DECLS
