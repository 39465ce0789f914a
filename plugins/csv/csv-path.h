/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-path.h - the names of files: times, sources and schemas in a template, and numbers behind
 * them */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* %Y-%m-%d and {source}; immutable */
typedef struct _CsvPath CsvPath;

CsvPath *csv_path_new      (const char *pattern, const char *timezone, GError **error);
void     csv_path_free     (CsvPath *self);
/* the name of the file for a record of @origin that came at @time; it is the same from *@since on
 * and before *@until */
char    *csv_path_expand   (const CsvPath *self, const LeatOrigin *origin, gint64 time,
                            gint64 *since, gint64 *until);
/* "/data/a.csv", 2: "/data/a-2.csv"; 0: as it is */
char    *csv_path_numbered (const char *path, guint number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsvPath, csv_path_free)
G_END_DECLS
