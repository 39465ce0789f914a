/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-worker.h - a worker around a csv sink, as the daemon has one, for tests: in one thread,
 * killed at will */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * CsvWorker:
 * @host: first: the sink's
 * @folder: of the test's own; gone in the end
 * @options: key, value, key, value, … %NULL; FOLDER is replaced
 * @sink: while it is open
 * @position: what the last flush gave
 * @facts: what the sink remembers
 * @forgetful: remember() fails
 * @notes: events, each "event: text" in a line of its own; the folder is FOLDER
 * @pending: batches that are not safe yet, oldest first
 * @n_offered: of @pending: what is written
 *
 * Keeps what is not safe, and offers it again: nothing is lost, nothing comes twice.
 */
typedef struct {
  LeatSinkHost       host;
  char              *folder;
  const char *const *options;
  LeatSink          *sink;
  char              *position;
  GHashTable        *facts;
  gboolean           forgetful;
  GString           *notes;
  GQueue             pending;
  guint              n_offered;
} CsvWorker;

void      csv_worker_init   (CsvWorker *self, const char *const *options);
void      csv_worker_clear  (CsvWorker *self);

/* FALSE: it is closed again */
gboolean  csv_worker_open   (CsvWorker *self, GError **error);
/* (transfer full); writes what is pending */
gboolean  csv_worker_put    (CsvWorker *self, LeatBatch *batch, GError **error);
gboolean  csv_worker_write  (CsvWorker *self, GError **error);
gboolean  csv_worker_flush  (CsvWorker *self, GError **error);
/* as if by SIGKILL: what is in the files stays there, what is not safe is offered again later */
void      csv_worker_kill   (CsvWorker *self);

char     *csv_worker_path   (CsvWorker *self, const char *name);
char     *csv_worker_read   (CsvWorker *self, const char *name);
void      csv_worker_store  (CsvWorker *self, const char *name, const char *text);
/* of the module that is linked in */
const LeatPlugin *leat_plugin_get (void);
/* removes a folder with all that is in it, if it exists */
void      csv_remove_folder (const char *path);

G_END_DECLS
