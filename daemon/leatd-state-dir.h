/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-state-dir.h - the folder that is one daemon's own */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Makes the folder (mode 0750) and takes its lock: a descriptor that holds it until it is closed.
 * -1: another daemon has it, or it cannot be made; the message names the way out. */
int leatd_state_dir_lock (const char *path, GError **error);
gboolean leatd_state_dir_is_in_use (const char *path);

G_END_DECLS
