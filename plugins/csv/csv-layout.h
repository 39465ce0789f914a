/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-layout.h - the columns of one origin's records, and their lines (RFC 4180) */
#pragma once
#include "csv-format.h"
#include "csv-text.h"
G_BEGIN_DECLS

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
