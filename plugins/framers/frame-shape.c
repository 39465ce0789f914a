/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-shape.c - what frames have in common whose length is known before they are whole */
#include "frame-shape.h"
#include <string.h>

gboolean
frame_shape_init (FrameShape *self, GError **error)
{
  if (self->sync_option != NULL)
    self->sync = g_bytes_get_data (self->sync_option, &self->n_sync);
  if (self->trailer_option != NULL)
    self->trailer = g_bytes_get_data (self->trailer_option, &self->n_trailer);
  self->has_payload = self->payload_text != NULL && *self->payload_text != '\0';
  if (self->has_payload && !frame_range_read (&self->payload, "payload", self->payload_text, error))
    return FALSE;
  return frame_check_init (&self->check, "", error);
}

void
frame_shape_clear (FrameShape *self)
{
  frame_check_clear (&self->check);
}

gboolean
frame_shape_fits (const FrameShape *self, const guint8 *data, gsize length)
{
  const gsize at = (gsize) self->sync_at;

  return length <= at || self->n_sync == 0 ||
         memcmp (data + at, self->sync, MIN (length - at, self->n_sync)) == 0;
}

gsize
frame_shape_find (const FrameShape *self, const guint8 *data, gsize length)
{
  const gsize at = (gsize) self->sync_at;
  gsize begin = 0;

  if (self->n_sync == 0)
    return 0;
  while (begin + at < length)
    {
      const guint8 *hit = memchr (data + begin + at, self->sync[0], length - begin - at);

      begin = hit != NULL ? (gsize) (hit - data) - at : length - at;
      if (frame_shape_fits (self, data + begin, length - begin))
        return begin;
      begin++;
    }
  return begin;
}

gboolean
frame_shape_judge (const FrameShape *self, const guint8 *data, gsize total, gsize head,
                   gboolean is_checked, LeatFrame *frame)
{
  const FrameRange behind_head = { .from = head, .is_open = TRUE };
  const gsize end = total - MIN (total, self->n_trailer);
  gsize content_end = end;
  gsize begin;

  frame->reason = "no trailer";
  if (self->n_trailer > 0 &&
      (total < self->n_trailer || memcmp (data + end, self->trailer, self->n_trailer) != 0))
    return FALSE;
  if (is_checked &&
      !frame_check_judge (&self->check, data, total, end, &content_end, &frame->reason))
    return FALSE;
  frame->reason = "too short";
  if (!frame_range_find (self->has_payload ? &self->payload : &behind_head, content_end, &begin,
                         &frame->length))
    return FALSE;
  frame->payload = data + begin;
  return TRUE;
}
