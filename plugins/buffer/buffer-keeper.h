/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-keeper.h - a thread that looks after an open store, also when nothing comes */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* Acknowledgements become lasting, records too old, other programs' changes seen, though no record
 * is written: that needs somebody who looks now and then, and must not hold up those who write. */
typedef struct _BufferKeeper BufferKeeper;

/* @keep: now and then; TRUE: it is to be called again at once. @keep_up: soon after a hasten() */
BufferKeeper *buffer_keeper_new    (gboolean (*keep) (gpointer user_data),
                                    void (*keep_up) (gpointer user_data), gpointer user_data);
/* waits for them to return */
void          buffer_keeper_free   (BufferKeeper *self);
/* any thread; waits for nothing */
void          buffer_keeper_hasten (BufferKeeper *self);

G_END_DECLS
