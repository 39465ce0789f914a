/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording-blocks.c - the blocks of a pcapng file, one after the other
 *
 * Source: draft-ietf-opsawg-pcapng, sections 3.1, 3.5 and 4.1. A file that was cut, or in which a
 * length lies, is read on from its next section: what appends to a file begins with one. */
#include "leat-recording-blocks.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)

/* type, length and byte order: what a section begins with */
#define SECTION_START 12

/*
 * leat_blocks_init:
 * @self: zeroed
 * @fd: < 0: the caller fills the buffer
 */
void
leat_blocks_init (LeatBlocks *self, const char *name, int fd)
{
  self->name = g_strdup (name);
  self->fd = fd;
  self->buffer = g_byte_array_new ();
  self->at_end = fd < 0;
}

void
leat_blocks_clear (LeatBlocks *self)
{
  if (self->owns_fd)
    close (self->fd);
  g_clear_pointer (&self->buffer, g_byte_array_unref);
  g_clear_pointer (&self->name, g_free);
}

static guint32
swap_u32 (guint32 value, gboolean swapped)
{
  return swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

guint16
leat_block_get_u16 (const LeatBlock *block, gsize at)
{
  guint16 value;

  memcpy (&value, block->body + at, sizeof value);
  return (guint16) (block->swapped ? GUINT16_SWAP_LE_BE (value) : value);
}

guint32
leat_block_get_u32 (const LeatBlock *block, gsize at)
{
  guint32 value;

  memcpy (&value, block->body + at, sizeof value);
  return swap_u32 (value, block->swapped);
}

guint64
leat_block_get_u64 (const LeatBlock *block, gsize at)
{
  guint64 value;

  memcpy (&value, block->body + at, sizeof value);
  return block->swapped ? GUINT64_SWAP_LE_BE (value) : value;
}

static gsize
blocks_get_length (const LeatBlocks *self)
{
  return self->buffer->len - self->start;
}

static const guint8 *
blocks_at (const LeatBlocks *self, gsize at)
{
  return self->buffer->data + self->start + at;
}

static void
blocks_pass (LeatBlocks *self, gsize length)
{
  self->start += length;
  self->offset += length;
}

static gboolean
blocks_read (LeatBlocks *self, GError **error)
{
  const guint length = self->buffer->len;
  gssize got;

  g_byte_array_set_size (self->buffer, length + READ_SIZE);
  do
    got = read (self->fd, self->buffer->data + length, READ_SIZE);
  while (got < 0 && errno == EINTR);
  g_byte_array_set_size (self->buffer, length + (guint) MAX (got, 0));
  self->at_end = got <= 0;
  if (got >= 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
               "%s: cannot be read at byte %" G_GUINT64_FORMAT ": %s", self->name,
               self->offset + blocks_get_length (self), g_strerror (errno));
  return FALSE;
}

/* reads until so much is there, or the end; FALSE: it cannot be read */
static gboolean
blocks_fill (LeatBlocks *self, gsize length, GError **error)
{
  if (self->start > 0 && blocks_get_length (self) < length)
    {
      g_byte_array_remove_range (self->buffer, 0, (guint) self->start);
      self->start = 0;
    }
  while (blocks_get_length (self) < length && !self->at_end)
    if (!blocks_read (self, error))
      return FALSE;
  return TRUE;
}

static guint32
blocks_peek_u32 (const LeatBlocks *self, gsize at)
{
  guint32 value;

  memcpy (&value, blocks_at (self, at), sizeof value);
  return value;
}

static gboolean
is_section_start (const guint8 *data)
{
  guint32 type, magic;

  memcpy (&type, data, sizeof type);
  memcpy (&magic, data + 8, sizeof magic);
  return type == PCAPNG_SECTION &&
         (magic == PCAPNG_MAGIC || magic == GUINT32_SWAP_LE_BE (PCAPNG_MAGIC));
}

/**
 * leat_recording_judge:
 *
 * Returns: whether a file that begins with these bytes may be a recording
 */
gboolean
leat_recording_judge (const guint8 *data, gsize length)
{
  return length >= SECTION_START && is_section_start (data);
}

/* FALSE: there is none any more */
static gboolean
blocks_seek (LeatBlocks *self, GError **error)
{
  while (TRUE)
    {
      if (!blocks_fill (self, SECTION_START, error) || blocks_get_length (self) < SECTION_START)
        return FALSE;
      while (blocks_get_length (self) >= SECTION_START)
        {
          const guint8 *found = memchr (blocks_at (self, 0), PCAPNG_SECTION & 0xff,
                                        blocks_get_length (self) - SECTION_START + 1);

          if (found == NULL)
            {
              blocks_pass (self, blocks_get_length (self) - SECTION_START + 1);
              break;
            }
          blocks_pass (self, (gsize) (found - blocks_at (self, 0)));
          if (is_section_start (found))
            return TRUE;
          blocks_pass (self, 1);
        }
    }
}

static gboolean
blocks_fail (LeatBlocks *self, GError **error, const char *what)
{
  leat_error_fail (error, LEAT_ERROR_MALFORMED, "%s: byte %" G_GUINT64_FORMAT ": %s", self->name,
                   self->offset, what);
  self->seeking = TRUE;
  blocks_pass (self, MIN (blocks_get_length (self), 1));
  return FALSE;
}

/* 0: it lies */
static gsize
blocks_judge_length (LeatBlocks *self, guint32 type)
{
  guint32 length;

  if (type == PCAPNG_SECTION)
    self->swapped = blocks_peek_u32 (self, 8) != PCAPNG_MAGIC;
  length = swap_u32 (blocks_peek_u32 (self, 4), self->swapped);
  return length < PCAPNG_BLOCK_MIN || length % 4 != 0 || length > LEAT_BLOCK_MAX ? 0 : length;
}

/* the whole of it is in the buffer; 0: it is not, or no block */
static gsize
blocks_load (LeatBlocks *self, GError **error)
{
  gsize length;

  if (blocks_get_length (self) < PCAPNG_BLOCK_MIN)
    return (gsize) blocks_fail (self, error, "the last block is cut");
  if (blocks_peek_u32 (self, 0) == PCAPNG_SECTION && !is_section_start (blocks_at (self, 0)))
    return (gsize) blocks_fail (self, error, "a section of no byte order");
  length = blocks_judge_length (self, blocks_peek_u32 (self, 0));
  if (length == 0)
    return (gsize) blocks_fail (self, error, "the length of a block is none");
  if (!blocks_fill (self, length, error))
    return 0;
  if (blocks_get_length (self) < length)
    return (gsize) blocks_fail (self, error, "the last block is cut");
  if (swap_u32 (blocks_peek_u32 (self, length - 4), self->swapped) != length)
    return (gsize) blocks_fail (self, error, "the two lengths of a block are not the same");
  return length;
}

static gboolean
blocks_judge_start (LeatBlocks *self, GError **error)
{
  static const guint32 pcap[] = { 0xA1B2C3D4u, 0xD4C3B2A1u, 0xA1B23C4Du, 0x4D3CB2A1u };

  if (leat_recording_judge (blocks_at (self, 0), blocks_get_length (self)))
    return TRUE;
  self->at_end = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (pcap); i++)
    if (blocks_get_length (self) >= 4 && blocks_peek_u32 (self, 0) == pcap[i])
      return leat_error_fail (error, LEAT_ERROR_MALFORMED,
                              "%s: is pcap, not pcapng; editcap -F pcapng makes one of the other",
                              self->name);
  return leat_error_fail (error, LEAT_ERROR_MALFORMED,
                          "%s: byte 0: does not begin as a recording (pcapng) does", self->name);
}

/*
 * leat_blocks_next:
 * @block: (out): what comes next
 *
 * Gives a block of a known byte order and a sound length.
 */
gboolean
leat_blocks_next (LeatBlocks *self, LeatBlock *block, GError **error)
{
  gsize length;

  if (self->seeking && !blocks_seek (self, error))
    {
      blocks_pass (self, blocks_get_length (self));
      return FALSE;
    }
  self->seeking = FALSE;
  if (!blocks_fill (self, PCAPNG_BLOCK_MIN, error) || blocks_get_length (self) == 0)
    return FALSE;
  if (self->offset == 0 && !blocks_judge_start (self, error))
    {
      blocks_pass (self, blocks_get_length (self));
      return FALSE;
    }
  length = blocks_load (self, error);
  if (length == 0)
    return FALSE;
  *block = (LeatBlock) { .type = swap_u32 (blocks_peek_u32 (self, 0), self->swapped),
                         .offset = self->offset,
                         .swapped = self->swapped,
                         .body = blocks_at (self, 8),
                         .length = length - PCAPNG_BLOCK_MIN };
  blocks_pass (self, length);
  self->sound = self->offset;
  return TRUE;
}

/*
 * leat_block_next_option:
 * @at: (inout): where it begins in the block's body
 *
 * Source: draft-ietf-opsawg-pcapng, section 3.5.
 */
gboolean
leat_block_next_option (const LeatBlock *block, gsize *at, LeatBlockOption *option)
{
  gsize length;

  if (*at > block->length || block->length - *at < 4)
    return FALSE;
  length = leat_block_get_u16 (block, *at + 2);
  *option = (LeatBlockOption) { leat_block_get_u16 (block, *at), *at + 4, length };
  if (option->code == PCAPNG_OPTION_END || length > block->length - option->at)
    return FALSE;
  *at = option->at + ((length + 3) & ~(gsize) 3);
  return TRUE;
}
