/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-window.h - the bytes of a stream that are still wanted, in one piece; libleat's own */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * LeatWindow:
 * @data: the buffer
 * @capacity: of @data
 * @base: offset in the stream of data[0]
 * @start: offset of the first byte that is still wanted; its user moves it on
 * @end: offset behind the last byte; its user moves it on
 *
 * A window that moves along a stream. Places are offsets in the stream, so they stay what they are
 * when bytes move in the buffer. All zero: an empty one.
 */
typedef struct {
  guint8 *data;
  gsize   capacity;
  guint64 base;
  guint64 start;
  guint64 end;
} LeatWindow;

guint8 *leat_window_reserve (LeatWindow *self, gsize size, gsize largest);
void    leat_window_clear   (LeatWindow *self);

/* the byte at @offset, from start to end */
static inline guint8 *
leat_window_at (const LeatWindow *self, guint64 offset)
{
  return self->data + (offset - self->base);
}

/* room behind the last byte */
static inline gsize
leat_window_get_room (const LeatWindow *self)
{
  return self->capacity - (gsize) (self->end - self->base);
}

G_END_DECLS
