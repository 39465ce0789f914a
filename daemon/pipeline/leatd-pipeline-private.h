/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline-private.h - what the files of the pipeline share */
#pragma once
#include "leatd-pipeline.h"
#include "sink/leatd-sink-worker.h"
#include "source/leatd-source-worker.h"
#include "leatd-watch.h"
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

typedef struct _LeatdReload LeatdReload;

struct _LeatdPipeline {
  LeatdConfig      *config;
  GMainContext     *context;
  char             *state_dir;
  LeatdRejects     *rejects;
  LeatdStuckWatch  *stuck_watch;
  LeatdWatch       *watch;
  GMutex            mutex;               /* of what follows, and of what a worker is made of,
                                            against who shows them: only the main thread changes */
  GPtrArray        *sources;             /* of LeatdSourceWorker, as in the configuration */
  GPtrArray        *sinks;               /* of LeatdSinkWorker */

  GPtrArray        *leaving_sources;     /* that a reload has taken out, until they have ended */
  GPtrArray        *leaving_sinks;
  LeatdReload      *reload;              /* under way; NULL: none is */
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
void     leatd_pipeline_look_soon (gpointer pipeline);
GStrv    leatd_pipeline_name_left (LeatdPipeline *self, gboolean *stuck);

/* (transfer full) (nullable): none of the pipeline's yet */
LeatdSourceWorker *leatd_pipeline_make_source (LeatdPipeline *self,
                                               const LeatdSourceConfig *config, GError **error);
LeatdSinkWorker   *leatd_pipeline_make_sink   (LeatdPipeline *self, const LeatdSinkConfig *config,
                                               GError **error);
LeatdSourceWorker *leatd_pipeline_find_source (LeatdPipeline *self, const char *name);
LeatdSinkWorker   *leatd_pipeline_find_sink   (LeatdPipeline *self, const char *name);
/* (transfer full): to be one of its sources */
void               leatd_pipeline_count_source (LeatdPipeline *self, LeatdSourceWorker *worker);

/* leatd-pipeline-route.c: each source to all sinks and junctions that want its records */
void     leatd_pipeline_route        (LeatdPipeline *self);
void     leatd_pipeline_route_source (LeatdPipeline *self, LeatdSourceWorker *source);

/* leatd-pipeline-leaving.c */
gboolean leatd_pipeline_are_leaving_at_rest (LeatdPipeline *self);
gboolean leatd_pipeline_have_left    (const GPtrArray *sources, const GPtrArray *sinks);
void     leatd_pipeline_look_at_leaving (LeatdPipeline *self);
void     leatd_pipeline_free_left    (LeatdPipeline *self);
void     leatd_pipeline_take_back_leaving (LeatdPipeline *self);

/* leatd-reload.c */
void     leatd_reload_look           (LeatdReload *self);
void     leatd_reload_give_up        (LeatdReload *self);

G_END_DECLS
