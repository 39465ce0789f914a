/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* meter-framer.c - frames as the meter sends them: STX, a byte that says how long, so many bytes */
#include <leat.h>

#define STX 0x02
#define HEAD 2

static LeatScan
meter_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  frame->reason = "no STX";
  if (input->data[0] != STX)
    return LEAT_SCAN_BAD;
  frame->reason = "longer than max-frame";
  if (input->length >= HEAD && input->data[1] > input->max_frame)
    return LEAT_SCAN_BAD;
  frame->reason = "cut short";
  if (input->length < HEAD || input->length - HEAD < input->data[1])
    return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : LEAT_SCAN_BAD;
  frame->payload = input->data + HEAD;
  frame->length = input->data[1];
  frame->used = HEAD + frame->length;
  return LEAT_SCAN_FRAME;
}

static const LeatFramerClass meter_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (LeatFramer),
  .name = "meter",
  .summary = "Frames of the meter.",
  .scan = meter_scan,
};

static const LeatFramerClass *const framers[] = { &meter_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "meter-framer", .version = "1.0", .summary = "The meter's frames.",
                    .license = "LGPL-2.1-or-later", .framers = framers)
