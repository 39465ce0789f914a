/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-scanner.h - asks a framer what stands in bytes, and does not believe all it says */
#pragma once
#include "leat-framer.h"
G_BEGIN_DECLS

/**
 * LeatScanner:
 * @framer: owned
 * @scan: of its class
 * @find: likewise; %NULL: the next byte
 * @reset: likewise; %NULL: nothing to forget
 * @max_frame: bytes that a frame may have
 * @input: of the last question
 * @looked: with so many bytes the framer wanted more
 */
typedef struct {
  LeatFramer   *framer;
  LeatScan    (*scan)  (LeatFramer *self, const LeatScanInput *input, LeatFrame *frame);
  gsize       (*find)  (LeatFramer *self, const guint8 *data, gsize length);
  void        (*reset) (LeatFramer *self);
  gsize         max_frame;
  LeatScanInput input;
  gsize         looked;
} LeatScanner;

void     leat_scanner_init        (LeatScanner *self, LeatFramer *framer, gsize max_frame);
void     leat_scanner_clear       (LeatScanner *self);
LeatScan leat_scanner_judge       (LeatScanner *self, const guint8 *data, gsize available,
                                   LeatEnd end, LeatFrame *frame);
void     leat_scanner_reset       (LeatScanner *self);
/* what comes stands right behind a frame that another instance gave out */
void     leat_scanner_follow      (LeatScanner *self);
/* its framer, with what it remembers; the other one has none of this stream to remember */
void     leat_scanner_hand_over   (LeatScanner *self, LeatScanner *to);
gint64   leat_scanner_get_silence (LeatScanner *self, gint64 byte_time);

G_END_DECLS
