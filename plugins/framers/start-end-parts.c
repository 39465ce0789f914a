/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start-end-parts.c - what follows a start: body, end, checksum, trailer */
#include "start-end-parts.h"
#include <string.h>

/* where the parts of a frame are */
typedef struct {
  gsize n_start;
  gsize body_end;
  gsize end; /* behind the end */
  FrameField field;
  gsize total;
} Parts;

/* an escape stands at @at: FRAME: it is one, and two bytes are the body's */
static LeatScan
judge_escape (StartEndFramer *self, const LeatScanInput *input, gsize at, LeatFrame *frame)
{
  if (at + 1 >= input->length)
    return framers_wait (input, "no end", frame);
  if (self->escape_style == ESCAPE_ANY || input->data[at + 1] == self->escape)
    return LEAT_SCAN_FRAME;
  frame->reason = "an escape before a byte that needs none";
  return LEAT_SCAN_BAD;
}

/* FRAME: the body ends at looked_at, by @end */
static LeatScan
seek_end (StartEndFramer *self, const LeatScanInput *input, const FrameMark **end, LeatFrame *frame)
{
  const guint8 *data = input->data;
  const gboolean more = input->end == LEAT_END_NO;
  gsize at = self->looked_at;
  const FrameMark *start;

  for (;; at++)
    {
      FrameMatch match;
      LeatScan scan = LEAT_SCAN_FRAME;

      while (at < input->length && self->is_plain[data[at]])
        at++;
      self->looked_at = at;
      if (at == input->length)
        return framers_wait (input, "no end", frame);

      match = frame_marks_match (&self->ends, data + at, input->length - at, more, end);
      if (match == FRAME_MATCH_FOUND)
        return LEAT_SCAN_FRAME;
      if (match == FRAME_MATCH_BEGINS)
        return LEAT_SCAN_MORE;
      if (data[at] == self->escape)
        scan = judge_escape (self, input, at++, frame);
      else if (self->restarts)
        match = frame_marks_match (&self->starts, data + at, input->length - at, more, &start);
      if (scan != LEAT_SCAN_FRAME)
        return scan;
      if (match == FRAME_MATCH_BEGINS)
        return LEAT_SCAN_MORE;
      if (match == FRAME_MATCH_FOUND)
        {
          frame->reason = "a start before the end";
          return LEAT_SCAN_BAD;
        }
    }
}

/* as many bytes of the trailer as there are stand at @at */
static FrameMatch
match_trailer (const StartEndFramer *self, const LeatScanInput *input, gsize at)
{
  const gsize n = MIN (self->n_trailer, input->length - MIN (at, input->length));

  if (n > 0 && memcmp (input->data + at, self->trailer, n) != 0)
    return FRAME_MATCH_NONE;
  return at + self->n_trailer <= input->length ? FRAME_MATCH_FOUND : FRAME_MATCH_BEGINS;
}

/* what stands behind the end: a checksum of so many bytes, or, if a trailer ends it, of fewer */
static LeatScan
seek_trailer (const StartEndFramer *self, const LeatScanInput *input, Parts *parts,
              LeatFrame *frame)
{
  const gsize most = self->is_check_behind ? self->check.width : 0;
  gsize n = self->n_trailer > 0 && (self->check.form == LEAT_CHECKSUM_HEX) ? 0 : most;

  for (; n <= most; n++)
    {
      const FrameMatch match = match_trailer (self, input, parts->end + n);

      if (match == FRAME_MATCH_BEGINS)
        return framers_wait (input, "no trailer", frame);
      if (match == FRAME_MATCH_NONE)
        continue;
      parts->field = (FrameField) { parts->end, n };
      parts->total = parts->end + n + self->n_trailer;
      return LEAT_SCAN_FRAME;
    }
  frame->reason = "no trailer";
  return LEAT_SCAN_BAD;
}

/* the body's escapes are undone; the parts behind it move */
static const guint8 *
undo (const StartEndFramer *self, const LeatScanInput *input, Parts *parts)
{
  const guint8 *in = input->data + parts->n_start;
  const guint8 *end = input->data + parts->body_end;
  guint8 *out = input->scratch + parts->n_start;
  gsize n_gone;

  memcpy (input->scratch, input->data, parts->n_start);
  while (in < end)
    {
      const guint8 *escape = memchr (in, self->escape, (gsize) (end - in));
      const gsize n = (gsize) ((escape != NULL ? escape : end) - in);

      memcpy (out, in, n);
      out += n;
      in += n;
      if (escape == NULL)
        break;
      *out++ = (guint8) (escape[1] ^ self->escape_xor);
      in += 2;
    }
  memcpy (out, end, parts->total - parts->body_end);
  n_gone = parts->body_end - (gsize) (out - input->scratch);
  parts->body_end -= n_gone;
  parts->end -= n_gone;
  parts->field.begin -= n_gone;
  parts->total -= n_gone;
  return input->scratch;
}

static LeatScan
judge (const StartEndFramer *self, const LeatScanInput *input, Parts *parts, LeatFrame *frame)
{
  const guint8 *data = input->data;
  gsize content_end, begin;
  gboolean is_right;

  frame->used = parts->total;
  if (self->escape >= 0)
    data = undo (self, input, parts);
  content_end = parts->body_end;
  if (self->is_check_behind)
    is_right = frame_check_judge_field (&self->check, data, parts->end, &parts->field,
                                        &frame->reason);
  else
    is_right = frame_check_judge (&self->check, data, parts->total, parts->body_end, &content_end,
                                  &frame->reason);
  begin = self->keep == KEEP_NOTHING ? parts->n_start : 0;
  if (!is_right)
    return LEAT_SCAN_BAD;
  if (content_end < parts->n_start)
    {
      frame->reason = "too short for a checksum";
      return LEAT_SCAN_BAD;
    }
  frame->payload = data + begin;
  frame->length = (self->keep == KEEP_ALL ? parts->total : content_end) - begin;
  return LEAT_SCAN_FRAME;
}

LeatScan
start_end_parts_judge (StartEndFramer *self, const LeatScanInput *input, gsize n_start,
                       LeatFrame *frame)
{
  Parts parts = { .n_start = n_start };
  LeatScan scan;
  const FrameMark *end = NULL;

  self->looked_at = MAX (self->looked_at, n_start);
  scan = seek_end (self, input, &end, frame);
  if (scan != LEAT_SCAN_FRAME)
    return scan;
  parts.body_end = self->looked_at;
  parts.end = parts.body_end + end->length;
  scan = seek_trailer (self, input, &parts, frame);
  if (scan != LEAT_SCAN_FRAME)
    return scan;
  return judge (self, input, &parts, frame);
}
