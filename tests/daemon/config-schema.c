/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-schema.c - tests what a class makes of its schemas in shape(), and how its faults are told
 */
#include "configs.h"

#define SHAPED(keys) \
  "[source m]\nplugin=fixture-shaped\ndevice=fixture:///dev/m\nframer=fixture-line\n" keys
#define SINK "[sink k]\nplugin=fixture-picky\n"

static const struct {
  const char *path;
  const char *text;
  const char *faults;
} cases[] = {
  { "/schema/refused", SHAPED ("schema=pv200\nshape=refused\n"),
    "f:6: [source m] shape: refused as it was told\n" },
  { "/schema/untold", SHAPED ("schema=pv200\nshape=untold\n"),
    "f:1: [source m]: fixture-shaped: shape() failed and named no error\n" },
  { "/schema/no-other", SHAPED ("schema=pv200\nother=nonesuch\n"), "f:?there is no schema" },
  /* there is nothing to shape: what comes is a text */
  { "/schema/none", SHAPED ("shape=refused\n"), "" },
  { "/schema/program", "[source m]\nplugin=pv200\ndevice=/dev/m\nprogram-schema=2\n",
    "f:4: [source m] program-schema: \"2\" is no PROGRAM:SCHEMA, such as 001:inspect-a\n" },
};

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *text = g_strconcat (cases[i].text, SINK, NULL);
  g_autoptr (LeatdConfig) config = test_config (text, faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpint (config != NULL, ==, *cases[i].faults == '\0');
  if (g_str_has_prefix (cases[i].faults, "f:?"))
    g_assert_nonnull (strstr (told, cases[i].faults + 3));
  else
    g_assert_cmpstr (told, ==, cases[i].faults);
}

static gboolean
has_extra (const LeatSchema *schema)
{
  guint index;

  return leat_schema_find_field (schema, "extra", &index) &&
         index == leat_schema_get_n_fields (schema) - 1;
}

/* what is known of its records: of schema=, and of each other schema that shape() has found */
static void
test_shaped (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig)
      config = test_config (SHAPED ("schema=pv200\nshape=more\nother=radwag\n") SINK, faults);
  const LeatdSourceConfig *source = leatd_config_get_sources (config)->pdata[0];
  LeatSource *instance;

  g_assert_cmpstr (leat_schema_get_name (source->schema), ==, "pv200");
  g_assert_true (has_extra (source->schema));
  g_assert_false (has_extra (source->named)); /* others may name it, too */
  g_assert_cmpuint (source->others->len, ==, 1);
  g_assert_cmpstr (leat_schema_get_name (source->others->pdata[0]), ==, "radwag");
  g_assert_true (has_extra (source->others->pdata[0]));
  instance = leatd_config_new_source (source, NULL, NULL); /* as it will run */
  g_assert_nonnull (instance);
  leat_source_instance_free (instance);
}

/* one that is shaped by nobody has the schema that was named */
static void
test_same (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config (SHAPED ("schema=pv200\n") SINK, faults);
  const LeatdSourceConfig *source = leatd_config_get_sources (config)->pdata[0];

  g_assert_true (source->schema == source->named);
  g_assert_cmpuint (source->others->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GUINT_TO_POINTER (i), test_case);
  g_test_add_func ("/schema/shaped", test_shaped);
  g_test_add_func ("/schema/same", test_same);
  return g_test_run ();
}
