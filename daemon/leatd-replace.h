/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-replace.h - many files that take the place of others all at once, whatever happens
 *
 * A file system replaces one file at a time. So each new file is first written beside its target;
 * then a list of all is made lasting, which decides it: from there on whoever comes - the same
 * program, or the next one behind a crash - puts every file in its place. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* (transfer full): where the file that is to replace @target is written */
char    *leatd_replace_get_new (const char *target);
/* takes away what was written so and never decided; no list may be there */
void     leatd_replace_tidy    (const char *const *targets);
/* All new files are there, whole. The list is kept beside the first target */
gboolean leatd_replace_commit  (const char *const *targets, GError **error);
/* TRUE: no list lies beside @first any more: there was none, or it was worked off */
gboolean leatd_replace_finish  (const char *first, GError **error);

G_END_DECLS
