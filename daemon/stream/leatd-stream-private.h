/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-private.h - the inside of a stream */
#pragma once
#include "leatd-sequence-watch.h"
#include "leatd-stream.h"
#include "queue/leatd-waits.h"
G_BEGIN_DECLS

/* what one batch's frames come to */
typedef struct {
  guint64 frames;
  guint64 record_bytes;
  guint64 taken_bytes;
} Tally;

struct _LeatdStream {
  LeatStream parent;
  LeatdStreamSetup setup;
  const char *name; /* of the source */
  const char *framer_module;
  const char *source_module;

  LeatFraming *framing; /* NULL: what is pushed is a frame already */
  gboolean restarts; /* what comes behind frame-timeout= begins a frame */
  LeatSchema *schema;
  LeatOrigin *origin;
  GPtrArray *tags; /* of it */
  LeatdAsked asked;
  LeatdSequenceWatch *watch; /* NULL: no field to watch */
  LeatdSequenceCounts seen;
  LeatdMark clock;
  gboolean is_synced; /* the gateway's clock, */
  gint64 sync_asked;  /* as it was then, monotonic ns; 0: never */
  guint64 skipped; /* as counted last, */
  guint64 pending; /* for a source may have several streams */
  guint64 next_sequence;
  guint64 offset;         /* of the next frame, where there is no framing */
  gint64 byte_time;       /* as the link said last */
  const guint8 *reserved; /* where the bytes are that are committed next */
  Tally tally;            /* of the batch at hand */

  LeatdUntold untold; /* rejects */
  LeatdWaits *waits;  /* for the batch at hand; NULL: nobody */
  LeatdTape *tape;    /* NULL: nothing can be recorded */
  gboolean is_placed; /* what waits for more will be read again */
};

/* leatd-stream-place.c */
void leatd_stream_make_origin (LeatdStream *self, const char *epoch);

G_END_DECLS
