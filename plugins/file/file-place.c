/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-place.c - a place in a file, and how it is known again when others may have moved the file,
 * made it shorter or written it anew */
#include "file-place.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* "1 DEVICE INODE BORN CHANGED OFFSET HEAD TAIL N_AHEAD AHEAD" */
#define VERSION "1"
#define N_WORDS 10

gboolean
file_identity_equal (const FileIdentity *self, const FileIdentity *other)
{
  return self->device == other->device && self->inode == other->inode && self->born == other->born;
}

static gint64
to_nanoseconds (const struct statx_timestamp *time)
{
  return time->tv_sec * LEAT_NSEC_PER_SEC + time->tv_nsec;
}

/* FNV-1a: it has to tell two files of one machine apart, not to withstand anybody. Source: RFC
 * draft-eastlake-fnv */
static guint64
hash (const guint8 *data, gsize length)
{
  guint64 value = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < length; i++)
    value = (value ^ data[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return value;
}

static gboolean
hash_bytes (int fd, guint64 offset, gsize length, guint64 *value)
{
  guint8 data[FILE_PLACE_HEAD];
  const gssize got = pread (fd, data, length, (off_t) offset);

  if (got >= 0 && (gsize) got < length)
    errno = 0;
  *value = hash (data, length);
  return got == (gssize) length;
}

/**
 * file_place_take:
 * @fd: of a regular file
 * @offset: of the place
 *
 * Returns: %FALSE if it cannot be read, or (errno 0) is not that long
 */
gboolean
file_place_take (FilePlace *self, int fd, guint64 offset)
{
  const gsize head = (gsize) MIN (offset, FILE_PLACE_HEAD);
  const gsize tail = (gsize) MIN (offset, FILE_PLACE_TAIL);
  struct statx status;

  if (statx (fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &status) != 0)
    return FALSE;
  self->identity.device = makedev (status.stx_dev_major, status.stx_dev_minor);
  self->identity.inode = status.stx_ino;
  self->identity.born = (status.stx_mask & STATX_BTIME) != 0 ? to_nanoseconds (&status.stx_btime)
                                                             : 0;
  self->changed = to_nanoseconds (&status.stx_mtime);
  self->offset = offset;
  self->n_ahead = status.stx_size > offset ? MIN (status.stx_size - offset, FILE_PLACE_TAIL) : 0;
  return hash_bytes (fd, 0, head, &self->head) &&
         hash_bytes (fd, offset - tail, tail, &self->tail) &&
         hash_bytes (fd, offset, (gsize) self->n_ahead, &self->ahead);
}

/**
 * file_place_is_there:
 * @fd: of a file that may be the place's
 *
 * A file that was made shorter and has grown again may be as long as before; its bytes tell.
 */
gboolean
file_place_is_there (const FilePlace *self, int fd)
{
  FilePlace now;
  guint64 ahead;

  return file_place_take (&now, fd, self->offset) &&
         file_identity_equal (&now.identity, &self->identity) && now.head == self->head &&
         now.tail == self->tail && hash_bytes (fd, self->offset, (gsize) self->n_ahead, &ahead) &&
         ahead == self->ahead;
}

/**
 * file_place_to_string:
 *
 * Returns: (transfer full): what file_place_parse() reads
 */
char *
file_place_to_string (const FilePlace *self)
{
  return g_strdup_printf (VERSION " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
                                  " %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                                  " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                          self->identity.device, self->identity.inode, self->identity.born,
                          self->changed, self->offset, self->head, self->tail, self->n_ahead,
                          self->ahead);
}

/**
 * file_place_parse:
 *
 * Returns: %FALSE if @text is no place; @self may be half filled then
 */
gboolean
file_place_parse (FilePlace *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", N_WORDS + 1);

  return g_strv_length (words) == N_WORDS && g_str_equal (words[0], VERSION) &&
         g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT64, &self->identity.device, NULL) &&
         g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXUINT64, &self->identity.inode, NULL) &&
         g_ascii_string_to_signed (words[3], 10, G_MININT64, G_MAXINT64, &self->identity.born,
                                   NULL) &&
         g_ascii_string_to_signed (words[4], 10, G_MININT64, G_MAXINT64, &self->changed, NULL) &&
         g_ascii_string_to_unsigned (words[5], 10, 0, G_MAXINT64, &self->offset, NULL) &&
         g_ascii_string_to_unsigned (words[6], 10, 0, G_MAXUINT64, &self->head, NULL) &&
         g_ascii_string_to_unsigned (words[7], 10, 0, G_MAXUINT64, &self->tail, NULL) &&
         g_ascii_string_to_unsigned (words[8], 10, 0, FILE_PLACE_TAIL, &self->n_ahead, NULL) &&
         g_ascii_string_to_unsigned (words[9], 10, 0, G_MAXUINT64, &self->ahead, NULL);
}
