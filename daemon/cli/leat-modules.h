/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-modules.h - the modules that a word of the command line works with */
#pragma once
#include "plugin/leatd-registry.h"
G_BEGIN_DECLS

/* Those of --plugin-path, of plugin-path= in the key file @config (nullable), and the usual ones.
 * Modules that are no good are told on stderr, and matter no more than what they would bring. */
LeatdRegistry *leat_modules_load (const char *config, char **plugin_path);

/* where they were looked for, and how to name another place: a sentence; (transfer full) */
char          *leat_modules_hint (char **plugin_path);

G_END_DECLS
