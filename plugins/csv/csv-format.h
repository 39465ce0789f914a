/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-format.h - how lines are to look: which columns, what parts them */
#pragma once
#include "leat.h"
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

/* id, source, …: one that a field of the same name does not get without "field." before it */
gboolean    csv_column_is_reserved    (const char *name);
/* without the "field." that may stand before it */
const char *csv_column_get_field_name (const char *column);

G_END_DECLS
