/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-private.h - what the files of the sink worker share */
#pragma once
#include "pipeline/leatd-backoff.h"
#include "pipeline/leatd-facts.h"
#include "pipeline/leatd-pending.h"
#include "pipeline/leatd-sink-worker.h"
G_BEGIN_DECLS

struct _LeatdSinkWorker {
  LeatSinkHost           host;          /* first: the sink's host */
  LeatdSinkWorkerSetup   setup;
  const LeatdSinkConfig *config;
  LeatSink              *sink;
  GThread               *thread;
  GCancellable          *cancellable;
  LeatdGuard             guard;
  LeatdState             state;
  LeatdInlet             inlet;

  /* the sink's thread */
  LeatdPending           pending;
  LeatdFacts            *facts;
  LeatdBackoff           backoff;
  guint                  offer;         /* records at once; 0: all; halved to find a refused one */
  gint64                 flush_due;     /* monotonic µs, while something is written and not safe: */
  gint64                 flush_earliest; /* not later than the one, not sooner than the other */
  gboolean               unflushed;     /* something was written since the last flush */
  gint64                 retry_after;   /* µs, as the sink said; 0: it did not */

  guint                  answer_status; /* what the peer answered to the write() at hand, or 0 */
  GBytes                *answer;

  gboolean               failing;       /* since its last failure nothing was made safe */

  guint                  given_up;      /* at the end: records of the batch at hand that are out */

  gint                   draining;      /* atomic */
  gint                   ended;         /* atomic */
  GMutex                 mutex;
  GCond                  cond;          /* a wait is over before its time: */
  gboolean               kicked;        /* the worker is to drain, or to end */
};

/* leatd-sink-steps.c: one step each, in the sink's thread; FALSE: close the sink, wait, open it
 * anew */
gboolean leatd_sink_open        (LeatdSinkWorker *self, GError **error);
gboolean leatd_sink_write       (LeatdSinkWorker *self, GError **error);
gboolean leatd_sink_flush       (LeatdSinkWorker *self, GError **error);
void     leatd_sink_close       (LeatdSinkWorker *self);
void     leatd_sink_give_up     (LeatdSinkWorker *self);
void     leatd_sink_set_running (LeatdSinkWorker *self);
void     leatd_sink_wait        (LeatdSinkWorker *self, gint64 microseconds);
void     leatd_sink_host_init   (LeatdSinkWorker *self);
gboolean leatd_sink_open_facts  (LeatdSinkWorker *self, GError **error);

G_END_DECLS
