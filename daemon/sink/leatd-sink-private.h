/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-private.h - what the files of the sink worker share */
#pragma once
#include "worker/leatd-backoff.h"
#include "queue/leatd-feed.h"
#include "queue/leatd-mark.h"
#include "leatd-sink-worker.h"
#include "worker/leatd-wish.h"
G_BEGIN_DECLS

/**
 * LeatdTrouble:
 * @LEATD_TROUBLE_NONE: it goes well
 * @LEATD_TROUBLE_PUT_OFF: the peer is there, and named a delay
 * @LEATD_TROUBLE_OFFLINE: what it takes is tried again until the peer, or the disk, is back
 * @LEATD_TROUBLE_HELD: settings, rights or address must be mended
 *
 * Each change is one event, whatever reasons come between.
 */
typedef enum {
  LEATD_TROUBLE_NONE,
  LEATD_TROUBLE_PUT_OFF,
  LEATD_TROUBLE_OFFLINE,
  LEATD_TROUBLE_HELD,
} LeatdTrouble;

/**
 * LeatdSuspect:
 * @faults: of the peer (5xx) in a row, of what was offered with the first record not yet taken
 * @is_alone: that was offered alone, and still: its successor is to be tried
 * @is_urgent: that at once
 * @is_proved: the successor was taken: the suspect is to be tried once more
 * @proof: (nullable): id of that successor
 * @status: of the last fault
 * @answer: (nullable): of the last fault
 * @reason: of the last fault
 * @good_faults: that came before what was taken in the end; old ones count less
 * @good_takes: requests that were taken whole; likewise
 * @alone_id: a successor that was sent alone: after a crash it is not sent with others
 * @again_faults: in a row, of the second place's first record, which does not keep others waiting
 * @again_first: its id
 * @again_taken: how many records had been taken before
 *
 * A record that only has faults of the peer for an answer, while others are taken.
 */
typedef struct {
  guint    faults;
  gboolean is_alone;
  gboolean is_urgent;
  gboolean is_proved;
  char    *proof;
  guint    status;
  GBytes  *answer;
  char    *reason;
  guint    good_faults;
  guint    good_takes;
  guint64  alone_id;
  guint    again_faults;
  guint64  again_first;
  guint64  again_taken;
} LeatdSuspect;

/**
 * LeatdSaid:
 * @retry_after: µs to the next try; 0: it did not say
 * @status: what the peer answered to the write() at hand, or 0
 * @answer: (nullable): the same
 *
 * What a sink told its host while it was at work.
 */
typedef struct {
  gint64  retry_after;
  guint   status;
  GBytes *answer;
} LeatdSaid;

/**
 * LeatdSinkInstance:
 * @host: first: the sink's host
 * @worker: whose it is
 * @sink: made of the worker's configuration
 * @guard: of @sink
 * @has_thread: of its own, beside the worker's
 * @said: by @sink
 * @progress_told: when it was last told how far it is: µs
 *
 * A worker has one of its own, and with order=none some more.
 */
typedef struct {
  LeatSinkHost     host;
  LeatdSinkWorker *worker;
  LeatSink        *sink;
  LeatdGuard       guard;
  gboolean         has_thread;
  LeatdSaid        said;
  gint64           progress_told;
  gboolean         breach_told;
} LeatdSinkInstance;

/* order=none: requests at work, see leatd-sink-flight.c; the instances that make them, and their
 * threads, see leatd-sink-lanes.c */
typedef struct _LeatdFlight LeatdFlight;
typedef struct _LeatdLanes  LeatdLanes;

struct _LeatdSinkWorker {
  LeatdSinkInstance      own;
  LeatdSinkWorkerSetup   setup;
  char                  *name;
  const LeatdSinkConfig *config;        /* a reference of its whole goes with it */
  LeatdConfig           *made_of;       /* NULL: that whole; what its instance and feed point to */
  char                 **live;          /* keys that change in place, for its thread to set */
  GThread               *thread;
  LeatdWish              wish;
  GCancellable          *cancellable;   /* of the life at hand */
  LeatdState             state;
  LeatdBell              bell;
  LeatdFeed             *feed;
  LeatdSinkWorker       *store;         /* NULL: it has a queue; the main thread's */
  GMutex                 readers_mutex; /* of what follows; the main thread alone changes it */
  GPtrArray             *readers;       /* of LeatdSinkWorker: who reads from it */
  gboolean               is_request;    /* each write() is one request */
  LeatdFlight           *flight;        /* NULL: one of them at once */
  gint                   waits_in_feed; /* atomic: while some are at work */

  /* the sink's thread */
  LeatdPending           pending;
  guint64                owed;          /* written, called safe, and not yet acknowledged */
  char                  *position;      /* that goes with it */
  LeatdBackoff           backoff;
  LeatdBackoff           store_backoff;
  LeatdBackoff           again_backoff;
  guint                  most;          /* records of a write(); 0: all */
  guint                  offer;         /* records at once; 0: most; halved to find a refused one */
  gint64                 flush_due;     /* monotonic µs, while something is written and not safe: */
  gint64                 flush_earliest; /* not later than the one, not sooner than the other */
  gboolean               unflushed;     /* something was written since the last flush */
  LeatdMark              backlog;       /* the main thread's */
  LeatdTrouble           trouble;
  gint64                 trouble_since; /* monotonic µs */
  guint64                tries;         /* in vain, since */
  guint                  rejects;       /* in a row */
  guint64                taken;         /* records, ever */
  LeatdSuspect           suspect;

  gboolean               has_begun;

  gboolean               is_removed;    /* it does not come back with the next start */
  gint64                 drain_time;    /* µs; 0: what is kept elsewhere is not waited for */
  gint64                 drain_until;   /* monotonic µs; both are set before draining is */
  gint                   draining;      /* atomic */
  gint                   doubted;       /* atomic; a reader saw it fail */
  gint                   flush_asked;   /* atomic; how often */
  gint                   flush_done;    /* atomic; up to which of these */
  gint                   ended;         /* atomic */
};

/* the ends of its requests are claimed in the store, so that a crash repeats the same ones */
static inline gboolean
leatd_sink_claims (LeatdSinkWorker *self)
{
  return self->is_request && self->feed->klass->claim != NULL &&
         self->config->settings.batch_records > 1;
}

static inline gboolean
leatd_sink_is_draining (LeatdSinkWorker *self)
{
  return g_atomic_int_get (&self->draining) != 0;
}

/* leatd-sink-worker.c: of @config, which is the worker's or is to be */
LeatdFeed   *leatd_sink_make_feed   (LeatdSinkWorker *self, const LeatdSinkConfig *config);
LeatdFlight *leatd_sink_make_flight (LeatdSinkWorker *self, const LeatdSinkConfig *config,
                                     gboolean *made, GError **error);
void         leatd_sink_take_settings (LeatdSinkWorker *self);
void         leatd_sink_connect     (LeatdSinkWorker *self);
gboolean     leatd_sink_settles     (const LeatdSinkConfig *config);
void         leatd_sink_kick        (LeatdSinkWorker *self);

/* leatd-sink-life.c */
gpointer leatd_sink_thread         (gpointer worker);

/**
 * LeatdRequest:
 * @link: of @portion among what is pending
 * @portion: (transfer none)
 * @from: its first record
 * @count: and how many
 * @taken: of them
 * @partly: of these, by the call that failed
 * @failure: (nullable): why not all were
 * @said: with that
 * @has_landed: it is known what became of it
 *
 * One that is given to a lane.
 */
typedef struct {
  GList        *link;
  LeatdPortion *portion;
  guint         from;
  guint         count;
  guint         taken;
  guint         partly;
  GError       *failure;
  LeatdSaid     said;
  gboolean      has_landed;
} LeatdRequest;

typedef enum {
  LEATD_STEP_NONE,    /* nothing was to be done there */
  LEATD_STEP_DONE,    /* go on */
  LEATD_STEP_FAILED,  /* close, wait, open */
  LEATD_STEP_DRAINED, /* nothing is left, and nothing more comes */
} LeatdStep;

/* leatd-sink-steps.c: one step each, in the sink's thread; FALSE: close the sink, wait, open it
 * anew */
gboolean leatd_sink_open           (LeatdSinkWorker *self, GError **error);
gboolean leatd_sink_write          (LeatdSinkWorker *self, GError **error);
gboolean leatd_sink_flush          (LeatdSinkWorker *self, GError **error);
gboolean leatd_sink_settle         (LeatdSinkWorker *self, GError **error);
void     leatd_sink_close          (LeatdSinkWorker *self);
void     leatd_sink_release_all    (LeatdSinkWorker *self);
void     leatd_sink_give_up        (LeatdSinkWorker *self);
gboolean leatd_sink_call_flush     (LeatdSinkWorker *self, guint64 *safe, GError **error);
gboolean leatd_sink_flush_all      (LeatdSinkWorker *self, GError **error);

void     leatd_sink_count_taken    (LeatdSinkWorker *self, guint n_records);

/* leatd-sink-claims.c */
gboolean leatd_sink_claim          (LeatdSinkWorker *self, LeatdPortion *portion, guint index);
gboolean leatd_sink_claim_all      (LeatdSinkWorker *self, LeatdPortion *portion);

/* leatd-sink-trouble.c: how it goes, and what is waited for */
void     leatd_sink_wait           (LeatdSinkWorker *self, gint64 microseconds);
gint64   leatd_sink_get_wait       (LeatdSinkWorker *self);
void     leatd_sink_is_well        (LeatdSinkWorker *self);
void     leatd_sink_is_troubled    (LeatdSinkWorker *self, LeatdTrouble trouble,
                                    LeatdStateCode code, const char *reason);
void     leatd_sink_await_store    (LeatdSinkWorker *self, const GError *failure);

/* leatd-sink-refusals.c: held, rejected, or tried again */
gboolean leatd_sink_try_later      (LeatdSinkWorker *self, GError *failure /* (transfer full) */,
                                    GError **error);
gboolean leatd_sink_judge          (LeatdSinkWorker *self, const LeatdPortion *portion, guint from,
                                    guint offered, guint taken, GError *failure, GError **error);
gboolean leatd_sink_reject         (LeatdSinkWorker *self, const LeatdPortion *portion, guint index,
                                    const char *reason, GError **error);
gboolean leatd_sink_put_by         (LeatdSinkWorker *self, const LeatdPortion *portion, guint index,
                                    const char *reason);
void     leatd_sink_rejects_begin  (LeatdSinkWorker *self);
void     leatd_sink_rejects_end    (LeatdSinkWorker *self);

/* leatd-sink-suspect.c */
void     leatd_sink_suspect_begin  (LeatdSinkWorker *self);
void     leatd_sink_suspect_clear  (LeatdSinkWorker *self);
void     leatd_sink_suspect_taken  (LeatdSinkWorker *self);
gboolean leatd_sink_suspect_is_urgent (LeatdSinkWorker *self);
guint    leatd_sink_suspect_bound  (LeatdSinkWorker *self, const LeatdPortion *portion, guint from,
                                    guint count);
void     leatd_sink_suspect_fault  (LeatdSinkWorker *self, guint offered, const char *reason);
gboolean leatd_sink_suspect_again  (LeatdSinkWorker *self, const LeatdPortion *portion, guint from,
                                    guint offered);
gboolean leatd_sink_suspect_is_due (LeatdSinkWorker *self);
gboolean leatd_sink_suspect_probe  (LeatdSinkWorker *self, GError **error);

/* leatd-sink-lanes.c: the worker's thread */
LeatdLanes *leatd_lanes_new         (LeatdSinkWorker *worker, const LeatdSinkConfig *config,
                                     GError **error);
void        leatd_lanes_free        (LeatdLanes *self);
void        leatd_lanes_start       (LeatdLanes *self);
void        leatd_lanes_stop        (LeatdLanes *self);
guint       leatd_lanes_get_n       (const LeatdLanes *self);
guint       leatd_lanes_count_idle  (LeatdLanes *self);
void        leatd_lanes_give        (LeatdLanes *self, LeatdRequest *request);
gboolean    leatd_lanes_have_landed (LeatdLanes *self, const LeatdRequest *request);
void        leatd_request_free      (LeatdRequest *self);

/* leatd-sink-flight.c: the same */
LeatdFlight *leatd_flight_new        (LeatdSinkWorker *worker, const LeatdSinkConfig *config,
                                      GError **error);
void         leatd_flight_free       (LeatdFlight *self);
void         leatd_flight_start      (LeatdFlight *self);
void         leatd_flight_stop       (LeatdFlight *self);
LeatdStep    leatd_flight_step       (LeatdFlight *self, LeatdSinkWorker *worker, gboolean leaves,
                                      GError **error);
gboolean     leatd_flight_is_busy    (LeatdFlight *self, LeatdSinkWorker *worker);
void         leatd_flight_land       (LeatdFlight *self, LeatdSinkWorker *worker);
void         leatd_flight_forget     (LeatdFlight *self);
void         leatd_flight_take_over  (LeatdFlight *self, LeatdFlight *former);
guint        leatd_flight_bound      (LeatdFlight *self, const LeatdPortion *portion, guint from,
                                      guint count);
LeatdPortion *leatd_flight_find_untaken (LeatdFlight *self, LeatdSinkWorker *worker, guint *index);
void         leatd_flight_add_taken  (LeatdFlight *self, LeatdSinkWorker *worker);

/* leatd-sink-instance.c: calls in the instance's thread */
gboolean leatd_sink_instance_make  (LeatdSinkInstance *self, LeatdSinkWorker *worker,
                                    const LeatdSinkConfig *config, gboolean has_thread,
                                    GError **error);
void          leatd_sink_instance_breach (LeatdSinkInstance *self, const char *format, ...)
                           G_GNUC_PRINTF (2, 3);
void     leatd_sink_instance_clear (LeatdSinkInstance *self);
gboolean leatd_sink_instance_open  (LeatdSinkInstance *self, const char *position, GError **error);
void     leatd_sink_instance_close (LeatdSinkInstance *self);
gboolean leatd_sink_instance_write (LeatdSinkInstance *self, LeatBatch *batch, guint from,
                                    guint count, guint *taken, GError **error);
gboolean leatd_sink_instance_flush (LeatdSinkInstance *self, guint64 *safe, char **position,
                                    GError **error);
void     leatd_said_clear          (LeatdSaid *self);

G_END_DECLS
