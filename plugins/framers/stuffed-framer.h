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

/* undoes what keeps the mark out of a frame. @out: has room for as many bytes as come in; FALSE:
 * @in is none, for @reason */
typedef gboolean (*StuffedUndo) (const guint8 *in, gsize length, guint8 *out, gsize *out_length,
                                 const char **reason);

LeatScan stuffed_framer_scan  (StuffedFramer *self, guint8 mark, StuffedUndo undo,
                               const LeatScanInput *input, LeatFrame *frame);
/* noise goes on up to the next mark */
gsize    stuffed_framer_find  (guint8 mark, const guint8 *data, gsize length);
void     stuffed_framer_reset (LeatFramer *framer);

G_END_DECLS
