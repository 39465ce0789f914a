/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-private.h - what the files of the source worker share */
#pragma once
#include "worker/leatd-backoff.h"
#include "link/leatd-deadlines.h"
#include "worker/leatd-device-watch.h"
#include "worker/leatd-ear.h"
#include "worker/leatd-facts.h"
#include "link/leatd-link-service.h"
#include "queue/leatd-settlements.h"
#include "leatd-source-worker.h"
#include "talk/leatd-talk.h"
#include "stream/leatd-taps.h"
#include "worker/leatd-wish.h"
G_BEGIN_DECLS

#define RING_SIZE (1024 * 1024)

struct _LeatdSourceWorker {
  LeatSourceHost           host;         /* first: the source's host */
  LeatdSourceWorkerSetup   setup;
  char                    *name;
  const LeatdSourceConfig *config;
  LeatdConfig             *made_of;      /* NULL: the whole of @config; what @source was made of */
  char                   **live;         /* keys that change in place, for its thread to set */
  LeatSource              *source;
  GMainContext            *context;
  GThread                 *thread;
  GThread                 *own_thread;   /* likewise, as it knows itself; NULL: not begun */
  LeatdWish                wish;
  LeatdGuard               guard;
  LeatdState               state;
  guint64                  counters[LEATD_SOURCE_N_COUNTERS];
  LeatdOutlet             *outlet;
  LeatdRing               *ring;
  LeatdRecorder           *recorder;     /* NULL: it has no link */
  LeatdTaps                taps;

  LeatdInlet               inlet;        /* junctions: what comes from other sources */
  gboolean                 junction;
  LeatdEar                *ear;          /* NULL: its class does not hear of events */

  /* the source's thread */
  LeatdStream             *stream;       /* the link's */
  GPtrArray               *streams;      /* of LeatdStream: those that the source opened itself */
  LeatdLinkService        *link;         /* NULL: the class needs none */
  gint                     keeps_link;   /* atomic: it stays open while the worker is parked */
  LeatdDeadlines          *deadlines;
  LeatdSettlements        *settlements;
  LeatdDeviceWatch        *device_watch; /* while the device is absent */
  LeatdBackoff             backoff;
  LeatdFacts              *facts;        /* opened at the first use */
  gboolean                 heard;        /* its device has said something in this life */
  gboolean                 silent;       /* expect-every= is over */
  char                    *held;         /* NULL: no; why its device gives nothing, as it says */
  gboolean                 full;         /* a queue is full: the source is held back */
  gboolean                 serving;      /* the context is iterated by the host */
  gboolean                 begun;        /* start() has succeeded, stop() was not called */
  gboolean                 giving;       /* inside records(): what comes of it goes out */
  LeatBatch               *given;        /* a junction's, to be offered anew: records() failed */
  gboolean                 appeared;     /* the device's name has come */
  gboolean                 halted;       /* stop() has returned: what comes is no push */
  gint                     breach_told;  /* atomic */
  GPtrArray               *left;         /* its streams of the life before, which it may not use */
  GQueue                   handed;       /* commands that the plugin was given */
  gint64                   started;      /* monotonic µs */
  LeatdTalk               *talk;         /* NULL: nothing was ever said to its device */
  GSource                 *talk_timer;   /* NULL: nothing is, now */
  gboolean                 goes_on;      /* its link was open before this life */
  gboolean                 connecting;   /* what is said on connecting is not answered yet */
  guint64                  next_sequence; /* of batches that the source makes itself */

  GAsyncQueue             *commands;     /* of LeatCommand */
  gint                     deaf;         /* atomic, set under its lock: no more of them is taken */
  gint                     at_rest;      /* atomic: it gives no more */
  gint                     released;     /* atomic: it waits for no settlements any more */
  gint                     ended;        /* atomic: its thread is at its end */
  gint                     room;         /* atomic: a full queue has room again */

  GMutex                   mutex;        /* of what follows */
  GCond                    cond;         /* room, or stop: for a source that blocks in run() */
  gboolean                 failed;       /* to be started anew, or (failure NULL) at its end */
  GError                  *failure;
};

/**
 * LeatdSourceParts:
 * @config: of the source; a reference of its whole goes with it
 * @source: made of it
 * @stream: the link's
 * @link: %NULL: the class needs none
 *
 * What of a worker is another's when the source has other options.
 */
typedef struct {
  const LeatdSourceConfig *config;
  LeatSource              *source;
  LeatdStream             *stream;
  LeatdLinkService        *link;
} LeatdSourceParts;

/* leatd-source-worker.c */
gboolean leatd_source_parts_make       (LeatdSourceParts *self, LeatdSourceWorker *worker,
                                        const LeatdSourceConfig *config, gboolean makes_link,
                                        GError **error);
void     leatd_source_parts_clear      (LeatdSourceParts *self);

/* leatd-source-life.c */
gpointer leatd_source_thread           (gpointer worker);

/* leatd-source-told.c: what link, timers, other sources and the plugin tell the thread */
gboolean leatd_source_is_stopping      (LeatdSourceWorker *self);
gboolean leatd_source_is_wanted        (LeatdSourceWorker *self);
gboolean leatd_source_has_failed       (LeatdSourceWorker *self);
void     leatd_source_before           (gpointer worker);
void     leatd_source_received         (gpointer worker);
void     leatd_source_watch_pending    (LeatdSourceWorker *self);
void     leatd_source_found            (gpointer worker);
void     leatd_source_ended            (gpointer worker, GError *error);
char    *leatd_source_recall_place     (gpointer worker);
gboolean leatd_source_remember_place   (gpointer worker, const char *place, GError **error);
gboolean leatd_source_is_leaving       (gpointer worker);
void     leatd_source_seen             (LeatdSourceWorker *self);
/* running, or what its plugin says is in the way of that */
void     leatd_source_set_running      (LeatdSourceWorker *self);
void     leatd_source_deadline         (LeatdDeadline which, gpointer worker);
void     leatd_source_notify           (gpointer worker);
void     leatd_source_take_records     (LeatdSourceWorker *self);
gboolean leatd_source_is_owed_a_life   (LeatdSourceWorker *self);
void     leatd_source_take_last        (LeatdSourceWorker *self);
void     leatd_source_take_events      (LeatdSourceWorker *self);
void     leatd_source_tell_settled     (LeatdSourceWorker *self);
void     leatd_source_stand            (LeatdSourceWorker *self);
void     leatd_source_fail             (LeatdSourceWorker *self,
                                        GError *error /* (transfer full) (nullable) */,
                                        const char *call);

void     leatd_source_take_pending     (LeatdSourceWorker *self);

/* leatd-source-talk.c: what it says to its device */
void     leatd_source_begin_talk       (LeatdSourceWorker *self);
void     leatd_source_end_talk         (LeatdSourceWorker *self);
void     leatd_source_talk             (LeatdSourceWorker *self);
gboolean leatd_source_talk_takes       (LeatdSourceWorker *self, const LeatCommand *command);
void     leatd_source_talk_command     (LeatdSourceWorker *self, LeatCommand *command);

/* leatd-source-host.c: what the source may ask */
void     leatd_source_host_init        (LeatdSourceWorker *self);
LeatdStream *leatd_source_open_stream  (gpointer worker, const char *peer, GError **error);
LeatPush leatd_source_host_deliver     (gpointer worker, LeatBatch *batch, LeatSettledFunc settled,
                                        gpointer user_data, GDestroyNotify notify);
void     leatd_source_host_look_for_room (LeatdSourceWorker *self);
void     leatd_source_commands_serve    (LeatdSourceWorker *self);
void     leatd_source_commands_close    (LeatdSourceWorker *self);

/* leatd-source-contract.c */
void     leatd_source_tell_breach       (gpointer worker, const char *text);
gboolean leatd_source_may_push          (LeatdSourceWorker *self, const LeatBatch *batch);
void     leatd_source_leave_streams     (LeatdSourceWorker *self);
void     leatd_source_hand_command      (LeatdSourceWorker *self, LeatCommand *command);
void     leatd_source_forget_commands   (LeatdSourceWorker *self);
gboolean leatd_source_host_await_room  (LeatdSourceWorker *self);

G_END_DECLS
