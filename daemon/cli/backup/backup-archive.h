/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-archive.h - files with their absolute paths in one compressed tar file, and back again */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* An archive holds each file as files/PATH, behind the folder that it is in; `tar --zstd -tf` lists
 * it. */
typedef struct _LeatArchive LeatArchive;

/* @path appears when it is finished, whole, for its owner alone; a file that is there stays */
LeatArchive *leat_archive_new      (const char *path, GError **error);
void         leat_archive_free     (LeatArchive *self);
/* the file @from, which is to be restored as @path; %G_IO_ERROR_NOT_FOUND: there is none */
gboolean     leat_archive_add      (LeatArchive *self, const char *from, const char *path,
                                    GError **error);
gboolean     leat_archive_finish   (LeatArchive *self, GError **error);

/* the paths that it would write below @root, which end with NULL */
GStrv        leat_archive_list     (const char *path, const char *root, GError **error);
/* writes them, all or none; what is there is replaced. leatd_replace_finish() of the first goes
 * before */
gboolean     leat_archive_restore  (const char *path, const char *root, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatArchive, leat_archive_free)
G_END_DECLS
