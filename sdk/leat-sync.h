/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-sync.h - what was written is on the disk, as far as the kernel can be believed */
#pragma once
#include <glib.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

gboolean leat_sync_write (int fd, gconstpointer data, gsize length);
gboolean leat_sync_file  (int fd);
gboolean leat_sync_path  (const char *path);
gboolean leat_sync_holds (int fd);

#pragma GCC visibility pop
G_END_DECLS
