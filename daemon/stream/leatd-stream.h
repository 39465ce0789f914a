/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream.h - one sequence of bytes on its way to records: framer, grammar, schema, batch */
#pragma once
#include "config/leatd-config.h"
#include "worker/leatd-counters.h"
#include "queue/leatd-mark.h"
#include "rejects/leatd-rejects.h"
#include "leatd-tape.h"
#include "leatd-sequence-watch.h"
#include "leatd-stream-asked.h"
#include "leatd-taps.h"
#include "plugin/leatd-guard.h"
G_BEGIN_DECLS

/* where a stream's batches go: the source's worker */
typedef LeatPush (*LeatdDeliverFunc) (gpointer owner, LeatBatch *batch /* (transfer full) */,
                                      LeatSettledFunc settled, gpointer user_data,
                                      GDestroyNotify notify);

/**
 * LeatdStreamSetup:
 * @config: the source's
 * @source: whose frame() judges
 * @guard: of the thread
 * @counters: of #LeatdSourceCounter
 * @rejects: what is no frame or no record goes there
 * @deliver: gets each batch, sealed
 * @taps: (nullable): who looks
 * @recorder: (nullable): keeps what comes and goes
 * @peer: (nullable): who is at the other end, if there can be several: a tag of its records
 * @misused: (nullable): hears of what the plugin may not do with it
 * @owner: for @deliver and @misused
 */
typedef struct {
  const LeatdSourceConfig *config;
  LeatSource              *source;
  LeatdGuard              *guard;
  guint64                 *counters;
  LeatdRejects            *rejects;
  LeatdDeliverFunc         deliver;
  LeatdTaps               *taps;
  LeatdRecorder           *recorder;
  const char              *peer;
  void                   (*misused) (gpointer owner, const char *text);
  gpointer                 owner;
} LeatdStreamSetup;

/**
 * LeatdUntold:
 * @n: rejects since the last event
 * @told: when that was
 *
 * What was not told yet.
 */
typedef struct {
  guint64 n;
  gint64  told;
} LeatdUntold;

/* A LeatStream of the sdk. Lives as long as its source's worker: over hangups the epoch and the
 * sequence go on. In the source's thread. */
typedef struct _LeatdStream LeatdStream;

LeatdStream      *leatd_stream_new          (const LeatdStreamSetup *setup, GError **error);
void              leatd_stream_free         (LeatdStream *self);

guint8           *leatd_stream_reserve      (LeatdStream *self, gsize size);
void              leatd_stream_commit       (LeatdStream *self, gsize length,
                                             const LeatArrival *arrival);
void              leatd_stream_end          (LeatdStream *self, LeatEnd end, LeatMoment moment);
LeatPush          leatd_stream_deliver      (LeatdStream *self);
/* what waits for more in @former goes on here; both are in no thread now */
void              leatd_stream_take_over    (LeatdStream *self, LeatdStream *former,
                                             gboolean same_framer);
/* @judge: (nullable): is asked of each frame before the source is; outlives it, or is replaced */
void              leatd_stream_set_judge    (LeatdStream *self, const LeatdFrameJudge *judge);
/* what the source pushes is not taken from now on */
void              leatd_stream_shut         (LeatdStream *self);
void              leatd_stream_leave        (LeatdStream *self);
const LeatOrigin *leatd_stream_get_origin   (LeatStream *stream);
/* NULL: nothing can be recorded */
LeatdTape        *leatd_stream_get_tape     (LeatdStream *self);
/* its numbers go on where those of @epoch stood; in a stream that has given nothing yet, or whose
 * numbers are of @epoch */
void              leatd_stream_go_on        (LeatdStream *self, const char *epoch,
                                             guint64 sequence);
/* what waits for more will be read again: it is cut by nothing, and no silence ends it */
void              leatd_stream_set_placed   (LeatdStream *self, gboolean is_placed);
gboolean          leatd_stream_is_placed    (const LeatdStream *self);
/* the rest of what waits for more does not come from here */
void              leatd_stream_cut          (LeatdStream *self);
/* NULL: there is none */
LeatFraming      *leatd_stream_get_framing  (LeatdStream *self);
gsize             leatd_stream_get_pending  (LeatdStream *self);
gint64            leatd_stream_get_silence  (LeatdStream *self);
/* where the numbers of its epoch stand; NULL: @origin is of another epoch */
guint64          *leatd_stream_get_sequence (LeatdStream *self, const LeatOrigin *origin);

/* of framer=; @module: who brings it, if that is known */
LeatFraming *leatd_stream_framing_new    (const LeatdSourceConfig *config, const char **module,
                                          GError **error);
GPtrArray  *leatd_stream_tags_new        (const char *const *tags, const char *peer);
/* tells of the offset of a device's clock to ours, in ns, when it passes clock-mark= */
void        leatd_stream_watch_clock     (const char *name, LeatdMark *mark, gint64 offset);
/* one more was rejected by @stage */
void        leatd_stream_tell_reject     (const char *name, LeatdUntold *untold, const char *stage,
                                          const char *reason);
void        leatd_stream_count_sequence  (LeatdSequenceWatch *watch, const LeatBatch *batch,
                                          LeatdSequenceCounts *seen, guint64 *counters);

G_END_DECLS
