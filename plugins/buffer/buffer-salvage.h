/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-salvage.h - a damaged file is put aside, and what can be read goes into a new one */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* Makes the file at @path sound if it is not. One of more bytes than @check_first is not gone
 * through for that: *@is_whole: it was, or is new. *@told: (nullable) what was done, for people. A
 * kill at any moment is made good by the next call. */
gboolean buffer_salvage_mend (const char *path, gint64 check_first, gboolean *is_whole,
                              char **told, GError **error);

G_END_DECLS
