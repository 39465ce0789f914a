/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-migrations.h - the store's tables: made, and brought up to date */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* is it a store, and none that a newer Leat has made? A new, empty file is one */
gboolean buffer_migrations_check (BufferDatabase *self, GError **error);
/* will run() take its time over the file at @path? *@size: bytes that are copied */
gboolean buffer_migrations_is_older (const char *path, gint64 *size);
/* *@told: (nullable) what was done to an older one, for people */
gboolean buffer_migrations_run   (BufferDatabase *self, char **told, GError **error);

G_END_DECLS
