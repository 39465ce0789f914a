/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-module.h - one module: a .so that was loaded and whose descriptor was judged */
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

LeatdModule *leatd_module_open (const char *path, GError **error);
void         leatd_module_free (LeatdModule *self);   /* the loaded code stays */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdModule, leatd_module_free)
G_END_DECLS
