/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-registry.h - all modules that were found and are sound, and the classes they bring */
#pragma once
#include "leatd-classes.h"
G_BEGIN_DECLS

/* Who brings a class: found by the class's name or a link's scheme. */
typedef struct _LeatdRegistry LeatdRegistry;

/* Loads every *.so of the directories, in order of their names. A module that is none, is of
 * another ABI, has a wrong table, clashes with an earlier one, crashes at load or did so three
 * times later is left out: one fault each, which names its file. One that has just crashed, and is
 * loaded all the same, is named by a fault too. @state_dir (nullable) keeps what is known of
 * modules and crashes; only the daemon that it belongs to passes it. */
LeatdRegistry         *leatd_registry_new         (const char *const *directories,
                                                   const char *state_dir, LeatFaults *faults);
LeatdRegistry         *leatd_registry_ref         (LeatdRegistry *self);
void                   leatd_registry_unref       (LeatdRegistry *self);

/* the daemon has run for LEATD_FORGIVE_AFTER_S: crashes before that do not count any more */
void                   leatd_registry_forgive     (LeatdRegistry *self, LeatFaults *faults);

/* where modules are looked for: @given (--plugin-path), @configured (plugin-path=), then
 * $LEAT_PLUGIN_PATH (blank: nothing), or the folder of the installation if there is one */
char                 **leatd_registry_search_path (const char *const *given,
                                                   const char *const *configured);

/* the folder of the installation, whether it is there or not */
const char            *leatd_registry_get_installed (void);

/* the file that brought a class when it was last loaded, and is left out now; NULL: there is none.
 * What wants it can be left out too, and the rest runs. */
const char            *leatd_registry_find_left_out (LeatdRegistry *self, LeatdKind kind,
                                                     const char *name);

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
