/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-drops.h - records that went before every reader had them, by name */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* under the store's lock for writing */
typedef struct _BufferDrops BufferDrops;

BufferDrops *buffer_drops_new    (void);
void         buffer_drops_free   (BufferDrops *self);

/* inside a transaction: rows behind one id up to another are about to be deleted, but those that
 * @unpinned excludes */
gboolean     buffer_drops_add    (BufferDrops *self, BufferDatabase *database, guint64 behind,
                                  guint64 up_to, const char *unpinned, GError **error);
/* what was added is gone now, or is there all the same */
void         buffer_drops_settle (BufferDrops *self, gboolean committed);
/* a sentence for each stretch that is gone since the last call; NULL: nothing was dropped */
char        *buffer_drops_tell   (BufferDrops *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferDrops, buffer_drops_free)
G_END_DECLS
