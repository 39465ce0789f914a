/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline-private.h - what the files of the pipeline share */
#pragma once
#include "pipeline/leatd-pipeline.h"
#include "pipeline/leatd-sink-worker.h"
#include "pipeline/leatd-source-worker.h"
#include "pipeline/leatd-watch.h"
G_BEGIN_DECLS

/* the order in which a pipeline comes to rest */
typedef enum {
  LEATD_PHASE_RUNNING,
  LEATD_PHASE_SOURCES,     /* plain sources give no more */
  LEATD_PHASE_JUNCTIONS,   /* then those that live on them */
  LEATD_PHASE_STORES,      /* stores commit what is there, other sinks write and flush it */
  LEATD_PHASE_READERS,     /* those that read from stores finish the request under way */
  LEATD_PHASE_LATE,        /* a request that takes longer than that is cancelled */
  LEATD_PHASE_SINKS,       /* stores close, and sources hear of what is safe */
  LEATD_PHASE_CANCEL,      /* the time is over: sinks are cancelled, sources wait for none */
  LEATD_PHASE_STOPPED,
} LeatdPhase;

struct _LeatdPipeline {
  LeatdConfig      *config;
  GMainContext     *context;
  char             *state_dir;
  LeatdRejects     *rejects;
  LeatdStuckWatch  *stuck_watch;
  LeatdWatch       *watch;
  GPtrArray        *sources;             /* of LeatdSourceWorker, as in the configuration */
  GPtrArray        *sinks;               /* of LeatdSinkWorker */
  gint              n_sources_reading;   /* atomic: that live on no others; not at rest */
  gint              stopping;            /* atomic */

  LeatdPhase        phase;
  GSource          *deadline;            /* of the phase */
  gint64            stop_until;          /* monotonic µs: when stop-timeout= is over */
  LeatdStoppedFunc  stopped;
  gpointer          stopped_data;
  void            (*done) (gpointer user_data);
  gpointer          done_data;
};

gboolean leatd_pipeline_look      (gpointer pipeline);
GStrv    leatd_pipeline_name_left (LeatdPipeline *self, gboolean *stuck);

G_END_DECLS
