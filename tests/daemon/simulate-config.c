/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-config.c - tests the section and the schema that are made for a simulated machine */
#include "leat-host.h"
#include "simulate-config.h"
#include "simulated.h"

/* the schema takes a result as its own family tells it, and no field of it is undecodable; leatd
 * has one for codes that may be any text */
static void
check_results (const LeatSimulatedFamily *family, const char *settings)
{
  g_autoptr (Simulated) self = simulated_new (family->name, settings, NULL, 0);
  const char *codes = leat_simulated_machine_get (self->machine, "codes");
  g_autofree char *text = leat_simulated_schema_write (self->machine);
  g_autoptr (LeatSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  if (codes != NULL && g_str_equal (codes, "any"))
    check_results (family, "codes=fixed");
  g_assert_cmpint (text == NULL, ==, family->schema == NULL || g_strcmp0 (codes, "any") == 0);
  if (text == NULL)
    return;
  schema = leat_schema_new_from_text ("made", text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (leat_schema_get_n_fields (schema), >=,
                    leat_simulated_machine_count_values (self->machine));
}

static void
test_results (gconstpointer data)
{
  check_results (data, "");
}

static void
test_section (void)
{
  g_autoptr (Simulated) self = simulated_new ("in-sight", "user=op password=a;b", NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = leat_simulated_config_write (self->machine, "/dev/ttyS0", "/x/y.schema",
                                                       FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "[source in-sight]\nplugin=in-sight\ndevice=/dev/ttyS0\n"
                   "schema=/x/y.schema\nlogin-user=op\nlogin-password=a\\;b\n");
}

static const struct {
  const char *family;
  const char *settings;
  gboolean is_triggered;
} refusals[] = {
  { "omron", "format=binary", FALSE },
  { "omron", "separator=|", FALSE },
  { "keyence-im", "", TRUE },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (Simulated)
          self = simulated_new (refusals[i].family, refusals[i].settings, NULL, 0);
      g_autoptr (GError) error = NULL;

      g_assert_null (leat_simulated_config_write (self->machine, "/dev/ttyS0", NULL,
                                                  refusals[i].is_triggered, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; leat_simulated_families[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/config/schema/%s",
                                               leat_simulated_families[i]->name);

      g_test_add_data_func (path, leat_simulated_families[i], test_results);
    }
  g_test_add_func ("/simulate/config/section", test_section);
  g_test_add_func ("/simulate/config/refused", test_refused);
  return g_test_run ();
}
