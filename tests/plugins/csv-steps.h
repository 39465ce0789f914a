/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-steps.h - what tests do with a csv sink, step by step; a step that fails ends the test */
#pragma once
#include "csv-worker.h"
G_BEGIN_DECLS

/* options: a file for each source, and nothing but the fields in it */
extern const char *const csv_by_source[];

/* one field of type int */
LeatOrigin *csv_new_origin   (const char *source, const char *field);
/* records whose field counts from @first on */
LeatBatch  *csv_new_batch    (const char *source, const char *field, gint64 time, guint first,
                              guint n_records);

/* a worker with these options, opened; camera0.csv has one line, which is safe */
void        csv_begin        (CsvWorker *worker);
void        csv_open         (CsvWorker *worker);
/* records of @source whose field "num" counts from @first on */
void        csv_put          (CsvWorker *worker, const char *source, guint first, guint n_records);
void        csv_flush        (CsvWorker *worker);
/* killed and started again; what was not safe is written again */
void        csv_restart      (CsvWorker *worker);
/* @expected: NULL: there is none */
void        csv_assert_file  (CsvWorker *worker, const char *name, const char *expected);
/* since the last time */
void        csv_assert_notes (CsvWorker *worker, const char *expected);

G_END_DECLS
