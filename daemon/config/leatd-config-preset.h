/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-preset.h - presets of framers: a class and its options in a file of their own */
#pragma once
#include "config/leatd-config-private.h"
G_BEGIN_DECLS

/**
 * LeatdPreset:
 * @keyfile: of its file
 * @group: its [framer]; %NULL: there is none
 * @settings: what is said of it beside the options
 * @klass: (nullable): of type=
 * @faults: of the file; told to who asks first
 * @n_examples: that are in the file
 * @sound: whether it can be used, as far as is known
 *
 * One NAME.framer.
 */
struct _LeatdPreset {
  LeatKeyfile           *keyfile;
  const LeatGroup       *group;
  LeatdPresetSettings    settings;
  const LeatFramerClass *klass;
  LeatFaults            *faults;
  guint                  n_examples;
  gboolean               sound;
};

const LeatdPreset *leatd_config_load_preset (LeatdConfig *self, const char *path,
                                             LeatFaults *faults);

/* leatd-config-preset-example.c: feeds what its examples say through it and compares */
void leatd_preset_try_examples (LeatdPreset *self, LeatdConfig *config);

G_END_DECLS
