/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stuffed-framer.c - frames that a byte ends which cannot stand in them
 *
 * Each byte is looked at twice: for the mark, and when what was stuffed is undone. */
#include "stuffed-framer.h"
#include <string.h>

/* the bytes have ended without a mark */
static gboolean
may_be_whole (LeatEnd end)
{
  return end == LEAT_END_MESSAGE || end == LEAT_END_STREAM;
}

static LeatScan
judge (const StuffedFramer *self, const LeatScanInput *input, gsize length, gsize used,
       StuffedUndo undo, LeatFrame *frame)
{
  if (!undo (self, input->data, length, input->scratch, &frame->length, &frame->reason))
    return LEAT_SCAN_BAD;
  frame->used = used;
  frame->payload = input->scratch;
  return LEAT_SCAN_FRAME;
}

LeatScan
stuffed_framer_scan (StuffedFramer *self, guint8 mark, StuffedUndo undo, const LeatScanInput *input,
                     LeatFrame *frame)
{
  const guint8 *end = memchr (input->data + self->looked_at, mark, input->length - self->looked_at);
  const gsize length = end != NULL ? (gsize) (end - input->data) : input->length;

  self->looked_at = end == NULL && input->end == LEAT_END_NO ? length : 0;
  if (end != NULL && length == 0)
    {
      frame->used = 1;
      return LEAT_SCAN_SKIP;
    }
  if (end != NULL)
    return judge (self, input, length, length + 1, undo, frame);
  if (input->end == LEAT_END_NO)
    return LEAT_SCAN_MORE;
  if (may_be_whole (input->end))
    return judge (self, input, length, length, undo, frame);
  frame->reason = "no end of frame";
  return LEAT_SCAN_BAD;
}

gsize
stuffed_framer_find (guint8 mark, const guint8 *data, gsize length)
{
  const guint8 *end = memchr (data, mark, length);

  return end != NULL ? (gsize) (end - data) : length;
}

void
stuffed_framer_reset (LeatFramer *framer)
{
  ((StuffedFramer *) framer)->looked_at = 0;
}

gboolean
stuffed_unescape (guint8 escape, StuffedMeaning meaning, const guint8 *in, gsize length,
                  guint8 *out, gsize *out_length)
{
  const guint8 *end = in + length;
  const guint8 *begin = out;

  while (in < end)
    {
      const guint8 *hit = memchr (in, escape, (gsize) (end - in));
      const gsize n = (gsize) ((hit != NULL ? hit : end) - in);
      const int byte = hit == NULL ? 0 : hit + 1 < end ? meaning (hit[1]) : -1;

      if (byte < 0)
        return FALSE;
      memcpy (out, in, n);
      out += n;
      in += n;
      if (hit == NULL)
        break;
      *out++ = (guint8) byte;
      in += 2;
    }
  *out_length = (gsize) (out - begin);
  return TRUE;
}
