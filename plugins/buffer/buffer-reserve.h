/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-reserve.h - room on the disk that is kept for the day on which there is no more */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* That a reader has had something, and what it is about to send, needs room, too: on a full disk
 * nothing could be drained. A file beside the store's holds room that is given up then. Of a store,
 * over all its lives; under its lock for writing. */
typedef struct _BufferReserve BufferReserve;

BufferReserve *buffer_reserve_new     (void);
void           buffer_reserve_free    (BufferReserve *self);

/* of the store at @path, until close(); the file stays */
void           buffer_reserve_open    (BufferReserve *self, const char *path);
void           buffer_reserve_close   (BufferReserve *self);

/* As much of it as there is room for. FALSE: it was given up, and there is no room for it yet */
gboolean       buffer_reserve_keep    (BufferReserve *self);
/* TRUE: there was one, and its room is free now */
gboolean       buffer_reserve_give_up (BufferReserve *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferReserve, buffer_reserve_free)
G_END_DECLS
