/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-settings.h - the host's own options, as tables */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/* each is for the struct of its name in leatd-config.h */
extern const LeatOption leatd_daemon_options[];
extern const LeatOption leatd_source_options[];
extern const LeatOption leatd_sink_options[];
/* what the host takes from [framer NAME] */
extern const LeatOption leatd_framer_options[];

/* likewise of [framer] and [example N] of a preset */
extern const LeatOption leatd_preset_options[];
extern const LeatOption leatd_preset_example_options[];

typedef struct {
  char *type;
} LeatdFramerSettings;

typedef struct {
  char *type;
  char *summary;
  char *source;
} LeatdPresetSettings;

typedef struct {
  GPtrArray *bytes;   /* of GBytes */
  int        end;     /* LeatEnd */
} LeatdPresetExample;

G_END_DECLS
