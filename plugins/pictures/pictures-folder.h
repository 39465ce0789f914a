/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-folder.h - the folder that a machine writes pictures into, watched */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

/**
 * PicturesFolderSetup:
 * @path: of it
 * @look_every: µs: it is looked into, too, where the kernel does not tell what other computers do
 * @settle: µs: what nobody has told of is whole when it was not written to for so long
 * @found: a file that its writer has closed, or given its name; one in a turn of the main loop. It
 *   is told of again at the next look if it is there then
 * @gone: the folder is not there any more
 * @user_data: for both
 */
typedef struct {
  const char *path;
  gint64      look_every;
  gint64      settle;
  void      (*found) (const char *name, gpointer user_data);
  void      (*gone)  (gpointer user_data);
  gpointer    user_data;
} PicturesFolderSetup;

/* In the thread whose main context is the default one when it is made. */
typedef struct _PicturesFolder PicturesFolder;

PicturesFolder *pictures_folder_new  (const PicturesFolderSetup *setup, GError **error);
void            pictures_folder_free (PicturesFolder *self);
/* nothing is found until it is let go on */
void            pictures_folder_hold (PicturesFolder *self, gboolean is_held);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PicturesFolder, pictures_folder_free)
G_END_DECLS
