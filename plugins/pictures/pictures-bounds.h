/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-bounds.h - how many pictures are kept, how much of them, and how long */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

/**
 * PicturesBounds:
 * @files: so many at the most
 * @size: bytes; 0: no matter
 * @age: µs; 0: for ever
 *
 * The oldest go first.
 */
typedef struct {
  gint64 files;
  gint64 size;
  gint64 age;
} PicturesBounds;

/* the pictures below a folder: SOURCE/EPOCH/SEQUENCE.EXTENSION; what has other names is not its */
typedef struct _PicturesKept PicturesKept;

PicturesKept *pictures_kept_new      (const char *folder, const PicturesBounds *bounds);
void          pictures_kept_free     (PicturesKept *self);
/* @path: below the folder; @time: µs since 1970 */
void          pictures_kept_add      (PicturesKept *self, const char *path, gint64 size,
                                      gint64 time);
/* removes what is too much; returns how many */
guint         pictures_kept_cut      (PicturesKept *self, gint64 now);
gint64        pictures_kept_get_size (const PicturesKept *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PicturesKept, pictures_kept_free)
G_END_DECLS
