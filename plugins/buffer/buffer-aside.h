/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-aside.h - a file takes the place of another, which is kept beside it */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* the name of the new file while it is being made, and once it is whole */
char    *buffer_aside_get_part  (const char *path);
/* the file at get_part() is whole and lasting: from now on a kill leads to the new one */
gboolean buffer_aside_complete  (const char *path, GError **error);
/* If there is a whole one: puts what is at @path aside, with its log, and the new one in its place.
 * *@aside: (nullable) (transfer full) where the old one is; %NULL: there was nothing to be done */
gboolean buffer_aside_exchange  (const char *path, char **aside, GError **error);

G_END_DECLS
