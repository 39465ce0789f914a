/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stuffed-framer.h - frames that a byte ends which cannot stand in them */
#pragma once
#include "framers.h"
G_BEGIN_DECLS

/* first member of every framer of this kind */
typedef struct {
  LeatFramer parent;
  gsize looked_at; /* bytes from data[0] on that are no mark */
} StuffedFramer;

/* what stands behind an escape before @byte; -1: nothing that may */
typedef int (*StuffedMeaning) (guint8 byte);

/* undoes what keeps the mark out of a frame. @out: has room for as many bytes as come in; FALSE:
 * @in is none, for @reason */
typedef gboolean (*StuffedUndo) (const StuffedFramer *self, const guint8 *in, gsize length,
                                 guint8 *out, gsize *out_length, const char **reason);

LeatScan stuffed_framer_scan  (StuffedFramer *self, guint8 mark, StuffedUndo undo,
                               const LeatScanInput *input, LeatFrame *frame);
/* noise goes on up to the next mark */
gsize    stuffed_framer_find  (guint8 mark, const guint8 *data, gsize length);
void     stuffed_framer_reset (LeatFramer *framer);

/* FALSE: an escape stands at the end, or before a byte that it has no meaning for */
gboolean stuffed_unescape     (guint8 escape, StuffedMeaning meaning, const guint8 *in,
                               gsize length, guint8 *out, gsize *out_length);

G_END_DECLS
