/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-worker.h - the host's thread around a source: starts, serves, starts it anew */
#pragma once
#include "rejects/leatd-rejects.h"
#include "stream/leatd-ring.h"
#include "queue/leatd-router.h"
#include "worker/leatd-state.h"
#include "worker/leatd-stuck-watch.h"
#include "stream/leatd-tap.h"
G_BEGIN_DECLS

/**
 * LeatdSourceWorkerSetup:
 * @config: what the source is
 * @state_dir: where its lasting facts are
 * @rejects: of the pipeline
 * @stuck_watch: of the pipeline
 * @context: the main thread's: where @ended is called
 * @idle: a junction has taken all that it was given; its thread
 * @rested: the source gives no more, and waits for its settlements; the source's thread
 * @parked: it stands still, as it was asked to; the source's thread
 * @ended: the thread has come to its end; the source's thread
 * @each_component: shows all sources and sinks; the source's thread
 * @user_data: for all five
 */
typedef struct {
  const LeatdSourceConfig *config;
  const char              *state_dir;
  LeatdRejects            *rejects;
  LeatdStuckWatch         *stuck_watch;
  GMainContext            *context;
  void                   (*idle)   (gpointer user_data);
  void                   (*rested) (gpointer user_data);
  void                   (*parked) (gpointer user_data);
  void                   (*ended)  (gpointer user_data);
  void                   (*each_component) (gpointer user_data, LeatComponentFunc func,
                                            gpointer func_data);
  gpointer                 user_data;
} LeatdSourceWorkerSetup;

typedef struct _LeatdSourceWorker LeatdSourceWorker;

/* main thread */
LeatdSourceWorker *leatd_source_worker_new          (const LeatdSourceWorkerSetup *setup,
                                                     GError **error);
/* after it has ended */
void               leatd_source_worker_free         (LeatdSourceWorker *self);
/* to be filled before start() */
LeatdOutlet       *leatd_source_worker_get_outlet   (LeatdSourceWorker *self);
/* NULL: no junction */
LeatdInlet        *leatd_source_worker_get_inlet    (LeatdSourceWorker *self);
gboolean           leatd_source_worker_can_wait     (LeatdSourceWorker *self);
/* it has no device of its own, and its end is that of those it hears: a junction, or of events */
gboolean           leatd_source_worker_lives_on_others (LeatdSourceWorker *self);
void               leatd_source_worker_start        (LeatdSourceWorker *self);
/* asks; rested() and ended() tell */
void               leatd_source_worker_stop         (LeatdSourceWorker *self);
/* any thread: its state tells when it is so */
void               leatd_source_worker_pause        (LeatdSourceWorker *self);
void               leatd_source_worker_resume       (LeatdSourceWorker *self);
void               leatd_source_worker_restart      (LeatdSourceWorker *self);
/* main thread: its batches go there from now on, and @to has the former ways */
void               leatd_source_worker_reroute      (LeatdSourceWorker *self, LeatdOutlet *to);
/* what is not safe by now is not: one that stops, or is to park, waits for its settlements no
 * longer */
void               leatd_source_worker_release      (LeatdSourceWorker *self);

/* any thread */
const LeatdSourceConfig *leatd_source_worker_get_config (LeatdSourceWorker *self);
const char        *leatd_source_worker_get_name     (LeatdSourceWorker *self);
gboolean           leatd_source_worker_is_at_rest   (LeatdSourceWorker *self);
gboolean           leatd_source_worker_has_ended    (LeatdSourceWorker *self);
const guint64     *leatd_source_worker_get_counters (LeatdSourceWorker *self);
LeatdState        *leatd_source_worker_get_state    (LeatdSourceWorker *self);
LeatdRing         *leatd_source_worker_get_ring     (LeatdSourceWorker *self);
gboolean           leatd_source_worker_open_tap     (LeatdSourceWorker *self,
                                                     const LeatdTapWishes *wishes, int *fd,
                                                     GError **error);
void               leatd_source_worker_command      (LeatdSourceWorker *self, LeatCommand *command);

G_END_DECLS
