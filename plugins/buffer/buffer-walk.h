/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-walk.h - goes over the records of a store, for words */
#pragma once
#include "buffer-streams.h"
G_BEGIN_DECLS

/**
 * BufferWalk:
 * @source: (nullable): a glob over sources
 * @from: of arrivals: this one and later, nanoseconds since 1970
 * @to: before this one
 * @sink: (nullable): is told how far it is
 *
 * Which records.
 */
typedef struct {
  char     *source;
  gint64    from;
  gint64    to;
  LeatSink *sink;
} BufferWalk;

typedef gboolean (*BufferWalkFunc) (const LeatRecord *record, guint64 id, gpointer user_data,
                                    GError **error);

/* in the order in which they came, a page at a time: nobody waits for it */
gboolean buffer_walk_run (const BufferWalk *self, BufferDatabase *database, BufferWalkFunc func,
                          gpointer user_data, GError **error);

/* what a word fails with that nobody waits for any more */
gboolean buffer_walk_give_up (GError **error);

G_END_DECLS
