/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-window.c - the bytes of a stream that are still wanted, in one piece */
#include "leat-window.h"
#include <string.h>

static void
leat_window_move (LeatWindow *self, guint8 *target)
{
  gsize wanted = (gsize) (self->end - self->start);

  if (wanted > 0)
    memmove (target, leat_window_at (self, self->start), wanted);
  self->base = self->start;
}

/*
 * leat_window_reserve:
 * @size: bytes to be written
 * @largest: bytes that are ever wanted at once
 *
 * Makes room behind the last byte. Bytes move to the front only when at least as many went out of
 * the window since they last moved, else the buffer grows: so the cost is constant for each byte.
 * It grows to no more than 2 × (@largest + @size), if no more than @largest is ever wanted.
 *
 * Returns: (transfer none): room for @size bytes; valid until the next call
 */
guint8 *
leat_window_reserve (LeatWindow *self, gsize size, gsize largest)
{
  gsize wanted = (gsize) (self->end - self->start);
  gsize gone = (gsize) (self->start - self->base);

  if (wanted > 0 && leat_window_get_room (self) >= size)
    return leat_window_at (self, self->end);

  if (wanted <= gone && wanted + size <= self->capacity)
    {
      leat_window_move (self, self->data);
    }
  else if (leat_window_get_room (self) < size)
    {
      gsize capacity = MAX (2 * (wanted + size), MIN (2 * self->capacity, 2 * (largest + size)));
      guint8 *data = g_malloc (capacity);

      leat_window_move (self, data);
      g_free (self->data);
      self->data = data;
      self->capacity = capacity;
    }
  return leat_window_at (self, self->end);
}

/*
 * leat_window_clear:
 *
 * Frees the buffer.
 */
void
leat_window_clear (LeatWindow *self)
{
  g_clear_pointer (&self->data, g_free);
}
