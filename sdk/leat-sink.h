/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-sink.h - where records go */
#pragma once
#include "leat-batch.h"
#include "leat-option.h"
#include "leat-store.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatSinkClass LeatSinkClass;

/**
 * LeatSink:
 * @klass: its class
 * @host: the host's
 *
 * First member of every sink; frozen for ABI 1.
 */
struct _LeatSink {
  const LeatSinkClass *klass;
  gpointer             host;
};

/**
 * LeatSinkFlags:
 * @LEAT_SINK_LASTING: what flush() calls safe is on a disk: the sink settles (settles= of its group
 *   says otherwise)
 * @LEAT_SINK_REQUESTS: each write() is one request at a server: its records are claimed in
 *   the store before, so that a crash repeats the same request with the same key
 */
typedef enum {
  LEAT_SINK_FLAGS_NONE = 0,
  LEAT_SINK_LASTING    = 1 << 0,
  LEAT_SINK_REQUESTS   = 1 << 1,
} LeatSinkFlags;

/**
 * LeatSinkClass:
 * @struct_size: sizeof (LeatSinkClass)
 * @instance_size: sizeof (FooSink): allocated, zeroed and freed by the host
 * @name: value of plugin= in the key file
 * @summary: one sentence
 * @options: ends with LEAT_OPTION_END
 * @flags: what is special about it
 * @store: %NULL: cannot be read back
 * @init: options are set: judge them, touch nothing (optional). "KEY: what is wrong" is told of
 *   that key; leat_error_join() makes one error of several
 * @clear: free what init() made (optional)
 * @open: @position is what the last flush() gave, after a restart too: cut back to it what was
 *   written behind (%NULL: none)
 * @write: take @count records of @batch from @from on; *@taken: how many were taken. %FALSE with
 *   %LEAT_ERROR_REJECTED: the record behind the taken ones is refused for ever; if @count > 1 and
 *   the sink cannot tell which one of them it is, *@taken is 0 and the worker offers halves;
 *   %LEAT_ERROR_HELD: not this record's fault (settings, rights, address): hold all, raise an
 *   alarm, try again later;
 *   %LEAT_ERROR_BUSY: offered again, not before leat_sink_retry_after();
 *   any other error: close(), back-off, open(); everything since the last safe record is offered
 *   again
 * @flush: when there is nothing more to take, or flush-records= or flush-interval= is reached:
 *   *@safe of the taken records since open(), oldest first and not counted before, are lasting now;
 *   *@position (optional) describes that state. Only then are they acknowledged
 * @close: follows every open() that succeeded
 * @changed: a LIVE option has a new value; between open() and close(), or before open() (optional)
 * @render: what write() would send for these records, as a text for people, without secrets, behind
 *   what is in @text; *@taken: how many of them are in it. Only init() was called; it touches
 *   nothing (optional)
 * @get_extent: records that one request of these options can hold at the most; 0: as many as are
 *   wanted. Only init() was called (optional)
 * @overlap: whether several instances of these options may be at work at once, each in a thread of
 *   its own (order=none): they are told no position, and can remember nothing. %FALSE: "KEY: why
 *   not". Only init() was called; it touches nothing (optional: they may not)
 *
 * init(), clear(), render(), get_extent() and overlap() run in the main thread, all else in the
 * thread of the instance, and may block: the host cancels its cancellable to end it. The worker
 * owns queue, batching, retry, back-off, order, halving, rejects and counters.
 */
struct _LeatSinkClass {
  gsize                 struct_size;
  gsize                 instance_size;
  const char           *name;
  const char           *summary;
  const LeatOption     *options;
  LeatSinkFlags         flags;
  const LeatStoreClass *store;

  gboolean (*init)    (LeatSink *self, GError **error);
  void     (*clear)   (LeatSink *self);
  gboolean (*open)    (LeatSink *self, const char *position, GCancellable *cancellable,
                       GError **error);
  gboolean (*write)   (LeatSink *self, LeatBatch *batch, guint from, guint count, guint *taken,
                       GCancellable *cancellable, GError **error);
  gboolean (*flush)   (LeatSink *self, guint64 *safe, char **position, GCancellable *cancellable,
                       GError **error);
  void     (*close)   (LeatSink *self);
  void     (*changed) (LeatSink *self, const char *key);
  gboolean (*render)  (LeatSink *self, LeatBatch *batch, guint from, guint count, guint *taken,
                       GString *text, GError **error);
  guint    (*get_extent) (LeatSink *self);
  gboolean (*overlap) (LeatSink *self, GError **error);
};

/* the peer named the delay: 429, 503 */
void      leat_sink_retry_after (LeatSink *self, gint64 microseconds);
/* what the peer answered to what write() is about to fail with */
void      leat_sink_answer      (LeatSink *self, guint status, gconstpointer body, gsize length);
/* an event of the sink: "cut-back", "new-file" */
void      leat_sink_note        (LeatSink *self, const char *event, const char *format, ...)
                                 G_GNUC_PRINTF (3, 4);
/* one that somebody should do something about: "dropped", "file-gone" */
void      leat_sink_warn        (LeatSink *self, const char *event, const char *format, ...)
                                 G_GNUC_PRINTF (3, 4);
/* how far a word of `leat store` is; FALSE: nobody waits for it any more */
gboolean  leat_sink_progress    (LeatSink *self, guint64 done, guint64 total);
/* (nullable): of its group, as its peer may know it by; %NULL: it has none */
const char *leat_sink_get_name  (LeatSink *self);
/* inside write(): are more records there already? */
gboolean  leat_sink_has_more    (LeatSink *self);
/* where the daemon keeps its state */
char     *leat_sink_get_path    (LeatSink *self, const char *name);
/* small lasting facts */
gboolean  leat_sink_remember    (LeatSink *self, const char *key, const char *value,
                                 GError **error);
char     *leat_sink_recall      (LeatSink *self, const char *key);

#pragma GCC visibility pop
G_END_DECLS
