/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-failure.h - what SQLite says of a file, and the way out */
#pragma once
#include <sqlite3.h>
#include "leat.h"
G_BEGIN_DECLS

/* @handle's last error, of the file @path; always FALSE */
gboolean buffer_fail       (GError **error, sqlite3 *handle, const char *path);
/* is it one of those that only another file mends? */
gboolean buffer_is_damage  (int code);
/* one of buffer_fail()'s: does it tell of that? */
gboolean buffer_error_is_damage (const GError *error);
/* TRUE: there is no *@failure; otherwise @error has it now. What a loop over rows ends with */
gboolean buffer_is_done    (GError **failure, GError **error);

G_END_DECLS
