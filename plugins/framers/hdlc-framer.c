/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hdlc-framer.c - frames between flags, 7E, with a frame check sequence
 *
 * With octet stuffing as PPP has it (RFC 1662, section 4): 7D escapes, and 7D 7E is an abort. Or,
 * as electricity meters send them (IEC 62056-46, frame format type 3), without stuffing: two bytes
 * of 1010, segmentation and a length of eleven bits follow the flag. One flag may end a frame and
 * begin the next one; flags between frames are nothing.
 *
 * Work: with stuffing each byte is looked at three times. Without, a byte is looked at once, and
 * once more for each of the last 2,047 bytes that looks like the beginning of a frame and is none.
 */
#include "stuffed-framer.h"
#include <string.h>

#define FLAG 0x7e
#define ESCAPE 0x7d
#define ESCAPE_BIT 0x20
#define TYPE_MASK 0xf0
#define TYPE_3 0xa0
#define LENGTH_MASK 0x07ff
#define FORMAT_WIDTH 2

typedef struct {
  StuffedFramer parent;
  gboolean stuffing; /* option */
  int fcs;           /* option */

  LeatChecksum *checksum; /* NULL: none */
  gsize width;            /* of the frame check sequence */
  gboolean open;          /* without stuffing: the flag that ended a frame may begin the next one */
} HdlcFramer;

static const char *const fcs_names[] = { "16", "32", "none", NULL };

static const LeatOption hdlc_framer_options[] = {
  LEAT_OPTION_BOOL (
      HdlcFramer, stuffing, .key = "stuffing", .preset = "yes",
      .summary =
          "Whether 7E and 7D are escaped in frames (RFC 1662); no: a length stands behind the "
          "flag (IEC 62056-46, frame format type 3)."),
  LEAT_OPTION_CHOICE (
      HdlcFramer, fcs, .key = "fcs", .preset = "16", .choices = fcs_names,
      .summary = "Bits of the frame check sequence that ends a frame, which is not part of the "
                 "payload; none: frames are not checked."),
  LEAT_OPTION_END
};

static gboolean
hdlc_framer_init (LeatFramer *framer, GError **error)
{
  static const char *const checksums[] = { "crc-16/x-25", "crc-32/iso-hdlc", NULL };
  static const gsize widths[] = { 2, 4, 0 };
  HdlcFramer *self = (HdlcFramer *) framer;

  self->width = widths[self->fcs];
  if (self->width > 0)
    self->checksum = leat_checksum_new (checksums[self->fcs], error);
  return self->width == 0 || self->checksum != NULL;
}

static void
hdlc_framer_clear (LeatFramer *framer)
{
  g_clear_pointer (&((HdlcFramer *) framer)->checksum, leat_checksum_free);
}

/* @length: (inout): of the bytes between the flags, and then without the check */
static gboolean
check (const HdlcFramer *self, const guint8 *bytes, gsize *length, const char **reason)
{
  const gsize n = *length - self->width;

  *reason = "too short for a frame check sequence";
  if (*length < self->width)
    return FALSE;
  *reason = "frame check sequence";
  *length = n;
  return self->checksum == NULL ||
         leat_checksum_agrees (self->checksum, bytes, n, LEAT_CHECKSUM_LITTLE, bytes + n,
                               self->width);
}

/* --- with octet stuffing --- */

static int
get_meaning (guint8 byte)
{
  return byte ^ ESCAPE_BIT;
}

static gboolean
hdlc_undo (const StuffedFramer *self, const guint8 *in, gsize length, guint8 *out,
           gsize *out_length, const char **reason)
{
  *reason = "aborted";
  return stuffed_unescape (ESCAPE, get_meaning, in, length, out, out_length) &&
         check ((const HdlcFramer *) self, out, out_length, reason);
}

/* --- with a length --- */

/* flags in front, but for the last of them; what ends with a flag is not torn */
static gsize
count_idle (const LeatScanInput *input)
{
  gsize n = 0;

  while (n < input->length && input->data[n] == FLAG)
    n++;
  return n == input->length && input->end != LEAT_END_NO ? n : n > 0 ? n - 1 : 0;
}

/* @begin: behind the flag */
static LeatScan
judge (const HdlcFramer *self, const LeatScanInput *input, gsize begin, LeatFrame *frame)
{
  const guint8 *bytes = input->data + begin;
  const gsize there = input->length - begin;
  gsize length;

  frame->reason = "no frame of type 3";
  if (there > 0 && (bytes[0] & TYPE_MASK) != TYPE_3)
    return LEAT_SCAN_BAD;
  if (there < FORMAT_WIDTH)
    return framers_wait (input, "no end of frame", frame);
  length = (gsize) (bytes[0] << 8 | bytes[1]) & LENGTH_MASK;
  if (length < FORMAT_WIDTH + self->width)
    return LEAT_SCAN_BAD;
  if (there < length + 1)
    return framers_wait (input, "no end of frame", frame);
  frame->reason = "no flag behind it";
  frame->used = begin + length + 1;
  if (bytes[length] != FLAG || !check (self, bytes, &length, &frame->reason))
    return LEAT_SCAN_BAD;
  frame->payload = bytes;
  frame->length = length;
  return LEAT_SCAN_FRAME;
}

static LeatScan
scan_type_3 (HdlcFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const gboolean flag = input->data[0] == FLAG;
  LeatScan verdict = LEAT_SCAN_BAD;

  frame->used = count_idle (input);
  if (frame->used > 0)
    return LEAT_SCAN_SKIP;
  frame->reason = "no flag";
  if (flag || self->open)
    verdict = judge (self, input, flag ? 1 : 0, frame);
  if (verdict != LEAT_SCAN_MORE)
    self->open = verdict == LEAT_SCAN_FRAME;
  return verdict;
}

static LeatScan
hdlc_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  HdlcFramer *self = (HdlcFramer *) framer;

  return self->stuffing ? stuffed_framer_scan (&self->parent, FLAG, hdlc_undo, input, frame)
                        : scan_type_3 (self, input, frame);
}

static gsize
hdlc_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  return stuffed_framer_find (FLAG, data, length);
}

static void
hdlc_framer_reset (LeatFramer *framer)
{
  stuffed_framer_reset (framer);
  ((HdlcFramer *) framer)->open = FALSE;
}

const LeatFramerClass hdlc_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (HdlcFramer),
  .name = "hdlc",
  .summary = "Frames between flags, 7E, with a frame check sequence (HDLC, PPP, meters).",
  .options = hdlc_framer_options,
  .init = hdlc_framer_init,
  .clear = hdlc_framer_clear,
  .scan = hdlc_framer_scan,
  .find = hdlc_framer_find,
  .reset = hdlc_framer_reset,
};
