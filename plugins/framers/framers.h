/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framers.h - the classes of this module, one file each */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatFramerClass block_framer_class;
extern const LeatFramerClass cobs_framer_class;
extern const LeatFramerClass delimiter_framer_class;
extern const LeatFramerClass fixed_framer_class;
extern const LeatFramerClass gap_framer_class;
extern const LeatFramerClass hdlc_framer_class;
extern const LeatFramerClass length_framer_class;
extern const LeatFramerClass mixed_framer_class;
extern const LeatFramerClass modbus_framer_class;
extern const LeatFramerClass netstring_framer_class;
extern const LeatFramerClass regex_framer_class;
extern const LeatFramerClass slip_framer_class;
extern const LeatFramerClass sml_transport_framer_class;
extern const LeatFramerClass start_end_framer_class;

/* a frame that is not all there: MORE, and at the end of all bytes BAD, for @reason */
static inline LeatScan
framers_wait (const LeatScanInput *input, const char *reason, LeatFrame *frame)
{
  frame->reason = reason;
  return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : LEAT_SCAN_BAD;
}

G_END_DECLS
