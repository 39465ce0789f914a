/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline.h - the sources, queues and sinks of a configuration, running */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

typedef struct _LeatdPipeline LeatdPipeline;

/* Called once in the main thread. @left: what did not get out in time, one sentence a sink or stuck
 * worker (empty: all went well). If @stuck, a plugin has not returned: the process must end without
 * it, by _exit(). */
typedef void (*LeatdStoppedFunc) (gboolean stuck, const char *const *left, gpointer user_data);

/* state directory, rejects, instances */
LeatdPipeline *leatd_pipeline_new      (LeatdConfig *config, GError **error);
void           leatd_pipeline_start    (LeatdPipeline *self);
/* sources stop, queues drain within stop-timeout=, sinks flush */
void           leatd_pipeline_stop     (LeatdPipeline *self, LeatdStoppedFunc stopped,
                                        gpointer user_data);
/**
 * LeatdReloadWhat:
 * @LEATD_RELOAD_KEPT: not touched
 * @LEATD_RELOAD_CHANGED: goes on with its new options
 * @LEATD_RELOAD_CHANGED_IN_PLACE: the same, without being stopped
 * @LEATD_RELOAD_ADDED: new
 * @LEATD_RELOAD_REMOVED: has come to its end
 * @LEATD_RELOAD_STUCK: its plugin did not return in time: it goes on as it was, or ends when that
 *   does
 */
typedef enum {
  LEATD_RELOAD_KEPT,
  LEATD_RELOAD_CHANGED,
  LEATD_RELOAD_CHANGED_IN_PLACE,
  LEATD_RELOAD_ADDED,
  LEATD_RELOAD_REMOVED,
  LEATD_RELOAD_STUCK,
} LeatdReloadWhat;

/* what became of one source or sink */
typedef struct {
  gboolean         is_sink;
  char            *name;
  LeatdReloadWhat  what;
  guint64          left;   /* records that it leaves in its store, or that did not get out;
                              G_MAXUINT64: not known */
} LeatdReloadChange;

/* Called once in the main thread; @changes: of LeatdReloadChange. Workers that have gone are gone
 * when it returns. */
typedef void (*LeatdReloadedFunc) (const GPtrArray *changes, gpointer user_data);

/* goes on as @config says, within stop-timeout=; FALSE: nothing is changed. @drain: µs that sinks
 * which are removed have beside that to get all out */
gboolean       leatd_pipeline_reload   (LeatdPipeline *self, LeatdConfig *config, gint64 drain,
                                        LeatdReloadedFunc reloaded, gpointer user_data,
                                        GError **error);
/* "added" */
const char    *leatd_reload_what_get_name (LeatdReloadWhat what);
/* behind stop(): what is not safe by now is left, and named */
void           leatd_pipeline_hurry    (LeatdPipeline *self);
void           leatd_pipeline_free     (LeatdPipeline *self);   /* after stopped() without stuck */
/* called in the main thread when every source has come to its end (files) and all of it is out */
void           leatd_pipeline_on_done  (LeatdPipeline *self, void (*done) (gpointer),
                                        gpointer user_data);
/* of LeatdSourceWorker and of LeatdSinkWorker, as in the configuration; they are the pipeline's */
const GPtrArray *leatd_pipeline_get_sources (LeatdPipeline *self);
const GPtrArray *leatd_pipeline_get_sinks   (LeatdPipeline *self);
/* is there a source or sink of that name? */
gboolean         leatd_pipeline_has         (LeatdPipeline *self, const char *name);
/* shows all of them; any thread */
void             leatd_pipeline_each_component (LeatdPipeline *self, LeatComponentFunc func,
                                                gpointer user_data);
/* all counters, as JSON: {"sources":{"camera0":{…}},"sinks":{…},"rejects":{…}} */
char          *leatd_pipeline_to_json  (LeatdPipeline *self);
/* the same for people, a line for each source and sink in the log */
void           leatd_pipeline_tell_balance (LeatdPipeline *self);

G_END_DECLS
