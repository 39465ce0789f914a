/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-look.h - records that a person wants to see */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* as look() of LeatStoreClass, of an open file */
LeatBatch *buffer_look (BufferDatabase *database, const char *reader, const char *const *from,
                        const char *const *names, GError **error);

G_END_DECLS
