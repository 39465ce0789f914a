/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-disk.h - what must outlive a power cut: whole writes, syncs, errors */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

gboolean leatd_disk_make_directory (const char *path, GError **error);
gboolean leatd_disk_sync_directory (const char *path, GError **error);
gboolean leatd_disk_write          (int fd, const char *path, gconstpointer data, gsize length,
                                    gint64 offset, GError **error);
gboolean leatd_disk_sync           (int fd, const char *path, GError **error);
gboolean leatd_disk_get_free       (const char *path, gint64 *available);
gboolean leatd_disk_fail           (const char *path, const char *what, GError **error);

G_END_DECLS
