/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-watch.h - what no component sees by itself: a disk that fills, a backlog that grows, a wall
 * clock that is set */
#pragma once
#include "sink/leatd-sink-worker.h"
G_BEGIN_DECLS

/**
 * LeatdWatchSetup:
 * @state_dir: whose disk is watched
 * @disk_low: free bytes below which it is told; 0: never
 * @sinks: of LeatdSinkWorker: as there are at each look
 * @context: the main thread's
 */
typedef struct {
  const char      *state_dir;
  gint64           disk_low;
  const GPtrArray *sinks;
  GMainContext    *context;
} LeatdWatchSetup;

typedef struct _LeatdWatch LeatdWatch;

/* looks every ten seconds, and when the wall clock is set; main thread */
LeatdWatch *leatd_watch_new       (const LeatdWatchSetup *setup);
/* disk-low= has changed */
void        leatd_watch_set_disk_low (LeatdWatch *self, gint64 disk_low);
void        leatd_watch_free      (LeatdWatch *self);
void        leatd_watch_look      (LeatdWatch *self);
/* the kernel says that the wall clock was set */
void        leatd_watch_clock_set (LeatdWatch *self);

G_END_DECLS
