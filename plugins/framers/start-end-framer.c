/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start-end-framer.c - frames that begin with a start and end with an end
 *
 * On the wire: a start, the body, an end, and behind it, if they are told to, a checksum and a
 * trailer. A byte is looked at when a start is looked for, in the search for the end, when escapes
 * are undone and for the checksum. Where a start in a body begins a new frame, that is all, noise
 * or not; with restart=no noise costs that for each start in the max-frame bytes before it. */
#include "start-end-parts.h"

static const char
    *const escape_styles[] = { [ESCAPE_ITSELF] = "itself", [ESCAPE_ANY] = "any", NULL };
static const char *const
    keeps[] = { [KEEP_NOTHING] = "nothing", [KEEP_START] = "start", [KEEP_ALL] = "all", NULL };

static const LeatOption start_end_framer_options[] = {
  LEAT_OPTION_BYTES_LIST (StartEndFramer, start_list, .key = "start", .preset = "\\x02",
                          .summary = "Bytes that begin a frame, several separated by ;, as in $;! "
                                     "for NMEA."),
  LEAT_OPTION_BYTES_LIST (StartEndFramer, end_list, .key = "end", .preset = "\\x03",
                          .summary = "Bytes that end it, several separated by ;, the longest that "
                                     "fits counts."),
  LEAT_OPTION_BOOL (StartEndFramer, restarts, .key = "restart", .preset = "yes",
                    .summary =
                        "Whether a start in a frame begins a new one, and what stands before it is "
                        "a reject: a machine was switched off in between. No where these bytes may "
                        "stand in a frame."),
  LEAT_OPTION_BYTES (StartEndFramer, escape_option, .key = "escape",
                     .summary = "The byte that stands before a byte which would mean something "
                                "else, as \\x10 (DLE); it is taken out."),
  LEAT_OPTION_CHOICE (StartEndFramer, escape_style, .key = "escape-style", .preset = "itself",
                      .choices = escape_styles,
                      .summary = "Whether it stands before itself alone, doubled (itself), or "
                                 "before any byte, a start or an end among them (any)."),
  LEAT_OPTION_INT (StartEndFramer, escape_xor, .key = "escape-xor", .preset = "0", .minimum = 0,
                   .maximum = 255,
                   .summary = "What the byte behind it is changed by, exclusive or: 32 where bit 5 "
                              "is turned over; 0: it is as it was."),
  LEAT_OPTION_BYTES (StartEndFramer, between_option, .key = "between",
                     .summary = "Bytes that are nothing between two frames, as \\r\\n; all others "
                                "there are rejects."),
  LEAT_OPTION_CHOICE (StartEndFramer, keep, .key = "keep", .preset = "nothing", .choices = keeps,
                      .summary = "What goes to the schema beside the body: nothing, the start, or "
                                 "all, with end, checksum and trailer."),
  LEAT_OPTION_BOOL (StartEndFramer, is_check_behind, .key = "checksum-behind-end", .preset = "no",
                    .summary = "Whether the checksum stands behind the end, as a BCC behind ETX, "
                               "and not before it."),
  LEAT_OPTION_BYTES (StartEndFramer, trailer_option, .key = "trailer",
                     .summary = "Bytes that follow the end, or the checksum behind it; with them "
                                "that may have fewer digits, without leading zeros."),
  FRAME_CHECK_OPTIONS (StartEndFramer, check, ""),
  LEAT_OPTION_END
};

static gboolean
start_end_framer_read_escape (StartEndFramer *self, GError **error)
{
  gsize length = 0;
  const guint8 *escape = self->escape_option != NULL
                             ? g_bytes_get_data (self->escape_option, &length)
                             : NULL;

  self->escape = length > 0 ? escape[0] : -1;
  if (length > 1)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "escape: has %zu bytes; give one, as in \\x10", length);
  else if (length == 1 && self->is_between[escape[0]])
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "between: has the byte of escape, which is never nothing");
  else
    return TRUE;
  return FALSE;
}

static void
start_end_framer_read_bytes (StartEndFramer *self)
{
  gsize length = 0;
  const guint8 *between = self->between_option != NULL
                              ? g_bytes_get_data (self->between_option, &length)
                              : NULL;

  for (gsize i = 0; i < length; i++)
    self->is_between[between[i]] = TRUE;
  if (self->trailer_option != NULL)
    self->trailer = g_bytes_get_data (self->trailer_option, &self->n_trailer);
}

static gboolean
start_end_framer_init (LeatFramer *framer, GError **error)
{
  StartEndFramer *self = (StartEndFramer *) framer;

  start_end_framer_read_bytes (self);
  if (!frame_marks_init (&self->starts, "start", "the bytes that begin a frame, as in \\x02",
                         self->start_list, error) ||
      !frame_marks_init (&self->ends, "end", "the bytes that end a frame, as in \\x03",
                         self->end_list, error) ||
      !start_end_framer_read_escape (self, error) || !frame_check_init (&self->check, "", error))
    return FALSE;

  for (int byte = 0; byte < 256; byte++)
    self->is_plain[byte] = !self->ends.begins[byte] && byte != self->escape &&
                           !(self->restarts && self->starts.begins[byte]);
  return TRUE;
}

static void
start_end_framer_clear (LeatFramer *framer)
{
  StartEndFramer *self = (StartEndFramer *) framer;

  frame_marks_clear (&self->starts);
  frame_marks_clear (&self->ends);
  frame_check_clear (&self->check);
}

/* no start stands at data[0] */
static LeatScan
start_end_framer_pass_over (StartEndFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const guint8 *data = input->data;
  gsize n = 0;

  while (n < input->length && self->is_between[data[n]] &&
         (n == 0 || !self->starts.begins[data[n]]))
    n++;
  if (n > 0)
    {
      frame->used = n;
      return LEAT_SCAN_SKIP;
    }
  self->is_second = data[0] == self->escape && (self->escape_style == ESCAPE_ANY ||
                                                (input->length > 1 && data[1] == self->escape));
  frame->reason = "no start";
  return LEAT_SCAN_BAD;
}

/* an escape that is doubled begins nothing, even where a start begins with one */
static FrameMatch
start_end_framer_match_start (const StartEndFramer *self, const guint8 *data, gsize length,
                              gboolean more, const FrameMark **start)
{
  if (data[0] == self->escape && self->escape_style == ESCAPE_ITSELF &&
      self->starts.begins[data[0]])
    {
      if (length == 1 && more)
        return FRAME_MATCH_BEGINS;
      if (length > 1 && data[1] == self->escape)
        return FRAME_MATCH_NONE;
    }
  return frame_marks_match (&self->starts, data, length, more, start);
}

static LeatScan
start_end_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  StartEndFramer *self = (StartEndFramer *) framer;
  const FrameMark *start = NULL;
  LeatScan scan;

  self->is_second = FALSE;
  switch (start_end_framer_match_start (self, input->data, input->length, input->end == LEAT_END_NO,
                                        &start))
    {
    case FRAME_MATCH_FOUND:
      scan = start_end_parts_judge (self, input, start->length, frame);
      break;
    case FRAME_MATCH_BEGINS:
      scan = LEAT_SCAN_MORE;
      break;
    case FRAME_MATCH_NONE:
    default:
      scan = start_end_framer_pass_over (self, input, frame);
    }
  if (scan != LEAT_SCAN_MORE)
    self->looked_at = 0;
  return scan;
}

/* in noise an escaped byte begins nothing either */
static gsize
start_end_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  StartEndFramer *self = (StartEndFramer *) framer;
  gsize at = self->is_second ? 1 : 0;
  const FrameMark *start;

  self->is_second = FALSE;
  for (; at < length; at++)
    {
      if (data[at] != self->escape && !self->starts.begins[data[at]])
        continue;
      if (start_end_framer_match_start (self, data + at, length - at, TRUE, &start) !=
          FRAME_MATCH_NONE)
        return at;
      if (data[at] == self->escape && at + 1 == length)
        return at;
      if (data[at] == self->escape &&
          (self->escape_style == ESCAPE_ANY || data[at + 1] == self->escape))
        at++;
    }
  return length;
}

static void
start_end_framer_reset (LeatFramer *framer)
{
  StartEndFramer *self = (StartEndFramer *) framer;

  self->looked_at = 0;
  self->is_second = FALSE;
}

const LeatFramerClass start_end_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (StartEndFramer),
  .name = "start-end",
  .summary = "Frames that begin with a start and end with an end, as STX and ETX.",
  .options = start_end_framer_options,
  .init = start_end_framer_init,
  .clear = start_end_framer_clear,
  .scan = start_end_framer_scan,
  .find = start_end_framer_find,
  .reset = start_end_framer_reset,
};
