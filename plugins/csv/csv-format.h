/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-format.h - the language: which columns, how cells are written (RFC 4180) */
#pragma once
#include "csv-text.h"
G_BEGIN_DECLS

/**
 * CsvFormat:
 * @columns: names, ends with %NULL: "id", "source", "epoch", "sequence", "gateway", "schema",
 *   "time", "frame", "quality", "tag.KEY", a field's name, "field.NAME" for a field of one of
 *   these names, "*" for all fields that are not named
 * @delimiter: between cells
 * @crlf: lines end with CR LF, as the RFC wants it, and not with LF
 *
 * How lines are to look.
 */
typedef struct {
  const char *const *columns;
  char               delimiter;
  gboolean           crlf;
} CsvFormat;

/* LEAT_ERROR_CONFIG says what is wrong, and what would be right */
gboolean csv_format_check (const CsvFormat *self, const char *delimiter, GError **error);

/* (nullable): the columns that are meant for fields, but of none that this schema has */
char    *csv_format_find_absent (const CsvFormat *self, LeatSchema *schema);

/* the columns of the records of one origin, what is the same in all of them already written;
 * immutable */
typedef struct _CsvLayout CsvLayout;

CsvLayout  *csv_layout_new        (const CsvFormat *format, const LeatOrigin *origin);
void        csv_layout_free       (CsvLayout *self);
/* the first line, with its end */
const char *csv_layout_get_header (const CsvLayout *self);
void        csv_layout_append     (const CsvLayout *self, CsvText *text, const LeatRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsvLayout, csv_layout_free)
G_END_DECLS
