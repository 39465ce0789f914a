/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-look.h - records that a person wants to see */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* "1841", or a record's own id, "camera0/0K3Q9V2M7WB1X5T4E8ZC/1841" */
gboolean   buffer_look_find (BufferDatabase *database, const char *name, gint64 *id,
                             GError **error);
/* as look() of LeatStoreClass, of an open file */
LeatBatch *buffer_look      (BufferDatabase *database, const char *reader,
                             const char *const *from, const char *const *names, GError **error);

G_END_DECLS
