/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-salvage.h - a damaged file is put aside, and what can be read goes into a new one */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* PRAGMA quick_check: *@is_sound, and if it is not, *@what (transfer full) is wrong. A file that is
 * not there, or empty, is sound */
gboolean buffer_salvage_check (const char *path, gboolean *is_sound, char **what, GError **error);
/* Makes the file at @path sound if it is not. *@told: (nullable) what was done, for people. A kill
 * at any moment is made good by the next call. */
gboolean buffer_salvage_mend  (const char *path, char **told, GError **error);

G_END_DECLS
