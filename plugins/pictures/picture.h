/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* picture.h - a picture that was taken out of its folder */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

typedef enum {
  PICTURE_STORED,
  PICTURE_MISSING,   /* none came in time */
  PICTURE_UNPAIRED,  /* it is here, and no result that it is of */
  PICTURE_TOO_LARGE,
  PICTURE_LOST,      /* the disk was full, or broken */
} PictureState;

/**
 * Picture:
 * @name: that it had in its folder
 * @path: where it is now; %NULL: nowhere, @state says why
 * @size: bytes
 * @checksum: SHA-256, hexadecimal; %NULL: not known
 * @time: when it was written, or seen: nanoseconds since 1970-01-01 UTC
 * @state: STORED, TOO_LARGE or LOST
 */
typedef struct {
  char        *name;
  char        *path;
  gint64       size;
  char        *checksum;
  gint64       time;
  PictureState state;
} Picture;

static inline void
picture_free (Picture *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self->checksum);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)
G_END_DECLS
