/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rescue.h - copies what can be read of a damaged file */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/**
 * BufferRescue:
 * @n_rows: records that were saved
 * @n_lost: ids at which nothing could be read
 * @lost: "17-31, 80-81": where, as far as there is room to say so
 *
 * What came of it.
 */
typedef struct {
  guint64  n_rows;
  guint64  n_lost;
  GString *lost;
} BufferRescue;

/* @database: new and empty. All tables, by ranges of ids, halved where they cannot be read.
 * @sink: (nullable): is told how far it is */
gboolean buffer_rescue_run   (BufferRescue *self, BufferDatabase *database, const char *damaged,
                              LeatSink *sink, GError **error);
void     buffer_rescue_clear (BufferRescue *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BufferRescue, buffer_rescue_clear)
G_END_DECLS
