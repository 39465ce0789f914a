/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-schemas.h - what records look like, kept once for each text of a schema */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* adds it, inside the writer's transaction, if it is not there */
gboolean    buffer_schemas_store (BufferDatabase *database, LeatSchema *schema, gint64 *id,
                                  GError **error);
/* (transfer full) from its text, or, where that says nothing to this Leat, from its fields: then
 * records can be read, and no frame decoded */
LeatSchema *buffer_schemas_load  (BufferDatabase *database, gint64 id, GError **error);

G_END_DECLS
