/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-worker.h - the host's thread around a sink: feed, flush, retry, halving, rejects */
#pragma once
#include "rejects/leatd-rejects.h"
#include "queue/leatd-router.h"
#include "worker/leatd-state.h"
#include "worker/leatd-stuck-watch.h"
G_BEGIN_DECLS

/**
 * LeatdSinkWorkerSetup:
 * @config: what the sink is
 * @state_dir: where its position and its facts are
 * @rejects: of the pipeline
 * @stuck_watch: of the pipeline
 * @context: the main thread's
 * @idle: all that it was given is safe; the sink's thread
 * @parked: it stands still, as it was asked to; the sink's thread
 * @ended: its thread is at its end; the sink's thread
 * @user_data: for all three
 */
typedef struct {
  const LeatdSinkConfig *config;
  const char            *state_dir;
  LeatdRejects          *rejects;
  LeatdStuckWatch       *stuck_watch;
  GMainContext          *context;
  void                 (*idle)  (gpointer user_data);
  void                 (*parked) (gpointer user_data);
  void                 (*ended) (gpointer user_data);
  gpointer               user_data;
} LeatdSinkWorkerSetup;

typedef struct _LeatdSinkWorker LeatdSinkWorker;

/* main thread */
LeatdSinkWorker *leatd_sink_worker_new          (const LeatdSinkWorkerSetup *setup, GError **error);
/* after it has ended */
void             leatd_sink_worker_free         (LeatdSinkWorker *self);
/* NULL: it reads from a store */
LeatdInlet      *leatd_sink_worker_get_inlet    (LeatdSinkWorker *self);
/* before it starts, or while it is parked */
void             leatd_sink_worker_read_from    (LeatdSinkWorker *self, LeatdSinkWorker *store);
/* its feed is closed */
void             leatd_sink_worker_leave        (LeatdSinkWorker *self);
void             leatd_sink_worker_start        (LeatdSinkWorker *self);
/* nothing more comes: end when all is safe, or kept by the store */
void             leatd_sink_worker_remove    (LeatdSinkWorker *self, gint64 drain_time);
guint64          leatd_sink_worker_count_left (LeatdSinkWorker *self);
void             leatd_sink_worker_drain        (LeatdSinkWorker *self);
/* behind all that: it does not return, and the process ends without it */
void             leatd_sink_worker_name_left    (LeatdSinkWorker *self);
/* end now */
void             leatd_sink_worker_cancel       (LeatdSinkWorker *self);
/* any thread: its state tells when it is so */
void             leatd_sink_worker_pause        (LeatdSinkWorker *self);
void             leatd_sink_worker_resume       (LeatdSinkWorker *self);
void             leatd_sink_worker_restart      (LeatdSinkWorker *self);

/* makes lasting what it has written; main thread: a number, which it has done some time later */
gint             leatd_sink_worker_flush        (LeatdSinkWorker *self);
gboolean         leatd_sink_worker_has_flushed  (LeatdSinkWorker *self, gint number);

/* any thread */
const LeatdSinkConfig *leatd_sink_worker_get_config (LeatdSinkWorker *self);
const char      *leatd_sink_worker_get_name     (LeatdSinkWorker *self);
gboolean         leatd_sink_worker_has_ended    (LeatdSinkWorker *self);
gboolean         leatd_sink_worker_is_idle      (LeatdSinkWorker *self);
gboolean         leatd_sink_worker_is_reader    (LeatdSinkWorker *self);
gboolean         leatd_sink_worker_is_read_from (LeatdSinkWorker *self);
const guint64   *leatd_sink_worker_get_counters (LeatdSinkWorker *self);
/* tells of it when it passes backlog-mark=, and when it is back; main thread */
void             leatd_sink_worker_watch_backlog (LeatdSinkWorker *self);
LeatdState      *leatd_sink_worker_get_state    (LeatdSinkWorker *self);
/* (transfer container): of LeatdSinkWorker, that read from it; main thread */
GPtrArray       *leatd_sink_worker_list_readers (LeatdSinkWorker *self);

G_END_DECLS
