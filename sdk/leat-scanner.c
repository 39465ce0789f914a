/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-scanner.c - asks a framer what stands in bytes, and does not believe all it says */
#include "leat-scanner.h"
#include "leat-plugin.h"

#define REASON_FAULT "framer fault"

/* @framer: (transfer full) */
void
leat_scanner_init (LeatScanner *self, LeatFramer *framer, gsize max_frame)
{
  const LeatFramerClass *klass = framer->klass;

  *self = (LeatScanner) { .framer = framer, .scan = klass->scan, .max_frame = max_frame };
  self->find = LEAT_CLASS_HAS (klass, find) ? klass->find : NULL;
  self->reset = LEAT_CLASS_HAS (klass, reset) ? klass->reset : NULL;
  self->input.struct_size = sizeof (LeatScanInput);
  self->input.scratch = g_malloc (max_frame);
  self->input.max_frame = max_frame;
}

void
leat_scanner_clear (LeatScanner *self)
{
  leat_framer_free (self->framer);
  g_free (self->input.scratch);
}

/* a plugin may be wrong; the host must not be */
static gboolean
leat_scanner_is_sound (const LeatScanner *self, LeatScan verdict, const LeatFrame *frame)
{
  guintptr payload = (guintptr) frame->payload;
  guintptr data = (guintptr) self->input.data;
  guintptr scratch = (guintptr) self->input.scratch;
  gsize used = frame->used;

  if (verdict == LEAT_SCAN_BAD)
    return TRUE;
  if (verdict == LEAT_SCAN_MORE)
    return self->input.end == LEAT_END_NO;
  if (used == 0 || used > self->input.length)
    return FALSE;
  if (verdict == LEAT_SCAN_SKIP)
    return TRUE;
  if (verdict != LEAT_SCAN_FRAME)
    return FALSE;
  return (payload - data <= used && frame->length <= used - (payload - data)) ||
         (payload - scratch <= self->max_frame &&
          frame->length <= self->max_frame - (payload - scratch));
}

static LeatScan
leat_scanner_ask (LeatScanner *self, gsize length, LeatEnd end, LeatFrame *frame)
{
  LeatScan verdict;

  self->input.length = length;
  self->input.end = end;
  *frame = (LeatFrame) { .struct_size = sizeof (LeatFrame) };
  verdict = self->scan (self->framer, &self->input, frame);
  if (frame->payload == NULL && frame->length == 0)
    frame->payload = self->input.data;
  if (G_LIKELY (leat_scanner_is_sound (self, verdict, frame)))
    return verdict;

  frame->reason = REASON_FAULT;
  return LEAT_SCAN_BAD;
}

/* the framer wants more than it gets: once more, and it must make do with what there is */
static LeatScan
leat_scanner_insist (LeatScanner *self, gsize length, LeatEnd end, LeatFrame *frame)
{
  gboolean longest = length == self->max_frame;
  LeatScan verdict = leat_scanner_ask (self, length, longest ? LEAT_END_LIMIT : end, frame);

  if (verdict != LEAT_SCAN_BAD || g_strcmp0 (frame->reason, REASON_FAULT) == 0)
    return verdict;

  if (longest)
    frame->reason = "longer than max-frame";
  else if (end == LEAT_END_CUT)
    frame->reason = "cut";
  else if (end == LEAT_END_LIMIT)
    frame->reason = "longer than frame-timeout";
  return verdict;
}

/**
 * leat_scanner_judge:
 * @data: where a frame may begin
 * @available: bytes of it, more than none
 * @end: what follows them: %LEAT_END_NO: more may come
 * @frame: (out caller-allocates): what was found
 *
 * Asks the framer first as if more came, and only if it wants more than there is (or than
 * max-frame) as if all had come. While it waits for more, it is not asked about the same bytes
 * again.
 */
LeatScan
leat_scanner_judge (LeatScanner *self, const guint8 *data, gsize available, LeatEnd end,
                    LeatFrame *frame)
{
  gsize length = MIN (available, self->max_frame);
  LeatScan verdict = LEAT_SCAN_MORE;

  self->input.data = data;
  if (self->looked < length)
    verdict = leat_scanner_ask (self, length, LEAT_END_NO, frame);
  if (verdict == LEAT_SCAN_MORE && (length == self->max_frame || end != LEAT_END_NO))
    verdict = leat_scanner_insist (self, length, end, frame);

  self->looked = verdict == LEAT_SCAN_MORE ? length : 0;
  return verdict;
}

/* it forgets what it knows of the bytes before */
void
leat_scanner_reset (LeatScanner *self)
{
  if (self->reset != NULL)
    self->reset (self->framer);
}

/* as leat_framing_get_silence() */
gint64
leat_scanner_get_silence (LeatScanner *self, gint64 byte_time)
{
  if (!LEAT_CLASS_HAS (self->framer->klass, silence))
    return 0;
  return MAX (self->framer->klass->silence (self->framer, (byte_time + 999) / 1000), 0);
}

void
leat_scanner_follow (LeatScanner *self)
{
  if (LEAT_CLASS_HAS (self->framer->klass, follow))
    self->framer->klass->follow (self->framer);
}

void
leat_scanner_hand_over (LeatScanner *self, LeatScanner *to)
{
  LeatFramer *framer = self->framer;
  gpointer host = framer->host;

  self->framer = to->framer;
  to->framer = framer;
  framer->host = self->framer->host;
  self->framer->host = host;
  to->looked = self->looked;
  self->looked = 0;
}
