/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-salvage.h - a damaged file is put aside, and what can be read goes into a new one */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* Makes the file at @path sound if it is not. @damage: (nullable) what is known to be wrong with
 * it; otherwise it is looked for, in all of it if it has no more bytes than @check_first. @sink: is
 * told how far the saving is. *@is_whole: it was gone through, or is new. *@told: (nullable) what
 * was done, for people. A kill at any moment is made good by the next call. */
gboolean buffer_salvage_mend (const char *path, const char *damage, gint64 check_first,
                              LeatSink *sink, gboolean *is_whole, char **told, GError **error);

G_END_DECLS
