/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rejects.h - refused records have a bound of their own, inside the store's */
#pragma once
#include "buffer-drops.h"
G_BEGIN_DECLS

/* of one life of the store; under its lock for writing. They pin their records, so that a server
 * that refuses every second one would fill the store, and push out what it has not had yet. */
typedef struct _BufferRejects BufferRejects;

/* @bound: bytes; 0: none */
BufferRejects *buffer_rejects_new     (gint64 bound);
void           buffer_rejects_free    (BufferRejects *self);

/* Inside a transaction: counts those that came since. */
gboolean       buffer_rejects_count   (BufferRejects *self, BufferDatabase *database,
                                       GError **error);
gboolean       buffer_rejects_is_over (const BufferRejects *self);
/* in KiB; 0: it is over */
gint           buffer_rejects_get_room (const BufferRejects *self);
/* Inside a transaction: lets go of the oldest, up to @max_rows, until there is room again - or of
 * as many as that, if @all. *@n_dropped: so many; they are named in drops. Their records stay for
 * readers who have not had them. */
gboolean       buffer_rejects_drop    (BufferRejects *self, BufferDatabase *database, gboolean all,
                                       guint max_rows, guint *n_dropped, GError **error);
/* what was dropped is gone now, or is there all the same */
void           buffer_rejects_settle  (BufferRejects *self, gboolean committed);
/* (nullable): those that went since it was asked last */
char          *buffer_rejects_tell    (BufferRejects *self);
/* somebody else has changed the file: they are counted anew */
void           buffer_rejects_reset   (BufferRejects *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferRejects, buffer_rejects_free)
G_END_DECLS
