/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-place.h - a place in a file, and how it is known again when others may have moved the file,
 * made it shorter or written it anew */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* what one file is, whatever its name. A number of an inode comes again, the time of its birth does
 * not; 0 where the file system knows none. */
typedef struct {
  guint64 device;
  guint64 inode;
  gint64  born;     /* ns */
} FileIdentity;

/**
 * FilePlace:
 * @identity: of the file
 * @changed: when it was last written to, ns
 * @offset: bytes before the place
 * @head: hash of the first of these bytes, up to FILE_PLACE_HEAD
 * @tail: hash of the last of them, up to FILE_PLACE_TAIL
 * @n_ahead: how many bytes stood behind the place, up to FILE_PLACE_TAIL
 * @ahead: hash of these
 */
typedef struct {
  FileIdentity identity;
  gint64       changed;
  guint64      offset;
  guint64      head;
  guint64      tail;
  guint64      n_ahead;
  guint64      ahead;
} FilePlace;

#define FILE_PLACE_HEAD 256
#define FILE_PLACE_TAIL 64

gboolean file_identity_equal   (const FileIdentity *self, const FileIdentity *other);

/* what is at @offset of the open file; FALSE: errno says why, 0: it is not that long */
gboolean file_place_take       (FilePlace *self, int fd, guint64 offset);
/* are the bytes around the place still there? */
gboolean file_place_is_there   (const FilePlace *self, int fd);
char    *file_place_to_string  (const FilePlace *self);
gboolean file_place_parse      (FilePlace *self, const char *text);

G_END_DECLS
