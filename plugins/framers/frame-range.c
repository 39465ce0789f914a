/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-range.c - which bytes of a frame, as FROM:TO */
#include "frame-range.h"
#include <string.h>

/* no machine has longer frames */
#define PLACE_MAX (G_GINT64_CONSTANT (1) << 32)

static gboolean
read_places (FrameRange *self, const char *text)
{
  g_auto (GStrv) places = g_strsplit (text, ":", 3);
  guint64 from = 0;

  if (g_strv_length (places) != 2)
    return FALSE;
  if (*places[0] != '\0' && !g_ascii_string_to_unsigned (places[0], 10, 0, PLACE_MAX, &from, NULL))
    return FALSE;
  self->from = (gsize) from;
  self->to = 0;
  self->is_open = *places[1] == '\0';
  return self->is_open ||
         g_ascii_string_to_signed (places[1], 10, -PLACE_MAX, PLACE_MAX, &self->to, NULL);
}

gboolean
frame_range_read (FrameRange *self, const char *key, const char *text, GError **error)
{
  if (read_places (self, text))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "%s: \"%s\" is no FROM:TO; right are 2: for all from the third byte on, 1:-1, 4:8",
               key, text);
  return FALSE;
}

gboolean
frame_range_find (const FrameRange *self, gsize end, gsize *begin, gsize *length)
{
  gint64 to = self->to;

  if (self->is_open)
    to = (gint64) end;
  else if (to < 0)
    to += (gint64) end;
  if (to < (gint64) self->from || to > (gint64) end)
    return FALSE;
  *begin = self->from;
  *length = (gsize) to - self->from;
  return TRUE;
}
