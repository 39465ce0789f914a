/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-marks.c - bytes that begin or end a frame, several of them */
#include "frame-marks.h"
#include <string.h>

static int
compare (gconstpointer one, gconstpointer other)
{
  gsize length = ((const FrameMark *) one)->length;
  gsize other_length = ((const FrameMark *) other)->length;

  return (length < other_length) - (length > other_length);
}

static gboolean
add (FrameMarks *self, GBytes *bytes, guint tag)
{
  FrameMark mark = { .tag = tag };

  mark.text = g_bytes_get_data (bytes, &mark.length);
  if (mark.length == 0)
    return FALSE;

  if (self->longest_first->len == 0)
    self->first = mark.text[0];
  else if (self->first != mark.text[0])
    self->first = -1;
  self->begins[mark.text[0]] = TRUE;
  g_array_append_val (self->longest_first, mark);
  return TRUE;
}

gboolean
frame_marks_add (FrameMarks *self, const char *key, const char *what, GPtrArray *list, guint tag,
                 GError **error)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!add (self, g_ptr_array_index (list, i), tag))
      {
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: number %u is empty; give %s", key,
                     i + 1, what);
        return FALSE;
      }
  g_array_sort (self->longest_first, compare);
  return TRUE;
}

gboolean
frame_marks_init (FrameMarks *self, const char *key, const char *what, GPtrArray *list,
                  GError **error)
{
  self->longest_first = g_array_new (FALSE, FALSE, sizeof (FrameMark));
  if (list != NULL && list->len > 0)
    return frame_marks_add (self, key, what, list, 0, error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: is empty; give %s", key, what);
  return FALSE;
}

void
frame_marks_clear (FrameMarks *self)
{
  g_clear_pointer (&self->longest_first, g_array_unref);
}

FrameMatch
frame_marks_match (const FrameMarks *self, const guint8 *data, gsize length, gboolean more,
                   const FrameMark **found)
{
  for (guint i = 0; i < self->longest_first->len; i++)
    {
      const FrameMark *mark = &g_array_index (self->longest_first, FrameMark, i);

      if (data[0] != mark->text[0] ||
          (mark->length > 1 && memcmp (data, mark->text, MIN (length, mark->length)) != 0))
        continue;
      *found = mark;
      if (length >= mark->length)
        return FRAME_MATCH_FOUND;
      if (more)
        return FRAME_MATCH_BEGINS;
    }
  return FRAME_MATCH_NONE;
}

/* the first place from @from on where one may begin, or length */
static gsize
seek (const FrameMarks *self, const guint8 *data, gsize length, gsize from)
{
  const guint8 *hit;

  if (self->first >= 0)
    {
      hit = memchr (data + from, self->first, length - from);
      return hit != NULL ? (gsize) (hit - data) : length;
    }

  while (from < length && !self->begins[data[from]])
    from++;
  return from;
}

FrameMatch
frame_marks_search (const FrameMarks *self, const guint8 *data, gsize length, gboolean more,
                    gsize *at, const FrameMark **found)
{
  for (; (*at = seek (self, data, length, *at)) < length; (*at)++)
    {
      FrameMatch match = frame_marks_match (self, data + *at, length - *at, more, found);

      if (match != FRAME_MATCH_NONE)
        return match;
    }
  return FRAME_MATCH_NONE;
}
