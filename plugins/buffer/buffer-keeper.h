/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-keeper.h - a thread that looks after an open store, also when nothing comes */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* Acknowledgements become lasting, records too old, other programs' changes seen, though no record
 * is written: that needs somebody who looks now and then, and must not hold up those who write. */
typedef struct _BufferKeeper BufferKeeper;

/* @keep: TRUE: it is to be called again at once */
BufferKeeper *buffer_keeper_new  (gboolean (*keep) (gpointer user_data), gpointer user_data);
/* waits for keep() to return */
void          buffer_keeper_free (BufferKeeper *self);

G_END_DECLS
