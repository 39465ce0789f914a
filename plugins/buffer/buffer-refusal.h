/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-refusal.h - why a server refused a record: kept until someone decides */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* as much of an answer as is kept, in bytes */
#define BUFFER_ANSWER_MAX 4096

typedef struct _BufferRefusal BufferRefusal;

BufferRefusal *buffer_refusal_new   (guint64 id, const LeatRefusal *refusal);
void           buffer_refusal_free  (gpointer self);
/* inside the writer's transaction; @again: the id is one of that table */
gboolean       buffer_refusal_write (const BufferRefusal *self, const char *reader, gboolean again,
                                     BufferDatabase *database, GError **error);

G_END_DECLS
