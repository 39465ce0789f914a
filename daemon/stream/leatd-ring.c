/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ring.c - the last bytes that a source has read, for someone who wants to look */
#include "leatd-ring.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

/* A lock for each add() costs some 20 ns where no one looks, and an add() is a whole read(): copies
 * by relaxed atomic words would be free of it, slower, and harder to believe. */
#define LEATD_RING_PIECE 16384

struct _LeatdRing {
  GMutex mutex;
  gsize size;
  guint64 total; /* bytes added since new() */
  guint8 *bytes;
};

/**
 * leatd_ring_new:
 * @size: bytes it holds, a power of two
 *
 * Makes an empty ring. The memory comes from the kernel by the page as it fills: a source that is
 * silent costs nothing.
 *
 * Returns: (transfer full): the ring; like g_malloc(), it ends the process if there is no memory
 */
LeatdRing *
leatd_ring_new (gsize size)
{
  LeatdRing *self;
  void *bytes;

  g_return_val_if_fail (size > 0 && (size & (size - 1)) == 0, NULL);

  bytes = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                0);
  if (bytes == MAP_FAILED)
    g_error ("no memory for a ring of %" G_GSIZE_FORMAT " bytes: %s", size, g_strerror (errno));
  /* neighbouring rings become one mapping, and one byte in it could touch 2 MiB; not every kernel
   * knows huge pages */
  (void) madvise (bytes, size, MADV_NOHUGEPAGE);

  self = g_new0 (LeatdRing, 1);
  g_mutex_init (&self->mutex);
  self->size = size;
  self->bytes = bytes;
  return self;
}

/**
 * leatd_ring_free:
 * @self: (transfer full) (nullable): a ring that no other thread uses any more
 */
void
leatd_ring_free (LeatdRing *self)
{
  if (self == NULL)
    return;

  munmap (self->bytes, self->size);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * leatd_ring_add:
 * @self: a ring
 * @data: what was read
 * @length: of @data; of more than the ring holds, the last bytes are kept
 *
 * Called by the source's thread alone.
 */
void
leatd_ring_add (LeatdRing *self, const guint8 *data, gsize length)
{
  const gsize surplus = length > self->size ? length - self->size : 0;
  gsize at, first;

  if (length == 0)
    return;

  data += surplus;
  length -= surplus;

  g_mutex_lock (&self->mutex);
  at = (self->total + surplus) & (self->size - 1);
  first = MIN (length, self->size - at);
  memcpy (self->bytes + at, data, first);
  memcpy (self->bytes, data + first, length - first);
  self->total += surplus + length;
  g_mutex_unlock (&self->mutex);
}

/* Copies up to a piece from @from on to its place in @copy, which begins at @start; moves @from to
 * what the ring still has. Where the next piece begins. */
static guint64
ring_copy_piece (LeatdRing *self, guint64 *from, guint64 end, guint8 *copy, guint64 start)
{
  guint64 oldest;
  gsize at, length;

  g_mutex_lock (&self->mutex);
  oldest = self->total > self->size ? self->total - self->size : 0;
  *from = MIN (MAX (*from, oldest), end);
  at = *from & (self->size - 1);
  length = MIN (MIN (end - *from, LEATD_RING_PIECE), self->size - at);
  memcpy (copy + (*from - start), self->bytes + at, length);
  g_mutex_unlock (&self->mutex);
  return *from + length;
}

/**
 * leatd_ring_copy:
 * @self: a ring
 * @offset: (out): of the first byte in the stream, counted from 0
 *
 * Copies what was there when it was called, less what the source overwrote meanwhile. Any thread.
 *
 * Returns: (transfer full): the bytes, in one stretch without a hole
 */
GBytes *
leatd_ring_copy (LeatdRing *self, guint64 *offset)
{
  g_autoptr (GBytes) bytes = NULL;
  guint64 start, end, begin, at;
  guint8 *copy;

  g_mutex_lock (&self->mutex);
  end = self->total;
  start = end > self->size ? end - self->size : 0;
  g_mutex_unlock (&self->mutex);

  copy = g_malloc (end - start);
  begin = at = start;
  while (at < end)
    {
      guint64 from = at;
      const guint64 next = ring_copy_piece (self, &from, end, copy, start);

      /* a hole: what was copied before it does not belong to what follows */
      if (from != at)
        begin = from;
      at = next;
    }

  *offset = begin;
  bytes = g_bytes_new_take (copy, end - start);
  return g_bytes_new_from_bytes (bytes, begin - start, end - begin);
}
