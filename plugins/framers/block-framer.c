/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block-framer.c - several lines are one frame: from a start line to an end line, or a status and
 * the value behind it
 *
 * Each byte is looked at once for the end of its line, and each line's beginning once for each word
 * that may stand there. A block that is torn is gone over twice. */
#include "framers.h"
#include <string.h>

typedef enum {
  OTHERS_REJECT,
  OTHERS_FRAME,
  OTHERS_SKIP,
} Others;

/* what the lines since data[0] are */
typedef enum {
  KIND_NONE, /* no line is whole */
  KIND_BLOCK,
  KIND_STATUS,
} Kind;

typedef struct {
  LeatFramer parent;
  GPtrArray *starts;   /* option */
  GPtrArray *ends;     /* option */
  GPtrArray *statuses; /* option */
  gint64 value_wait;   /* option */
  GBytes *line_end;    /* option */
  int others;          /* option */

  guint8 mark;     /* the byte that ends a line */
  Kind kind;       /* of the lines before line */
  gsize line;      /* where the line begins that is not whole */
  gsize looked_at; /* bytes from data[0] on behind line that are no mark */
  gboolean lost;   /* in noise: find() says that data[0] is a mark */
} BlockFramer;

static const char *const others_names[] = { "reject", "frame", "skip", NULL };

static const LeatOption block_framer_options[] = {
  LEAT_OPTION_BYTES_LIST (BlockFramer, starts, .key = "start",
                          .summary = "What the first line of a block begins with, several "
                                     "separated by ;."),
  LEAT_OPTION_BYTES_LIST (BlockFramer, ends, .key = "end",
                          .summary =
                              "What the last line of a block begins with, several separated by ;."),
  LEAT_OPTION_BYTES_LIST (
      BlockFramer, statuses, .key = "status",
      .summary = "Lines behind which a line with a value comes, which may be empty: both are one "
                 "frame; 1 for the answers of an In-Sight to Get commands."),
  LEAT_OPTION_DURATION (
      BlockFramer, value_wait, .key = "value-wait", .preset = "none", .minimum = 0, .maximum = 60e6,
      .summary = "Silence behind a status after which it is a frame alone, for machines that have "
                 "answers without a value too; none: the value is waited for."),
  LEAT_OPTION_BYTES (BlockFramer, line_end, .key = "line-end", .preset = "\\n",
                     .summary = "The byte that ends a line; a CR before it is not part of one."),
  LEAT_OPTION_CHOICE (
      BlockFramer, others, .key = "other-lines", .preset = "reject", .choices = others_names,
      .summary = "What becomes of lines outside of blocks: none of them is right (reject), each "
                 "is a frame (frame), they are passed over (skip). Empty ones always are."),
  LEAT_OPTION_END
};

static gboolean
block_framer_init (LeatFramer *framer, GError **error)
{
  BlockFramer *self = (BlockFramer *) framer;
  gsize length = 0;
  const guint8 *mark = self->line_end != NULL ? g_bytes_get_data (self->line_end, &length) : NULL;

  if (length != 1)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "line-end: must be one byte, such as \\n or \\r");
  else if ((self->starts == NULL) != (self->ends == NULL))
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "start: a block needs start= and end=");
  else if (self->starts == NULL && self->statuses == NULL)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "start: is missing; start= and end=, or status= say what a block is");
  else
    {
      self->mark = mark[0];
      return TRUE;
    }
  return FALSE;
}

/* does the line begin with one of the words, or is it one? */
static gboolean
is_one (const GPtrArray *words, const guint8 *line, gsize length, gboolean whole)
{
  for (guint i = 0; words != NULL && i < words->len; i++)
    {
      gsize n;
      const guint8 *word = g_bytes_get_data (words->pdata[i], &n);

      if ((whole ? length == n : length >= n) && memcmp (line, word, n) == 0)
        return TRUE;
    }
  return FALSE;
}

static LeatScan
judge_other (const BlockFramer *self, gsize length, LeatFrame *frame)
{
  if (length == 0 || self->others == OTHERS_SKIP)
    return LEAT_SCAN_SKIP;
  frame->reason = "no start of a block";
  return self->others == OTHERS_FRAME ? LEAT_SCAN_FRAME : LEAT_SCAN_BAD;
}

/* MORE: the line is one of a block that goes on */
static LeatScan
judge_line (BlockFramer *self, const guint8 *line, gsize length, LeatFrame *frame)
{
  if (self->kind == KIND_STATUS)
    return LEAT_SCAN_FRAME;
  if (self->kind == KIND_BLOCK && is_one (self->ends, line, length, FALSE))
    return LEAT_SCAN_FRAME;
  if (is_one (self->starts, line, length, FALSE))
    {
      frame->reason = "a block begins before its end";
      if (self->kind == KIND_BLOCK)
        return LEAT_SCAN_BAD;
      self->kind = KIND_BLOCK;
    }
  else if (self->kind == KIND_NONE && is_one (self->statuses, line, length, TRUE))
    self->kind = KIND_STATUS;
  return self->kind == KIND_NONE ? judge_other (self, length, frame) : LEAT_SCAN_MORE;
}

static void
forget (BlockFramer *self)
{
  self->kind = KIND_NONE;
  self->line = self->looked_at = 0;
}

/* @next: where the line behind it begins */
static LeatScan
take_line (BlockFramer *self, const LeatScanInput *input, gsize end, gsize next, LeatFrame *frame)
{
  const gsize stop = end > self->line && input->data[end - 1] == '\r' ? end - 1 : end;
  const LeatScan verdict = judge_line (self, input->data + self->line, stop - self->line, frame);

  self->line = self->looked_at = next;
  if (verdict == LEAT_SCAN_MORE)
    return verdict;
  frame->payload = input->data;
  frame->length = stop;
  frame->used = next;
  forget (self);
  return verdict;
}

/* the bytes end: within a line, or behind one whose block goes on */
static LeatScan
take_tail (BlockFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const gboolean whole = input->end == LEAT_END_MESSAGE || input->end == LEAT_END_STREAM;
  const gboolean alone = self->kind == KIND_STATUS && self->line == input->length &&
                         input->end == LEAT_END_SILENCE;
  LeatScan verdict = LEAT_SCAN_MORE;

  if (alone)
    {
      frame->payload = input->data;
      frame->used = input->length;
      frame->length = input->length - 1;
      frame->length -= frame->length > 0 && input->data[frame->length - 1] == '\r';
    }
  else if (whole && self->line < input->length)
    verdict = take_line (self, input, input->length, input->length, frame);
  forget (self);
  if (alone)
    return LEAT_SCAN_FRAME;
  if (verdict != LEAT_SCAN_MORE)
    return verdict;
  frame->reason = "no end of a block";
  return LEAT_SCAN_BAD;
}

static LeatScan
block_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  BlockFramer *self = (BlockFramer *) framer;
  LeatScan verdict = LEAT_SCAN_MORE;

  if (self->lost)
    {
      self->lost = FALSE;
      frame->used = 1;
      frame->reason = "no start of a block";
      return input->data[0] == self->mark ? LEAT_SCAN_SKIP : LEAT_SCAN_BAD;
    }
  while (verdict == LEAT_SCAN_MORE)
    {
      const guint8 *hit = memchr (input->data + self->looked_at, self->mark,
                                  input->length - self->looked_at);
      const gsize end = hit != NULL ? (gsize) (hit - input->data) : 0;

      if (hit == NULL)
        {
          self->looked_at = input->length;
          return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : take_tail (self, input, frame);
        }
      verdict = take_line (self, input, end, end + 1, frame);
    }
  return verdict;
}

/* a line begins behind the end of another */
static gsize
block_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  BlockFramer *self = (BlockFramer *) framer;
  const guint8 *hit = memchr (data, self->mark, length);

  self->lost = hit != NULL;
  return hit != NULL ? (gsize) (hit - data) : length;
}

static gint64
block_framer_silence (LeatFramer *framer, gint64 character_time)
{
  const BlockFramer *self = (BlockFramer *) framer;

  return self->statuses != NULL ? self->value_wait : 0;
}

static void
block_framer_reset (LeatFramer *framer)
{
  BlockFramer *self = (BlockFramer *) framer;

  forget (self);
  self->lost = FALSE;
}

const LeatFramerClass block_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (BlockFramer),
  .name = "block",
  .summary = "Several lines that belong together: from a start line to an end line, or a status "
             "and its value.",
  .options = block_framer_options,
  .init = block_framer_init,
  .scan = block_framer_scan,
  .find = block_framer_find,
  .silence = block_framer_silence,
  .reset = block_framer_reset,
};
