/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-place.c - tests that a place follows its records from schema to schema */
#include "rest-place.h"
#include <string.h>

/* num stands first or second, or is not there */
static LeatBatch *
new_batch (guint before)
{
  static const LeatField fields[] = {
    { .name = "other", .type = LEAT_TYPE_INT },
    { .name = "num", .type = LEAT_TYPE_INT },
  };
  g_autoptr (LeatSchema)
      schema = leat_schema_new ("test", fields + (before == 0), before == 2 ? 1 : 1 + before);
  LeatOrigin *origin = leat_origin_new ("a", "E", schema, NULL, NULL);
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, origin, (LeatMoment) { 0 });
  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    leat_batch_set_int (batch, i, (gint64) (10 * before + i));
  leat_origin_unref (origin);
  return batch;
}

static void
test_schemas (void)
{
  static const char *const values[] = { "0", "11", "none" };
  static const char text[] = "fields.num|default:none";
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (RestPlace) place = rest_place_new (text, strlen (text), REST_SPELL_RAW, utc, NULL);

  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (LeatBatch) batch = new_batch (i % 3);
      g_autoptr (GString) out = g_string_new (NULL);
      RestTemplateInput input = { leat_batch_get_record (batch, 0), NULL };

      g_assert_true (rest_place_render (place, &input, out, NULL));
      g_assert_cmpstr (out->str, ==, values[i % 3]);
    }
}

/* as a server spelled it, or nothing */
static void
test_prepared (void)
{
  static const struct {
    const char *prepared;
    const char *json;
    const char *raw;
  } cases[] = {
    { "41", "41", "41" },
    { "\"a\\\"b\"", "\"a\\\"b\"", "a\"b" },
    { NULL, "null", "" },
  };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (RestPlace) json = rest_place_new ("prepared.id", 11, REST_SPELL_JSON, utc, NULL);
  g_autoptr (RestPlace) raw = rest_place_new ("prepared.id", 11, REST_SPELL_RAW, utc, NULL);
  g_autoptr (LeatBatch) batch = new_batch (0);

  g_assert_true (rest_place_is_prepared (json));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RestTemplateInput input = { leat_batch_get_record (batch, 0), cases[i].prepared };
      g_autoptr (GString) out = g_string_new (NULL);

      rest_place_render (json, &input, out, NULL);
      g_assert_cmpstr (out->str, ==, cases[i].json);
      g_string_truncate (out, 0);
      rest_place_render (raw, &input, out, NULL);
      g_assert_cmpstr (out->str, ==, cases[i].raw);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-place/schemas", test_schemas);
  g_test_add_func ("/rest-place/prepared", test_prepared);
  return g_test_run ();
}
