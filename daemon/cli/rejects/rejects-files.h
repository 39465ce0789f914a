/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-files.h - what was no frame or no record, in leatd's files */
#pragma once
#include "rejects-wishes.h"
G_BEGIN_DECLS

/* @directory: where they are. Lines that are broken are told on stderr, and counted */
gboolean leat_rejects_files_list   (const char *directory, LeatRejectsWishes *wishes,
                                    GError **error);
gboolean leat_rejects_files_show   (const char *directory, guint64 id, LeatRejectsWishes *wishes,
                                    GError **error);
gboolean leat_rejects_files_export (const char *directory, LeatRejectsWishes *wishes,
                                    GError **error);
/* those before @id, and before the first that is from @time or later; "": any */
gboolean leat_rejects_files_clear  (const char *directory, guint64 id, const char *time,
                                    guint64 *n_cleared, GError **error);

G_END_DECLS
