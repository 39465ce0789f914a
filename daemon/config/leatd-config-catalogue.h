/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-catalogue.h - the presets and schemas that a key file may name, each judged */
#pragma once
#include "plugin/leatd-registry.h"
G_BEGIN_DECLS

/**
 * LeatdCatalogueEntry:
 * @kind: "preset" or "schema"
 * @name: by which framer= or schema= finds it
 * @summary: (nullable): its purpose in a sentence
 * @path: of its file
 * @faults: of the file
 */
typedef struct {
  const char *kind;
  char       *name;
  char       *summary;
  char       *path;
  LeatFaults *faults;
} LeatdCatalogueEntry;

GPtrArray *leatd_config_list_catalogue (LeatdRegistry *registry);

G_END_DECLS
