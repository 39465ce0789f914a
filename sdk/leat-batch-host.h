/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-batch-host.h - what the host does with a batch: seal it, and learn when it is safe */
#pragma once
#include "leat-batch.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/* numbers its records from *@next_sequence on (those that have a number keep it); nothing may be
 * appended behind it */
void     leat_batch_seal         (LeatBatch *self, guint64 *next_sequence);
gboolean leat_batch_is_sealed    (const LeatBatch *self);

/* what the records from @from on have in common, as one frame made them: flags, and its bytes */
void     leat_batch_mark         (LeatBatch *self, guint from, guint flags, gconstpointer frame,
                                  gsize length);

/* Who is to be told, before the batch is pushed. @settled is called once, in the thread of the last
 * leat_batch_settle(): the host carries it over to the source's thread. */
void     leat_batch_watch        (LeatBatch *self, LeatSettledFunc settled, gpointer user_data);
/* one more sink that settles will answer */
void     leat_batch_expect       (LeatBatch *self);
/* one answers; the router answers for itself at last */
void     leat_batch_settle       (LeatBatch *self, gboolean safe);

#pragma GCC visibility pop
G_END_DECLS
