/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-worker.h - a worker around a rest sink, as the daemon has one, for tests: in one thread */
#pragma once
#include "fake-raw.h"
#include "fake-server.h"
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * RestWorker:
 * @host: first: the sink's
 * @sink: what is tested; %NULL: its options do not do
 * @server: it sends to; free to be told things
 * @url: of @server
 * @delay: what the sink asked for since the last write, microseconds
 * @status: what it said was answered; 0: nothing
 * @answered: the body of that
 * @facts: what it remembers
 * @notes: events, each "event: text\n"
 */
typedef struct {
  LeatSinkHost host;
  LeatSink    *sink;
  FakeServer  *server;
  char        *url;
  gint64       delay;
  guint        status;
  GString     *answered;
  GHashTable  *facts;
  GString     *notes;
} RestWorker;

/* key, value, key, value, … %NULL; URL is replaced by the server's address, PROXY by that without
 * its scheme, PEM by the folder of certificates */
void       rest_worker_init  (RestWorker *self, FakeHandler handler, gpointer user_data,
                              const char *const *options);
/* the same, with a server that has this certificate, and no sink yet */
void       rest_worker_init_tls (RestWorker *self, FakeHandler handler, gpointer user_data,
                                 const char *certificate);
/* the same, that sends to @raw */
void       rest_worker_init_raw (RestWorker *self, FakeRaw *raw, const char *const *options);
void       rest_worker_clear (RestWorker *self);
/* sets the options and opens the sink; FALSE: they do not do */
gboolean   rest_worker_open  (RestWorker *self, const char *const *options, GError **error);
void       rest_worker_close (RestWorker *self);
gboolean   rest_worker_write (RestWorker *self, LeatBatch *batch, guint from, guint count,
                              guint *taken, GError **error);
/* @count records of @source with num= and measure=, from @first on; sealed */
LeatBatch *rest_new_batch    (const char *source, guint first, guint count);
/* writes one such record, and all of it is taken */
void       rest_put          (RestWorker *self, const char *source, guint num);
/* writes one, and it fails with @code and a message like @pattern */
void       rest_expect_failure    (RestWorker *self, const char *source, guint num, int code,
                              const char *pattern);
/**
 * RestFault:
 * @options: as of rest_worker_init()
 * @message: a pattern: what is wrong with them
 */
typedef struct {
  const char *options[12];
  const char *message;
} RestFault;

/* no sink is made with these; @pattern: (nullable) what is told */
void       rest_expect_fault (const char *const *options, const char *pattern);
/* a test for each, /SUITE/fault/0 and so on */
void       rest_add_faults   (const char *suite, const RestFault *faults, guint n_faults);
/* what came to the server at last */
const FakeRequest *rest_last (RestWorker *self);
/* of the module that is linked in */
const LeatPlugin  *leat_plugin_get (void);

G_END_DECLS
