/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-check.h - looks for damage in a file, before it is put to use */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* PRAGMA quick_check, of all of it, so long as that takes: *@is_sound, and if it is not, *@what
 * (transfer full) is wrong. A file that is not there, or empty, is sound */
gboolean buffer_check_whole (const char *path, gboolean *is_sound, char **what, GError **error);
/* likewise; @sink is told how far it is */
gboolean buffer_check_watched (const char *path, LeatSink *sink, gboolean *is_sound, char **what,
                               GError **error);
/* of its head and its small tables, which takes no time however large it is; what else is wrong
 * with it shows in an inspection, or when it is used */
gboolean buffer_check_head  (const char *path, gboolean *is_sound, char **what, GError **error);

G_END_DECLS
