/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-watch.h - one descriptor that can be read when a followed file may have changed: written to,
 * moved, replaced; or when it is time to look */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* In one thread. Where the kernel tells nothing of changes (NFS, CIFS, FUSE; or no watch is left)
 * it is readable after each interval. */
typedef struct _FileWatch FileWatch;

/* @asks: whether the kernel is not to be asked at all */
FileWatch *file_watch_new    (const char *path, gint64 interval, gboolean asks_kernel,
                              GError **error);
void       file_watch_free   (FileWatch *self);
int        file_watch_get_fd (const FileWatch *self);
/* the file that is read now; -1: none */
void       file_watch_set_file (FileWatch *self, int fd);
/* nothing has happened since; look at the file behind it */
void       file_watch_drain  (FileWatch *self);
/* to be readable after @wait µs */
void       file_watch_wake_in (FileWatch *self, gint64 wait);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FileWatch, file_watch_free)
G_END_DECLS
