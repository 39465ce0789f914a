/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plugin-list.h - the plugins of a description, and presets and schemas, one a line */
#pragma once
#include <gio/gio.h>
#include "look/text-row.h"
G_BEGIN_DECLS

/* @description: JSON, as leat describe --json prints it; @files: of LeatdCatalogueEntry; both are
 * (transfer full) (nullable) */
char *leat_plugin_list_to_text (const char *description, const GPtrArray *files, glong width,
                                LeatTextFlags flags, GError **error);
char *leat_plugin_list_to_json (const char *description, const GPtrArray *files, GError **error);

G_END_DECLS
