/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reload-private.h - what the files of the reload share */
#pragma once
#include "leatd-pipeline-private.h"
#include "leatd-renewal-sink.h"
#include "leatd-renewal-source.h"
G_BEGIN_DECLS

/**
 * LeatdReload:
 * @pipeline: which it changes
 * @config: that it is to have
 * @next_sources: of LeatdSourceWorker, as in @config
 * @next_sinks: of LeatdSinkWorker, as in @config
 * @new_sources: among these: those that do not run yet
 * @new_sinks: among these: those that do not run yet
 * @sources: of LeatdSourceRenewal: those that change
 * @sinks: of LeatdSinkRenewal: those that change, and those that must let go of their store
 * @changes: of LeatdReloadChange
 * @has_begun: the pipeline has what is next
 * @drain: µs that sinks which are removed have beside that
 * @drain_quarters: the same, as time has them
 * @quarters: of the time that are over
 * @timer: a quarter
 * @reloaded: to be told
 * @user_data: for @reloaded
 *
 * Main thread.
 */
struct _LeatdReload {
  LeatdPipeline     *pipeline;
  LeatdConfig       *config;
  GPtrArray         *next_sources;
  GPtrArray         *next_sinks;
  GPtrArray         *new_sources;
  GPtrArray         *new_sinks;
  GPtrArray         *sources;
  GPtrArray         *sinks;
  GPtrArray         *changes;
  gboolean           has_begun;
  gint64             drain;
  guint              drain_quarters;
  guint              quarters;
  GSource           *timer;
  LeatdReloadedFunc  reloaded;
  gpointer           user_data;
};

/* leatd-reload-plan.c: all that is needed is made; nothing is touched */
LeatdReload *leatd_reload_plan (LeatdPipeline *pipeline, LeatdConfig *config, GError **error);
void         leatd_reload_free (LeatdReload *self);
void         leatd_reload_note (LeatdReload *self, gboolean is_sink, const char *name,
                                LeatdReloadWhat what);

/* leatd-reload-answer.c: its changes are what was planned, and are to be what came of it */
void         leatd_reload_complete (LeatdReload *self);
void         leatd_reload_tell (LeatdReload *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdReload, leatd_reload_free)
G_END_DECLS
