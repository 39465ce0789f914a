/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-private.h - what the files of the configuration share */
#pragma once
#include "config/leatd-config.h"
#include "config/leatd-settings.h"
G_BEGIN_DECLS

/* framers made of framers may go so deep */
#define FRAMER_DEPTH 8

/* what a framer finds as its host: who resolves the names of those inside it */
typedef struct {
  LeatFramerHost  host;     /* first */
  LeatdConfig    *config;
  guint           depth;
} LeatdFramerHost;

struct _LeatdConfig {
  gint                 references;   /* atomic */
  LeatKeyfile         *keyfile;
  LeatdRegistry       *registry;
  LeatdDaemonSettings  daemon;
  GPtrArray           *sources;      /* of LeatdSourceConfig */
  GPtrArray           *sinks;        /* of LeatdSinkConfig */
  LeatdFramerHost      framer_hosts[FRAMER_DEPTH];
};

/* leatd-config-judge.c: fills sources and sinks from the groups; every fault goes to @faults */
void leatd_config_judge           (LeatdConfig *self, LeatFaults *faults);
void leatd_source_config_free     (gpointer source);
void leatd_sink_config_free       (gpointer sink);

/* leatd-config-instances.c */
void leatd_config_init_framer_hosts (LeatdConfig *self);

G_END_DECLS
