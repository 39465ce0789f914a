/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log.h - structured log to the journal or stderr, with a level for each component */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* once, before any thread */
void     leatd_log_init            (void);
/* why the process ends, as it is; any thread */
void     leatd_log_print           (const char *text);
/**
 * LeatdLogWho:
 * @module: (out) (transfer full): as messages name it, the plugin whose code this thread runs
 *
 * Returns: (nullable): the instance of it; %NULL: of none
 */
typedef const char *(*LeatdLogWho) (char **module);

/* who is put down for messages that name nobody, as those of GLib and libleat; once, before any
 * thread */
void     leatd_log_set_who         (LeatdLogWho who);
/* NULL: for all that have none of their own; any thread */
void     leatd_log_set_level       (const char *component, GLogLevelFlags level);
/* what was set before is forgotten; @entries: (nullable): "camera0:debug", …; any thread */
void     leatd_log_set_levels      (GLogLevelFlags level, const char *const *entries);
/* error, warning, info, debug */
gboolean leatd_log_level_from_name (const char *name, GLogLevelFlags *level);

G_END_DECLS
