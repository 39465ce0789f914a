/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-tape.h - what of a stream goes to its source's recording */
#pragma once
#include "leatd-recorder.h"
G_BEGIN_DECLS

/* In the source's thread, but for new() and free(). It may be NULL, and costs a look where nothing
 * is recorded. */
typedef struct _LeatdTape LeatdTape;

/**
 * LeatdTapeSetup:
 * @recorder: (nullable): of the source; outlives the tape
 * @config: of the source
 * @counters: of #LeatdSourceCounter: errors of the line among them
 * @epoch: of the stream
 * @peer: (nullable): who is at its other end
 */
typedef struct {
  LeatdRecorder           *recorder;
  const LeatdSourceConfig *config;
  const guint64           *counters;
  const char              *epoch;
  const char              *peer;
} LeatdTapeSetup;

/* NULL: there is no recorder */
LeatdTape *leatd_tape_new     (const LeatdTapeSetup *setup);
void       leatd_tape_free    (LeatdTape *self);
void       leatd_tape_opened  (LeatdTape *self);
void       leatd_tape_read    (LeatdTape *self, const guint8 *data, gsize length,
                               const LeatArrival *arrival);
void       leatd_tape_ended   (LeatdTape *self, LeatEnd end, LeatMoment moment);
void       leatd_tape_written (LeatdTape *self, const guint8 *data, gsize length);
/* "camera0: serial, baud-rate=9600, …": for people; (transfer full) */
char      *leatd_tape_describe (const LeatdSourceConfig *config);

G_END_DECLS
