/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-worker.h - a worker around a store, as the daemon has one, for tests */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * BufferWorker:
 * @host: first: the sink's
 * @folder: of the test's own; the store is in it; gone in the end
 * @options: key, value, key, value, … %NULL; a path= of the test's is not needed
 * @sink: the store, from init() on, over all its lives
 * @is_open: between open() and close()
 * @lock: of @notes
 * @notes: events, each "event: text" in a line of its own; the folder is FOLDER
 * @facts: what it remembers, over all its lives
 * @n_wakes: atomic: how often a reader was woken
 */
typedef struct {
  LeatSinkHost       host;
  char              *folder;
  const char *const *options;
  LeatSink          *sink;
  gboolean           is_open;
  GMutex             lock;
  GString           *notes;
  GHashTable        *facts;
  gint               n_wakes;
} BufferWorker;

void                   buffer_worker_init  (BufferWorker *self, const char *const *options);
void                   buffer_worker_clear (BufferWorker *self);
const LeatStoreClass  *buffer_worker_class (BufferWorker *self);

/* init() is called at the first time */
gboolean               buffer_worker_open  (BufferWorker *self, GError **error);
void                   buffer_worker_close (BufferWorker *self);
/* the daemon is at its end: the next open() is of a new one */
void                   buffer_worker_end   (BufferWorker *self);
/* (transfer full) all of it, and what was written is not flushed */
gboolean               buffer_worker_write (BufferWorker *self, LeatBatch *batch, GError **error);
guint64                buffer_worker_flush (BufferWorker *self);
gboolean               buffer_worker_try_flush (BufferWorker *self);
/* writes and flushes, which must work */
void                   buffer_worker_put   (BufferWorker *self, LeatBatch *batch);
/* new records; what fails is offered again to a store that is opened anew, as the daemon does */
void                   buffer_worker_put_stubbornly (BufferWorker *self, const LeatOrigin *origin,
                                                     guint64 *next, guint n_records);
/* a copy */
char                  *buffer_worker_notes (BufferWorker *self);

LeatStoreReader       *buffer_worker_reader (BufferWorker *self, const char *name,
                                             const char *from, char **position);
/* its place for what was asked for once more */
LeatStoreReader       *buffer_worker_again (BufferWorker *self, const char *name);
/* all that it is given now, as JSON lines; *last: the id of the last */
char                  *buffer_worker_read  (BufferWorker *self, LeatStoreReader *reader,
                                            guint64 *last);
/* "3-7": the numbers of the records that it is given now; "": none */
char                  *buffer_worker_numbers (BufferWorker *self, LeatStoreReader *reader,
                                              guint max_records, guint64 *last);

/* the first column of all rows that a statement gives, a line each, by a connection of its own */
char                  *buffer_worker_query (BufferWorker *self, const char *sql);
char                  *buffer_worker_path  (BufferWorker *self, const char *name);

/* records with a field num, which goes on from *next on like their sequence */
LeatOrigin            *buffer_worker_origin (const char *source, const char *epoch);
LeatBatch             *buffer_worker_batch  (const LeatOrigin *origin, guint n_records,
                                             guint64 *next);
char                  *buffer_worker_json   (const LeatBatch *batch);

/* of the module that is linked in */
const LeatPlugin      *leat_plugin_get (void);

G_END_DECLS
