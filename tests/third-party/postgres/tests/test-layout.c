/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test-layout.c - the table, the statements and the rows, to the byte */
#include "../postgres-layout.h"
#include <leat-host.h>
#include <string.h>

enum { NUM, WIDTH, PART, RAW, N_FIELDS };

static const LeatField fields[] = {
  [NUM] = { .name = "num", .type = LEAT_TYPE_INT },
  [WIDTH] = { .name = "width", .type = LEAT_TYPE_DECIMAL },
  [PART] = { .name = "part", .type = LEAT_TYPE_STRING },
  [RAW] = { .name = "raw", .type = LEAT_TYPE_BYTES },
};

static const char *const tags[] = { "station", "film \"1\"", NULL };

static LeatBatch *
new_batch (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("gauge", fields, N_FIELDS);
  LeatOrigin *origin = leat_origin_new ("gauge1", "0K3Q9V2M7WB1X5T4E8ZC", schema, "line-3", tags);
  LeatBatch *batch = leat_batch_new (2);
  guint64 next = 1;

  leat_batch_append (batch, origin, (LeatMoment) { G_GINT64_CONSTANT (1539410602104518000), 0 });
  leat_batch_set_int (batch, NUM, -17);
  leat_batch_set_decimal_text (batch, WIDTH, "1.730", 5);
  leat_batch_set_string (batch, PART, "a\tb\\c\nd", -1);
  leat_batch_set_bytes (batch, RAW, "\x00\xff", 2);
  leat_batch_append (batch, origin, (LeatMoment) { 0, 0 });
  leat_batch_set_undecodable (batch, NUM, "?", -1);
  leat_batch_set_string (batch, PART, "", -1);
  leat_batch_add_flags (batch, LEAT_RECORD_TEST | LEAT_RECORD_LINE_ERROR);
  leat_batch_seal (batch, &next);
  leat_origin_unref (origin);
  return batch;
}

static PostgresLayout *
new_layout (LeatBatch *batch)
{
  g_autoptr (GError) error = NULL;
  PostgresLayout *layout = postgres_layout_new ("public.me\"asure",
                                                leat_batch_get_record (batch, 0)->origin->schema, 3,
                                                &error);

  g_assert_no_error (error);
  return layout;
}

#define ID "gauge1/0K3Q9V2M7WB1X5T4E8ZC/"

static void
test_rows (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();
  g_autoptr (PostgresLayout) layout = new_layout (batch);
  g_autoptr (GString) rows = g_string_new (NULL);

  postgres_layout_append_row (layout, rows, leat_batch_get_record (batch, 0));
  g_assert_cmpstr (rows->str, ==,
                   ID "1\tgauge1\tline-3\tgauge\t2018-10-13T06:03:22.104518000Z\t"
                      "{\"station\":\"film \\\\\"1\\\\\"\"}\t\\N\t\\N\t\\N\t"
                      "-17\t1.730\ta\\tb\\\\c\\nd\t\\\\x00ff\n");
  postgres_layout_append_row (layout, g_string_truncate (rows, 0),
                              leat_batch_get_record (batch, 1));
  g_assert_cmpstr (rows->str, ==,
                   ID "2\tgauge1\tline-3\tgauge\t1970-01-01T00:00:00.000000000Z\t"
                      "{\"station\":\"film \\\\\"1\\\\\"\"}\t"
                      "{\"num\":\"undecodable\",\"width\":\"missing\",\"raw\":\"missing\"}\t"
                      "{\"num\":\"?\"}\ttest line-error\t\\N\t\\N\t\t\\N\n");
}

static void
test_json (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();
  g_autoptr (PostgresLayout) layout = postgres_layout_new ("t", NULL, 0, NULL);
  g_autoptr (GString) rows = g_string_new (NULL);

  postgres_layout_append_row (layout, rows, leat_batch_get_record (batch, 0));
  g_assert_true (
      g_str_has_prefix (rows->str, ID "1\tgauge1\t2018-10-13T06:03:22.104518000Z\t{\"id\":\"" ID));
  g_assert_nonnull (strstr (rows->str, "\"width\":1.730"));
}

static void
test_statements (void)
{
  g_autoptr (LeatBatch) batch = new_batch ();
  g_autoptr (PostgresLayout) layout = new_layout (batch);
  g_autofree char *table = postgres_layout_make_table (layout);
  g_autofree char *stage = postgres_layout_make_stage (layout);
  g_autofree char *write = postgres_layout_make_write (layout);

  g_assert_nonnull (strstr (table, "(\"record_id\" text COLLATE \"C\" PRIMARY KEY); ALTER TABLE "
                                   "\"public\".\"me\"\"asure\" ADD COLUMN IF NOT EXISTS "
                                   "\"record_source\" text NOT NULL, "));
  g_assert_nonnull (strstr (table, ", ADD COLUMN IF NOT EXISTS \"width\" numeric, "));
  g_assert_true (g_str_has_prefix (stage, "CREATE TEMPORARY TABLE leat_stage_3 "));
  g_assert_true (g_str_has_prefix (write, "COPY pg_temp.leat_stage_3 FROM STDIN; INSERT INTO "
                                          "\"public\".\"me\"\"asure\" (\"record_id\", "));
}

/* two columns of one name */
static void
test_clash (void)
{
  static const LeatField clashing[] = { { .name = "record_time", .type = LEAT_TYPE_TIME } };
  g_autoptr (LeatSchema) schema = leat_schema_new ("clock", clashing, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (postgres_layout_new ("t", schema, 0, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/rows", test_rows);
  g_test_add_func ("/layout/json", test_json);
  g_test_add_func ("/layout/statements", test_statements);
  g_test_add_func ("/layout/clash", test_clash);
  return g_test_run ();
}
