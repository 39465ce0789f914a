/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ownership.h - who may change a module: its code is the daemon's as soon as it is loaded */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* are a module and its folder, links followed, owned by root or by whom this process runs as, and
 * closed to all others? %LEAT_ERROR_PLUGIN names the one that is not, and the way out */
gboolean leatd_ownership_judge (const char *path, GError **error);

G_END_DECLS
