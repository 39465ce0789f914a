/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delimiter-framer.c - one frame for each run of bytes up to a delimiter
 *
 * No byte is looked at more often than the delimiters have bytes together, plus once. */
#include "frame-marks.h"
#include "framers.h"

/* the tag of a mark: a frame even with nothing before it, and nothing is behind it */
#define PROMPT 1

typedef struct {
  LeatFramer parent;
  GPtrArray *delimiters; /* option */
  GPtrArray *prompts;    /* option */
  GBytes *swallow;       /* option */
  gboolean keep;         /* option */
  gboolean skip_empty;   /* option */

  FrameMarks marks;
  gboolean swallows[256];

  gsize looked_at; /* bytes from data[0] on at which no delimiter begins */
  gboolean
      behind; /* what comes stands right behind a delimiter, or behind what was swallowed there */
  gboolean
      lost; /* in noise: find() says that a delimiter may begin at data[0], nothing else counts */
} DelimiterFramer;

static const LeatOption delimiter_framer_options[] = {
  LEAT_OPTION_BYTES_LIST (
      DelimiterFramer, delimiters, .key = "delimiter", .preset = "\\n",
      .summary =
          "Bytes that end a frame, several separated by ;, the longest that fits counts. Where one "
          "begins like a longer one, a frame waits for the byte that tells them apart: for CR with "
          "or without LF, delimiter=\\r with swallow=\\n does not wait."),
  LEAT_OPTION_BYTES_LIST (
      DelimiterFramer, prompts, .key = "prompts",
      .summary =
          "Bytes that end a frame too and are its own end, several separated by ;: what a machine "
          "asks without a delimiter behind it, as in User:\\s;Password:\\s."),
  LEAT_OPTION_BYTES (
      DelimiterFramer, swallow, .key = "swallow",
      .summary =
          "Bytes that are nothing when they stand right behind a delimiter, even if they come "
          "later; \\n where a machine ends its lines by CR or by CR LF."),
  LEAT_OPTION_BOOL (DelimiterFramer, keep, .key = "keep", .preset = "no",
                    .summary = "Whether the delimiter stays at the end of the frame."),
  LEAT_OPTION_BOOL (DelimiterFramer, skip_empty, .key = "skip-empty", .preset = "yes",
                    .summary =
                        "Whether a delimiter with nothing before it is passed over, and no frame."),
  LEAT_OPTION_END
};

static gboolean
delimiter_framer_init (LeatFramer *framer, GError **error)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;
  const char *what = "the bytes that end a frame, as in \\r\\n";
  gsize n_swallow = 0;
  const guint8 *swallow = self->swallow != NULL ? g_bytes_get_data (self->swallow, &n_swallow)
                                                : NULL;

  if (!frame_marks_init (&self->marks, "delimiter", what, self->delimiters, error) ||
      !frame_marks_add (&self->marks, "prompts", what, self->prompts, PROMPT, error))
    return FALSE;
  for (gsize i = 0; i < n_swallow; i++)
    self->swallows[swallow[i]] = TRUE;
  return TRUE;
}

static void
delimiter_framer_clear (LeatFramer *framer)
{
  frame_marks_clear (&((DelimiterFramer *) framer)->marks);
}

static gsize
delimiter_framer_count_swallowed (DelimiterFramer *self, const guint8 *data, gsize length)
{
  gsize n = 0;

  while (n < length && self->swallows[data[n]])
    n++;
  return n;
}

/* the way out of noise leads over a delimiter */
static LeatScan
delimiter_framer_scan_lost (DelimiterFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const FrameMark *found = NULL;
  gboolean more = input->end == LEAT_END_NO;
  FrameMatch match = frame_marks_match (&self->marks, input->data, input->length, more, &found);

  if (match == FRAME_MATCH_BEGINS)
    return LEAT_SCAN_MORE;

  if (match == FRAME_MATCH_FOUND)
    frame->used = found->length;
  self->lost = FALSE;
  self->behind = match == FRAME_MATCH_FOUND && found->tag != PROMPT;
  frame->reason = "no delimiter";
  return match == FRAME_MATCH_FOUND ? LEAT_SCAN_SKIP : LEAT_SCAN_BAD;
}

/* the bytes have ended without a delimiter */
static LeatScan
delimiter_framer_scan_tail (DelimiterFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  self->looked_at = 0;
  if (input->end != LEAT_END_MESSAGE && input->end != LEAT_END_STREAM)
    {
      frame->reason = "no delimiter";
      return LEAT_SCAN_BAD;
    }

  frame->payload = input->data;
  frame->length = input->length;
  frame->used = input->length;
  return LEAT_SCAN_FRAME;
}

static LeatScan
delimiter_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;
  gboolean more = input->end == LEAT_END_NO;
  const FrameMark *found = NULL;
  gsize length;

  if (G_UNLIKELY (self->lost))
    return delimiter_framer_scan_lost (self, input, frame);
  if (self->behind && self->swallows[input->data[0]])
    {
      frame->used = delimiter_framer_count_swallowed (self, input->data, input->length);
      return LEAT_SCAN_SKIP;
    }

  self->behind = FALSE;
  if (frame_marks_search (&self->marks, input->data, input->length, more, &self->looked_at,
                          &found) != FRAME_MATCH_FOUND)
    return more ? LEAT_SCAN_MORE : delimiter_framer_scan_tail (self, input, frame);

  length = self->looked_at;
  self->looked_at = 0;
  self->behind = found->tag != PROMPT;
  frame->used = length + found->length;
  frame->payload = input->data;
  frame->length = self->keep || found->tag == PROMPT ? frame->used : length;
  return length == 0 && self->skip_empty && found->tag != PROMPT ? LEAT_SCAN_SKIP : LEAT_SCAN_FRAME;
}

/* in noise, the next frame begins behind the next delimiter: that is where scan() goes on */
static gsize
delimiter_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;
  gsize at = 0;
  const FrameMark *found;

  self->lost = frame_marks_search (&self->marks, data, length, TRUE, &at, &found) !=
               FRAME_MATCH_NONE;
  return at;
}

static void
delimiter_framer_reset (LeatFramer *framer)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;

  self->looked_at = 0;
  self->behind = FALSE;
  self->lost = FALSE;
}

/* what the delimiter before was followed by may have come since */
static void
delimiter_framer_follow (LeatFramer *framer)
{
  ((DelimiterFramer *) framer)->behind = TRUE;
}

const LeatFramerClass delimiter_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (DelimiterFramer),
  .name = "delimiter",
  .summary = "One frame for each run of bytes up to a delimiter.",
  .options = delimiter_framer_options,
  .init = delimiter_framer_init,
  .clear = delimiter_framer_clear,
  .scan = delimiter_framer_scan,
  .find = delimiter_framer_find,
  .reset = delimiter_framer_reset,
  .follow = delimiter_framer_follow,
};
