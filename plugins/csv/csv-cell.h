/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-cell.h - one cell: quotes, values, the list of qualities */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* Each writes at @cursor, where csv_cell_bound_…() bytes are free, and returns the end of what it
 * wrote. */

/* RFC 4180, section 2: quotes around delimiters, line ends and quotes, which are doubled */
char *csv_cell_write_text    (char *cursor, const char *text, gsize length, char delimiter);
char *csv_cell_write_base64  (char *cursor, gconstpointer data, gsize length);
/* nothing, if it is not present */
char *csv_cell_write_value   (char *cursor, const LeatValue *value, char delimiter);
/* test;measure_2=implausible;num=undecodable:1x7; @list is scratch, its text does not matter */
char *csv_cell_write_quality (char *cursor, const LeatRecord *record, GString *list,
                              char delimiter);

#define CSV_CELL_BASE64(length) (((length) / 3 + 1) * 4 + 4)
/* what length bytes of any text cost at the most, in a cell of their own and as an undecodable
 * text beside the quality */
#define CSV_CELL_TEXT(length) (4 * (length) + 8)

G_END_DECLS
