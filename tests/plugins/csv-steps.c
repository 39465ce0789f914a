/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-steps.c - what tests do with a csv sink, step by step; a step that fails ends the test */
#include "csv-steps.h"

const char *const csv_by_source[] = { "path", "FOLDER/{source}.csv", "columns", "*", NULL };

LeatOrigin *
csv_new_origin (const char *source, const char *field)
{
  LeatField fields[] = { { .name = field, .type = LEAT_TYPE_INT } };
  g_autoptr (LeatSchema) schema = leat_schema_new ("test", fields, 1);

  return leat_origin_new (source, "EPOCH", schema, "line-3", NULL);
}

LeatBatch *
csv_new_batch (const char *source, const char *field, gint64 time, guint first, guint n_records)
{
  LeatOrigin *origin = csv_new_origin (source, field);
  LeatBatch *batch = leat_batch_new (n_records);
  guint64 sequence = 1;

  for (guint i = 0; i < n_records; i++)
    {
      leat_batch_append (batch, origin, (LeatMoment) { .time = time });
      leat_batch_set_int (batch, 0, first + i);
    }
  leat_batch_seal (batch, &sequence);
  leat_origin_unref (origin);
  return batch;
}

void
csv_put (CsvWorker *worker, const char *source, guint first, guint n_records)
{
  g_autoptr (GError) error = NULL;

  csv_worker_put (worker, csv_new_batch (source, "num", 0, first, n_records), &error);
  g_assert_no_error (error);
}

void
csv_flush (CsvWorker *worker)
{
  g_autoptr (GError) error = NULL;

  csv_worker_flush (worker, &error);
  g_assert_no_error (error);
}

void
csv_open (CsvWorker *worker)
{
  g_autoptr (GError) error = NULL;

  csv_worker_open (worker, &error);
  g_assert_no_error (error);
}

void
csv_restart (CsvWorker *worker)
{
  g_autoptr (GError) error = NULL;

  csv_worker_kill (worker);
  csv_open (worker);
  csv_worker_write (worker, &error);
  g_assert_no_error (error);
}

void
csv_assert_file (CsvWorker *worker, const char *name, const char *expected)
{
  g_autofree char *text = csv_worker_read (worker, name);

  g_assert_cmpstr (text, ==, expected);
}

void
csv_assert_notes (CsvWorker *worker, const char *expected)
{
  g_assert_cmpstr (worker->notes->str, ==, expected);
  g_string_truncate (worker->notes, 0);
}

void
csv_begin (CsvWorker *worker)
{
  csv_worker_init (worker, csv_by_source);
  csv_open (worker);
  csv_put (worker, "camera0", 1, 1);
  csv_flush (worker);
}
