/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gap-framer.c - what comes between two silences of the line is a frame
 *
 * What stands in the bytes ends nothing. Each byte is looked at once, for the checksum. */
#include "frame-check.h"
#include "framers.h"

typedef struct {
  LeatFramer parent;
  gint64 silence;    /* option */
  double characters; /* option */
  FrameCheck check;  /* option */
} GapFramer;

static const LeatOption gap_framer_options[] = {
  LEAT_OPTION_DURATION (
      GapFramer, silence, .key = "silence", .preset = "20ms", .minimum = 0, .maximum = 60e6,
      .summary =
          "Silence that ends a frame, at the least: USB adapters hold bytes back for up to 16 ms; "
          "none: characters= alone."),
  LEAT_OPTION_DOUBLE (
      GapFramer, characters, .key = "characters", .preset = "3.5", .minimum = 0, .maximum = 1000,
      .summary =
          "Silence that ends a frame, in characters at the line's baud rate, where there is one; "
          "the longer of the two counts."),
  FRAME_CHECK_OPTIONS (GapFramer, check, ""), LEAT_OPTION_END
};

static gboolean
gap_framer_init (LeatFramer *framer, GError **error)
{
  GapFramer *self = (GapFramer *) framer;

  if (self->silence > 0 || self->characters > 0)
    return frame_check_init (&self->check, "", error);
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "silence: is none, and characters= is 0: nothing would end a frame");
  return FALSE;
}

static void
gap_framer_clear (LeatFramer *framer)
{
  frame_check_clear (&((GapFramer *) framer)->check);
}

static LeatScan
gap_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  const GapFramer *self = (GapFramer *) framer;

  if (input->end == LEAT_END_NO)
    return LEAT_SCAN_MORE;
  frame->reason = "no silence behind it";
  if (input->end == LEAT_END_CUT || input->end == LEAT_END_LIMIT ||
      !frame_check_judge (&self->check, input->data, input->length, input->length, &frame->length,
                          &frame->reason))
    return LEAT_SCAN_BAD;
  frame->payload = input->data;
  frame->used = input->length;
  return LEAT_SCAN_FRAME;
}

/* a frame begins behind a silence, and nowhere else */
static gsize
gap_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  return length;
}

static gint64
gap_framer_silence (LeatFramer *framer, gint64 character_time)
{
  const GapFramer *self = (GapFramer *) framer;

  return MAX (self->silence, (gint64) (self->characters * (double) character_time));
}

const LeatFramerClass gap_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (GapFramer),
  .name = "gap",
  .summary = "What comes between two silences of the line.",
  .options = gap_framer_options,
  .init = gap_framer_init,
  .clear = gap_framer_clear,
  .scan = gap_framer_scan,
  .find = gap_framer_find,
  .silence = gap_framer_silence,
};
