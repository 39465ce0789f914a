/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reloader.h - the key file is read anew while the daemon runs */
#pragma once
#include "control/leatd-control.h"
G_BEGIN_DECLS

/**
 * LeatdReloaderSetup:
 * @path: the key file
 * @config: as it was read
 * @pipeline: outlives the reloader
 * @renewed: the pipeline goes on as this one says
 * @user_data: for @renewed
 */
typedef struct {
  const char    *path;
  LeatdConfig   *config;
  LeatdPipeline *pipeline;
  void         (*renewed) (LeatdConfig *config, gpointer user_data);
  gpointer       user_data;
} LeatdReloaderSetup;

/* main thread */
typedef struct _LeatdReloader LeatdReloader;

LeatdReloader *leatd_reloader_new        (const LeatdReloaderSetup *setup);
/* none is under way */
void           leatd_reloader_free       (LeatdReloader *self);
void           leatd_reloader_reload     (LeatdReloader *self, gint64 drain,
                                          LeatdReloadAnswer answer, gpointer user_data);
/* SIGHUP: what is wrong is told in the log; while one is under way, another follows */
void           leatd_reloader_signal     (LeatdReloader *self);
/* "2 sources, 1 sink", as the service manager shows it; (transfer full) */
char          *leatd_reloader_get_status (LeatdConfig *config);

G_END_DECLS
