/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-backlog.h - what a reader has still to have: how many, and how old the oldest is */
#pragma once
#include "buffer-database.h"
#include "buffer-fresh.h"
G_BEGIN_DECLS

/* any thread */
typedef struct _BufferBacklog BufferBacklog;

/* @sources: globs, or NULL */
BufferBacklog *buffer_backlog_new     (const char *const *sources);
void           buffer_backlog_free    (BufferBacklog *self);

/* it is to be counted in a file that may have gone back: no id is known there yet */
void           buffer_backlog_reset   (BufferBacklog *self);
/* counts what the file has behind @acknowledged, up to @last_id; @again: of that reader's table */
gboolean       buffer_backlog_count   (BufferBacklog *self, BufferDatabase *database,
                                       const char *again, guint64 acknowledged, guint64 last_id,
                                       GError **error);
/* so much was committed since */
void           buffer_backlog_add     (BufferBacklog *self, const GArray *segments);
/* these are in the reader's hands */
void           buffer_backlog_deliver (BufferBacklog *self, const LeatBatch *batch,
                                       const GArray *ids);
/* all up to there are done with */
void           buffer_backlog_settle  (BufferBacklog *self, guint64 up_to);
/* it has looked at everything up to there, and what is in its hands is all that is left */
void           buffer_backlog_end     (BufferBacklog *self, guint64 behind);
/* of the records up to there, those that were not counted */
guint64        buffer_backlog_get_uncounted (BufferBacklog *self, guint64 acknowledged,
                                             guint64 last_id);
void           buffer_backlog_get     (BufferBacklog *self, guint64 *records, gint64 *oldest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferBacklog, buffer_backlog_free)
G_END_DECLS
