/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-pieces.h - the sizes of the pieces in which a recording is fed */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatDecodePieces:
 * @size: of each, or of the longest
 * @random: (nullable): draws them, short ones more often; %NULL: all are alike
 *
 * Nobody knows how a line will cut what it carries: any sizes must give the same.
 */
typedef struct {
  gsize  size;
  GRand *random;
} LeatDecodePieces;

/* @text: "N" or "random:SEED"; NULL: as large as a read may be */
gboolean leat_decode_pieces_init  (LeatDecodePieces *self, const char *text, GError **error);
void     leat_decode_pieces_clear (LeatDecodePieces *self);
gsize    leat_decode_pieces_next  (LeatDecodePieces *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatDecodePieces, leat_decode_pieces_clear)
G_END_DECLS
