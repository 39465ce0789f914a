/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tap-filter.c - tests which records a filter lets through, and which filters are none */
#include "stream/leatd-tap-filter.h"
#include "leat-host.h"

static const LeatField fields[] = {
  { .name = "num", .type = LEAT_TYPE_INT },      { .name = "size", .type = LEAT_TYPE_DECIMAL },
  { .name = "part", .type = LEAT_TYPE_STRING },  { .name = "ok", .type = LEAT_TYPE_BOOL },
  { .name = "missing", .type = LEAT_TYPE_INT },  { .name = "when", .type = LEAT_TYPE_TIME },
  { .name = "long", .type = LEAT_TYPE_DECIMAL }, { .name = "blob", .type = LEAT_TYPE_BYTES },
  { .name = "ratio", .type = LEAT_TYPE_DOUBLE },
};

/* num=17 size=1.730 (implausible) part="a b;c" ok=true when=2018-10-13T06:03:22Z long=20 digits */
static LeatBatch *
make_batch (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("some", fields, G_N_ELEMENTS (fields));
  LeatOrigin *origin = leat_origin_new ("source", "epoch", schema, NULL, NULL);
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, origin, (LeatMoment) { 1, 1 });
  leat_batch_set_int (batch, 0, 17);
  leat_batch_set_decimal (batch, 1, 1730, 3);
  leat_batch_set_quality (batch, 1, LEAT_QUALITY_IMPLAUSIBLE);
  leat_batch_set_string (batch, 2, "a b;c", -1);
  leat_batch_set_bool (batch, 3, TRUE);
  leat_batch_set_time (batch, 5, G_GINT64_CONSTANT (1539410602) * 1000000000);
  leat_batch_set_decimal_text (batch, 6, "12345678901234567890", 20);
  leat_batch_set_bytes (batch, 7, "\0x", 2);
  leat_batch_set_double (batch, 8, 0.5);
  leat_origin_unref (origin);
  return batch;
}

static const struct {
  const char *path;
  const char *filter;
  gboolean matches;
} cases[] = {
  { "/tap-filter/equal", "num=17", TRUE },
  { "/tap-filter/equal-number", "size=1.73", TRUE },
  { "/tap-filter/equal-not", "num=18", FALSE },
  { "/tap-filter/other", "num!=18", TRUE },
  { "/tap-filter/less", "num<17", FALSE },
  { "/tap-filter/less-number-not-text", "num<9", FALSE },
  { "/tap-filter/less-or-equal", "num<=17", TRUE },
  { "/tap-filter/more", "size>1.7", TRUE },
  { "/tap-filter/more-or-equal", "size>=1.731", FALSE },
  { "/tap-filter/double", "ratio>0.25;ratio<0.75", TRUE },
  { "/tap-filter/blanks", "  num = 17 ; size > 1 ", TRUE },
  { "/tap-filter/all-of-them", "num=17;size>2", FALSE },
  { "/tap-filter/text", "part=a b\\;c", TRUE },
  { "/tap-filter/text-less", "part<b", TRUE },
  { "/tap-filter/text-longer", "part>a", TRUE },
  { "/tap-filter/text-shorter", "part<a b\\;cd", TRUE },
  { "/tap-filter/glob", "part~a*\\;?", TRUE },
  { "/tap-filter/glob-not", "part~a", FALSE },
  { "/tap-filter/bool", "ok=true", TRUE },
  { "/tap-filter/time", "when>2018-10-13", TRUE },
  { "/tap-filter/long-number-is-text", "long=12345678901234567890", TRUE },
  { "/tap-filter/bytes", "blob=x", FALSE },
  { "/tap-filter/there", "num", TRUE },
  { "/tap-filter/not-there", "missing", FALSE },
  { "/tap-filter/absent", "!missing", TRUE },
  { "/tap-filter/absent-not", "! num", FALSE },
  { "/tap-filter/missing-is-other", "missing!=3", TRUE },
  { "/tap-filter/missing-is-nothing", "missing<3", FALSE },
  { "/tap-filter/no-field", "weight=3", FALSE },
  { "/tap-filter/no-field-is-other", "weight!=3", TRUE },
  { "/tap-filter/no-field-is-absent", "!weight", TRUE },
  { "/tap-filter/quality", "size.quality=implausible", TRUE },
  { "/tap-filter/quality-good", "num.quality=good", TRUE },
  { "/tap-filter/quality-of-none", "missing.quality=missing", TRUE },
  { "/tap-filter/empty-text", "part=", FALSE },
};

static void
test_matches (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatdTapFilter) filter = leatd_tap_filter_new (cases[i].filter, &error);
  LeatBatch *batch = make_batch ();

  g_assert_no_error (error);
  g_assert_cmpint (leatd_tap_filter_matches (filter, leat_batch_get_record (batch, 0)), ==,
                   cases[i].matches);
  leat_batch_unref (batch);
}

static const struct {
  const char *path;
  const char *filter;
  const char *message;
} wrongs[] = {
  { "/tap-filter/wrong/empty", "", "*names no field*" },
  { "/tap-filter/wrong/no-field", "=3", "*names no field*" },
  { "/tap-filter/wrong/no-condition", "num=3;", "*names no field*" },
  { "/tap-filter/wrong/two-words", "num and size", "*\"num and size\" names no field*" },
  { "/tap-filter/wrong/escape", "part=\\q", "*begins no escape*" },
  { "/tap-filter/wrong/pattern", "part~\\xff*", "the pattern * is no UTF-8*" },
  { "/tap-filter/wrong/quality-alone", ".quality=good", "*names no field*" },
};

static void
test_wrong (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  LeatdTapFilter *filter = leatd_tap_filter_new (wrongs[i].filter, &error);

  g_assert_null (filter);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_pattern_match_simple (wrongs[i].message, error->message));
}

static void
test_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("num=1");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, ";num=1");
  g_assert_null (leatd_tap_filter_new (text->str, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

static void
test_foreign (void)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("some", fields, G_N_ELEMENTS (fields));
  g_autoptr (LeatdTapFilter) filter = leatd_tap_filter_new ("num=1;weight.quality=good", NULL);
  g_autoptr (LeatdTapFilter) own = leatd_tap_filter_new ("num=1;size", NULL);

  g_assert_cmpstr (leatd_tap_filter_find_foreign (filter, schema), ==, "weight");
  g_assert_null (leatd_tap_filter_find_foreign (own, schema));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GSIZE_TO_POINTER (i), test_matches);
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    g_test_add_data_func (wrongs[i].path, GSIZE_TO_POINTER (i), test_wrong);
  g_test_add_func ("/tap-filter/wrong/too-many", test_too_many);
  g_test_add_func ("/tap-filter/foreign", test_foreign);
  return g_test_run ();
}
