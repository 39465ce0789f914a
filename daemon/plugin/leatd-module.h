/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-module.h - one module: a .so that was loaded and whose descriptor was judged */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdModule:
 * @path: its file
 * @plugin: its descriptor
 * @is_own: it was built with Leat; else it is a third party's
 *
 * One .so that was loaded. Modules are resident: they stay to the end of the process.
 */
typedef struct {
  char             *path;
  const LeatPlugin *plugin;
  gboolean          is_own;
} LeatdModule;

LeatdModule *leatd_module_open (const char *path, GError **error);
void         leatd_module_free (LeatdModule *self);   /* the loaded code stays */

/* for lists: "meter 1.0 (https://meters.example)"; (transfer full) */
char        *leatd_module_tell (const LeatdModule *self);
/* for messages, of a file that was opened: "meter.so", "the third-party module meter.so"; any
 * thread; (transfer full) */
char        *leatd_module_name (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdModule, leatd_module_free)
G_END_DECLS
