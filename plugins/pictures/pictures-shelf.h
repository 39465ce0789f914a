/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-shelf.h - where pictures are stored: image-dir= */
#pragma once
#include "picture.h"
#include "pictures-bounds.h"
G_BEGIN_DECLS

/* A picture is taken out of its folder as soon as it is whole, so that nobody changes it any more,
 * and gets its place when its result is known. In one thread; waits for the disk. */
typedef struct _PicturesShelf PicturesShelf;

PicturesShelf *pictures_shelf_new      (const char *path, const PicturesBounds *bounds,
                                        GError **error);
void           pictures_shelf_free     (PicturesShelf *self);
/* those that leatd took in an earlier life, and whose result it did not know when it ended: @found
 * is given each, (transfer full) */
void           pictures_shelf_each_old (PicturesShelf *self,
                                        void (*found) (Picture *picture, gpointer user_data),
                                        gpointer user_data);
/* (transfer full) (nullable): NULL without an error: it is none, or is gone; NULL with one: it is
 * left where it is, for people to see to. One that is TOO_LARGE or LOST is gone; @why says it */
Picture       *pictures_shelf_take     (PicturesShelf *self, const char *folder, const char *name,
                                        gint64 largest, GError **why);
/* under the id of a record; FALSE: it is LOST */
gboolean       pictures_shelf_place    (PicturesShelf *self, Picture *picture, const char *id,
                                        GError **error);
/* FALSE: errno, of a file: "cannot be written" */
gboolean       pictures_fail_file      (const char *what, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PicturesShelf, pictures_shelf_free)
G_END_DECLS
