/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control.h - the daemon on the bus: its objects, and what they may ask of it */
#pragma once
#include "pipeline/leatd-pipeline.h"
G_BEGIN_DECLS

#define LEATD_BUS_NAME "org.leat.Leat1"
#define LEATD_BUS_PATH "/org/leat/Leat1"

/* what became of a reload: @changes, of LeatdReloadChange, or @faults, and nothing has changed */
typedef void (*LeatdReloadAnswer) (const GPtrArray *changes, const LeatFaults *faults,
                                   gpointer user_data);

/**
 * LeatdControlSetup:
 * @bus: "system", "session", or an address
 * @config_path: the key file
 * @config: as it was read
 * @pipeline: outlives the control
 * @stop: the daemon is to end; @drain: with its queues emptied first
 * @reload: the key file is to be read anew; @drain: µs that sinks which go have to empty what they
 *   read from, 0: it stays in their store; @answer is called once, perhaps before it returns
 * @user_data: for @stop and @reload
 *
 * What the control interface works on. Everything is called in the main thread.
 */
typedef struct {
  const char    *bus;
  const char    *config_path;
  LeatdConfig   *config;
  LeatdPipeline *pipeline;
  void         (*stop) (gboolean drain, gpointer user_data);
  void         (*reload) (gint64 drain, LeatdReloadAnswer answer, gpointer answer_data,
                          gpointer user_data);
  gpointer       user_data;
} LeatdControlSetup;

typedef struct _LeatdControl LeatdControl;

/* before the pipeline starts, so that no change of state is missed */
LeatdControl *leatd_control_new      (const LeatdControlSetup *setup);
/* its pipeline goes on as @config says: its objects are those of the sources and sinks that there
 * are. Before those that have gone are freed */
void          leatd_control_reloaded (LeatdControl *self, LeatdConfig *config);
/* it says so on the bus from now on */
void          leatd_control_stopping (LeatdControl *self);
/* before the pipeline goes */
void          leatd_control_free     (LeatdControl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdControl, leatd_control_free)
G_END_DECLS
