/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-registry.h - all modules that were found and are sound, and the classes they bring */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdModule:
 * @path: its file
 * @plugin: its descriptor
 *
 * One .so that was loaded. Modules are resident: they stay to the end of the process.
 */
typedef struct {
  char             *path;
  const LeatPlugin *plugin;
} LeatdModule;

/* Who brings a class: found by the class's name or a link's scheme. */
typedef struct _LeatdRegistry LeatdRegistry;

/* Loads every *.so of the directories, in order of their names. A module that is none, is of
 * another ABI, has a wrong table, clashes with an earlier one, crashes at load or did so three
 * times later is left out: one fault each, which names its file. @state_dir (nullable) keeps what
 * is known of modules and crashes. */
LeatdRegistry         *leatd_registry_new         (const char *const *directories,
                                                   const char *state_dir, LeatFaults *faults);
LeatdRegistry         *leatd_registry_ref         (LeatdRegistry *self);
void                   leatd_registry_unref       (LeatdRegistry *self);

/* @module (optional): who brings it */
const LeatSourceClass *leatd_registry_find_source (LeatdRegistry *self, const char *name,
                                                   const LeatdModule **module);
const LeatLinkClass   *leatd_registry_find_link   (LeatdRegistry *self, const char *scheme,
                                                   const LeatdModule **module);
const LeatFramerClass *leatd_registry_find_framer (LeatdRegistry *self, const char *name,
                                                   const LeatdModule **module);
const LeatSinkClass   *leatd_registry_find_sink   (LeatdRegistry *self, const char *name,
                                                   const LeatdModule **module);

const GPtrArray       *leatd_registry_get_modules (LeatdRegistry *self);   /* of LeatdModule */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdRegistry, leatd_registry_unref)
G_END_DECLS
