/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-check.c - the checksum that stands in a frame */
#include "frame-check.h"
#include <string.h>

#define DIGITS_MAX 1024
#define REASON_SHORT "too short for a checksum"

const char *const frame_check_forms[] = { [LEAT_CHECKSUM_BIG] = "big",
                                          [LEAT_CHECKSUM_LITTLE] = "little",
                                          [LEAT_CHECKSUM_HEX] = "hex",
                                          [LEAT_CHECKSUM_HEX_LITTLE] = "hex-little",
                                          NULL };

static gboolean
is_hex (const FrameCheck *self)
{
  return self->form == LEAT_CHECKSUM_HEX || self->form == LEAT_CHECKSUM_HEX_LITTLE;
}

static gboolean
judge_width (FrameCheck *self, const char *prefix, GError **error)
{
  const gsize n_bits = leat_checksum_get_width (self->checksum);
  const gsize least = self->form == LEAT_CHECKSUM_HEX ? (n_bits + 3) / 4
                                                      : (n_bits + 7) / 8 * (is_hex (self) ? 2 : 1);
  const gsize most = is_hex (self) ? 16 : 8;

  self->width = self->width_option != 0 ? (gsize) self->width_option : least;
  if (self->width >= least && self->width <= most)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%schecksum-width: %zu %s do not hold the %zu bits of %s; %zu to %zu do", prefix,
               self->width, is_hex (self) ? "digits" : "bytes", n_bits, self->name, least, most);
  return FALSE;
}

gboolean
frame_check_init (FrameCheck *self, const char *prefix, GError **error)
{
  g_autofree char *key = g_strconcat (prefix, "checksum-range", NULL);

  if (self->name == NULL || *self->name == '\0')
    return TRUE;
  self->checksum = leat_checksum_new (self->name, error);
  if (self->checksum == NULL)
    {
      g_prefix_error (error, "%schecksum: ", prefix);
      return FALSE;
    }
  if (self->mark_option != NULL)
    self->mark = g_bytes_get_data (self->mark_option, &self->n_mark);
  return judge_width (self, prefix, error) &&
         frame_range_read (&self->range, key, self->range_text, error);
}

void
frame_check_clear (FrameCheck *self)
{
  g_clear_pointer (&self->checksum, leat_checksum_free);
}

/* behind the last mark that it may stand behind; all between mark and @end is the field */
static gboolean
find_marked (const FrameCheck *self, const guint8 *frame, gsize end, FrameField *field)
{
  for (gsize n = 0; n <= self->width && n + self->n_mark <= end; n++)
    {
      field->begin = end - n;
      field->length = n;
      if (memcmp (frame + field->begin - self->n_mark, self->mark, self->n_mark) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
find_placed (const FrameCheck *self, gsize length, gsize end, FrameField *field)
{
  gint64 begin = self->at;

  if (begin == 0)
    begin = (gint64) end - (gint64) self->width;
  else if (begin < 0)
    begin += (gint64) length;
  field->begin = (gsize) begin;
  field->length = self->width;
  return begin >= 0 && field->begin + field->length <= length;
}

static gboolean
agrees_with (const FrameCheck *self, const guint8 *bytes, gsize length, const guint8 *frame,
             const FrameField *field)
{
  return leat_checksum_agrees (self->checksum, bytes, length, (LeatChecksumForm) self->form,
                               frame + field->begin, field->length);
}

/* two digits a byte */
static gboolean
agrees_with_digits (const FrameCheck *self, const guint8 *frame, gsize begin, gsize length,
                    const FrameField *field, const char **reason)
{
  guint8 bytes[DIGITS_MAX / 2];

  *reason = length > DIGITS_MAX ? "too many digits for a checksum" : "no pairs of digits";
  if (length > DIGITS_MAX || length % 2 != 0)
    return FALSE;
  for (gsize i = 0; i < length; i += 2)
    {
      const int high = g_ascii_xdigit_value ((char) frame[begin + i]);
      const int low = g_ascii_xdigit_value ((char) frame[begin + i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      bytes[i / 2] = (guint8) (high << 4 | low);
    }
  *reason = "checksum";
  return agrees_with (self, bytes, length / 2, frame, field);
}

gboolean
frame_check_judge_field (const FrameCheck *self, const guint8 *frame, gsize end,
                         const FrameField *field, const char **reason)
{
  const gsize up_to = self->range.from <= field->begin ? field->begin : end;
  gsize begin, length;

  if (self->checksum == NULL)
    return TRUE;
  *reason = "no checksum";
  if (field->length == 0)
    return !self->is_required;
  *reason = REASON_SHORT;
  if (!frame_range_find (&self->range, up_to, &begin, &length))
    return FALSE;
  *reason = "checksum";
  return self->of_digits ? agrees_with_digits (self, frame, begin, length, field, reason)
                         : agrees_with (self, frame + begin, length, frame, field);
}

gboolean
frame_check_judge (const FrameCheck *self, const guint8 *frame, gsize length, gsize end,
                   gsize *content_end, const char **reason)
{
  FrameField field = { 0 };

  *content_end = end;
  if (self->checksum == NULL)
    return TRUE;
  if (self->n_mark > 0)
    {
      if (find_marked (self, frame, end, &field))
        *content_end = field.begin - self->n_mark;
      else
        field.length = 0;
      return frame_check_judge_field (self, frame, end, &field, reason);
    }
  *reason = REASON_SHORT;
  if (!find_placed (self, length, end, &field))
    return FALSE;
  if (field.begin + field.length == end)
    *content_end = field.begin;
  return frame_check_judge_field (self, frame, end, &field, reason);
}
