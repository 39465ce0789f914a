/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-progress.h - how far one long statement is, for who looks */
#pragma once
#include <leat.h>
#include <sqlite3.h>
G_BEGIN_DECLS

/**
 * BufferProgress:
 * @sink: whose word it is; %NULL: nobody looks
 * @handle: the connection that is at work
 * @before: pages that it had read before
 * @total: pages that it is about to read
 *
 * SQLite does not say how much of a statement is done. But one that goes through the whole file
 * reads each page once or twice, and those are counted.
 */
typedef struct {
  LeatSink *sink;
  sqlite3  *handle;
  guint64   before;
  guint64   total;
} BufferProgress;

/* @passes: how often each page is read. Until buffer_progress_end() */
void buffer_progress_begin (BufferProgress *self, LeatSink *sink, sqlite3 *handle, guint passes);
void buffer_progress_end   (BufferProgress *self);

G_END_DECLS
