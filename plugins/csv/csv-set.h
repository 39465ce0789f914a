/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-set.h - the files that are being written: opened as needed, made lasting together */
#pragma once
#include "csv-file.h"
G_BEGIN_DECLS

/* At most so many are open at once; the one that was not used for longest is closed. In one
 * thread. */
typedef struct _CsvSet CsvSet;

CsvSet  *csv_set_new     (LeatSink *sink, const CsvFileSettings *settings, guint max_open);
void     csv_set_free    (CsvSet *self);
/* of the files that it opens from now on */
void     csv_set_take_rotate_size (CsvSet *self, gint64 rotate_size);

/* cuts all files back to what @position says is safe */
gboolean csv_set_restore (CsvSet *self, const char *position, GError **error);

/* an open file to add text to, valid until the next flush */
CsvFile *csv_set_get     (CsvSet *self, const char *wanted, const char *header, GError **error);
/* the one that comes behind a full one */
CsvFile *csv_set_rotate  (CsvSet *self, CsvFile *full, GError **error);
/* writes all texts, a short one not before its flush if there is @more to come; or forgets what was
 * added since the last write */
gboolean csv_set_write   (CsvSet *self, gboolean more, GError **error);
void     csv_set_discard (CsvSet *self);
gboolean csv_set_flush   (CsvSet *self, char **position, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsvSet, csv_set_free)
G_END_DECLS
