/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-part.h - what a source and a sink have in common, for who asks and steers them */
#pragma once
#include "sink/leatd-sink-worker.h"
#include "source/leatd-source-worker.h"
G_BEGIN_DECLS

/**
 * LeatdPart:
 * @name: of its group
 * @plugin: its class
 * @source: %NULL: it is a sink
 * @sink: %NULL: it is a source
 * @state: what it does
 * @counter_names: ends with %NULL
 *
 * One component of a running pipeline; all of it lives as long as its worker.
 */
typedef struct {
  const char         *name;
  const char         *plugin;
  LeatdSourceWorker  *source;
  LeatdSinkWorker    *sink;
  LeatdState         *state;
  const char *const  *counter_names;
} LeatdPart;

LeatdPart      leatd_part_of_source    (LeatdSourceWorker *source);
LeatdPart      leatd_part_of_sink      (LeatdSinkWorker *sink);

/* the modules of third parties that run it, of its class, its link and its framer, as
 * leatd_module_tell() has them; main thread; (transfer full) */
char         **leatd_part_list_third_parties (const LeatdPart *self);

/* as named; main thread */
const guint64 *leatd_part_get_counters (const LeatdPart *self);

/* ask; its state tells */
void           leatd_part_pause        (const LeatdPart *self);
void           leatd_part_resume       (const LeatdPart *self);
void           leatd_part_restart      (const LeatdPart *self);

G_END_DECLS
