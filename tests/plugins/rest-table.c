/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-table.c - tests names and values: those that were chosen, and all there are */
#include "rest-table.h"
#include "rest-records.h"

static RestTable *
new_table (const char *const *columns, RestSpelling spelling, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  RestTemplateForm form = { "columns", spelling, utc, FALSE };

  return rest_table_new (columns, &form, error);
}

static void
test_chosen (void)
{
  static const char *const columns[] = { "num={fields.num}", "a,b={fields.text}", "x=1", NULL };
  g_autoptr (RestTable) table = new_table (columns, REST_SPELL_CSV, NULL);
  g_autoptr (LeatBatch) batch = rest_new_record ();
  RestTemplateInput input = { leat_batch_get_record (batch, 0), NULL };
  g_autoptr (GString) out = g_string_new (NULL);

  rest_table_append_header (table, input.record->origin, out);
  g_assert_true (rest_table_append (table, &input, ',', FALSE, out, NULL));
  g_assert_cmpstr (out->str, ==, "num,\"a,b\",x\r\n17,\"a,b\",1");
  g_assert_true (rest_table_is_same (table, NULL, input.record->origin->schema));
}

static void
test_all (void)
{
  g_autoptr (RestTable) table = new_table (NULL, REST_SPELL_FORM, NULL);
  g_autoptr (LeatBatch) batch = rest_new_record ();
  RestTemplateInput input = { leat_batch_get_record (batch, 0), NULL };
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_true (rest_table_append (table, &input, '&', TRUE, out, NULL));
  g_assert_cmpstr (out->str, ==,
                   "id=camera0%2FEPOCH%2F1841&source=camera0&"
                   "time=2018-10-13T06%3A03%3A22.104518000Z&num=17&measure=1.730&code=A%221+&"
                   "text=a%2Cb&seen=2018-10-13T06%3A03%3A22Z&flag=true&raw=AQID&none=&wrong=&"
                   "wide=1234567890123456789012.345&ratio=0.1");
  g_assert_false (rest_table_is_same (table, NULL, input.record->origin->schema));
}

static void
test_faults (void)
{
  static const char *const texts[] = { "num", "={id}", "num={nim}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *const columns[] = { texts[i], NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (new_table (columns, REST_SPELL_CSV, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_true (g_str_has_prefix (error->message, "columns: "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-table/chosen", test_chosen);
  g_test_add_func ("/rest-table/all", test_all);
  g_test_add_func ("/rest-table/faults", test_faults);
  return g_test_run ();
}
