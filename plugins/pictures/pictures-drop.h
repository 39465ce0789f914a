/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-drop.h - puts pictures into a drop folder, as a careful writer does */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

/**
 * PicturesDrop:
 * @folder: that they are dropped in
 * @owner: who drops them: a name that no other has; a plain word
 * @most: pictures that may wait there
 */
typedef struct {
  const char *folder;
  const char *owner;
  gint64      most;
} PicturesDrop;

/* LEAT_ERROR_NOT_FOUND, LEAT_ERROR_HELD: nothing can be put there until people see to it */
gboolean pictures_drop_check (const PicturesDrop *self, GError **error);
/* (transfer full) (nullable): the name that it has there: @name, or "2~" and it where that one was
 * taken; NULL: it is not there, nor is any of it */
char    *pictures_drop_put   (const PicturesDrop *self, const char *name, const guint8 *data,
                              gsize length, GError **error);

G_END_DECLS
