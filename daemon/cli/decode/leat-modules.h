/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-modules.h - the modules, and the key file, that a word of the command line works with */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* --plugin-path and --schema-path into two GStrv, for a table of GOptionEntry */
#define LEAT_MODULES_PLUGIN_ENTRY(plugin_path)                        \
  { "plugin-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, (plugin_path), \
    "Where modules are; may be given several times", "DIR" }
#define LEAT_MODULES_PATH_ENTRIES(plugin_path, schema_path)             \
  LEAT_MODULES_PLUGIN_ENTRY (plugin_path),                              \
    { "schema-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, (schema_path), \
      "Where schemas are; may be given several times", "DIR" }

/* which key file is meant, as the command line spells it */
typedef struct {
  char  *config;
  char **plugin_path;
  char **schema_path;
} LeatModulesWishes;

/* for a table of GOptionEntry; @wishes: a LeatModulesWishes */
#define LEAT_MODULES_ENTRIES(wishes)                                                            \
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &(wishes)->config, "Key file of leatd", "FILE" }, \
    LEAT_MODULES_PATH_ENTRIES (&(wishes)->plugin_path, &(wishes)->schema_path)

void           leat_modules_wishes_clear (LeatModulesWishes *self);

/* Those of --plugin-path, of plugin-path= in the key file @config (nullable), and the usual ones.
 * Modules that are no good are told on stderr, and matter no more than what they would bring. */
LeatdRegistry *leat_modules_load         (const char *config, char **plugin_path);
/* @draft: it may have sources alone, or sinks alone. What is wrong is told on stderr; NULL: too
 * much. Once */
LeatdConfig   *leat_modules_load_config  (const LeatModulesWishes *wishes, gboolean draft);

/* the link that opens @device; NULL: no module brings one */
const LeatLinkClass *leat_modules_find_link (LeatdRegistry *registry, const char *device,
                                             GError **error);
/* the name of a source that takes any machine behind @device (nullable: behind a serial line) */
const char    *leat_modules_find_reader  (LeatdRegistry *registry, const char *device,
                                          GError **error);

/* what a word gives back if that is NULL; faults are told, and JSON says so */
int            leat_modules_fail         (const LeatModulesWishes *wishes);

/* where they were looked for, and how to name another place: a sentence; (transfer full) */
char          *leat_modules_hint         (char **plugin_path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatModulesWishes, leat_modules_wishes_clear)
G_END_DECLS
