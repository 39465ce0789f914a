/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-recorder.h - keeps the bytes of a source's links, with their times, in files (record=) */
#pragma once
#include "config/leatd-config.h"
#include "leat-host.h"
G_BEGIN_DECLS

/* Never in the way of the records: what is to be written waits in memory for a thread of its own,
 * which writes each second, at an end of the link, and when much waits. When too much does, or the
 * disk takes no more, it is not recorded, which is told, counted, and seen in the file. */
typedef struct _LeatdRecorder LeatdRecorder;

/* what waits for the disk at the most, bytes */
#define LEATD_RECORDER_WAITING_MAX (4 * 1024 * 1024)

/**
 * LeatdRecorderStream:
 * @stream: what it is
 * @section: the one in which the file has it; 0: none yet
 * @number: of its interface there
 *
 * A stream that is recorded.
 */
typedef struct {
  LeatRecordingStream stream;
  guint64             section;
  guint               number;
} LeatdRecorderStream;

/* @name, @counters: of the source; they outlive it */
LeatdRecorder *leatd_recorder_new       (const char *name, guint64 *counters);
/* writes what waits */
void           leatd_recorder_free      (LeatdRecorder *self);
/* As the source is set now; @state_dir: what a relative path is meant from. Main thread, while
 * nothing is added. */
void           leatd_recorder_configure (LeatdRecorder *self, const LeatdSourceSettings *settings,
                                         const char *state_dir);
/* how long it waits after a failure of the disk, µs: 30 s if nothing else is said */
void           leatd_recorder_set_retry (LeatdRecorder *self, gint64 microseconds);
gboolean       leatd_recorder_is_on     (const LeatdRecorder *self);
/* @event: its stream is filled in; the source's thread */
void           leatd_recorder_add       (LeatdRecorder *self, LeatdRecorderStream *stream,
                                         LeatRecordingEvent *event);

G_END_DECLS
