/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-family.c - tests that each family of simulated machines is whole */
#include "leat-host.h"
#include "simulated.h"
#include "simulate-settings.h"

static void
test_find (void)
{
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; leat_simulated_families[i] != NULL; i++)
    g_assert_true (leat_simulated_family_find (leat_simulated_families[i]->name, NULL) ==
                   leat_simulated_families[i]);

  g_assert_null (leat_simulated_family_find ("pv20", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "no machine \"pv20\", did you mean \"pv200\"?; `leat simulate` lists them");
}

/* a result ends as its terminator says, the settings are all told, each has a preset that fits */
static void
test_whole (gconstpointer data)
{
  const LeatSimulatedFamily *family = data;
  g_autoptr (Simulated) self = simulated_new (family->name, "", NULL, 0);
  g_autoptr (GString) told = g_string_new (NULL);
  const char *end = leat_simulated_machine_get (self->machine, "terminator");

  leat_simulated_settings_describe (family, told);
  for (const LeatSimulatedSetting *setting = family->settings; setting->name != NULL; setting++)
    g_assert_nonnull (strstr (told->str, setting->summary));

  g_assert_cmpuint (strlen (end), >, 0);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *result = simulated_measure (self);

      g_assert_true (g_str_has_suffix (result, end));
      g_assert_cmpuint (strlen (result), >, strlen (end));
    }
}

/* the same seed, the same bytes and the same ledger, whatever strikes */
static void
test_seed (gconstpointer data)
{
  const LeatSimulatedFamily *family = data;
  g_autoptr (GString) faults = g_string_new ("late=0.1,double=0.1,wrong=0.1,mute=0.1");
  g_autoptr (Simulated) one = NULL, two = NULL;

  for (int i = 0; i < LEAT_SIMULATED_FIRST_OF_ANSWER; i++)
    if (family->faults & 1u << i)
      g_string_append_printf (faults, ",%s=0.05", leat_simulated_fault_names[i]);
  one = simulated_new (family->name, "", faults->str, 0);
  two = simulated_new (family->name, "", faults->str, 0);
  for (guint i = 0; i < 500; i++)
    {
      leat_simulated_machine_measure (one->machine, G_MAXUINT64, 0);
      leat_simulated_machine_measure (two->machine, G_MAXUINT64, 0);
    }

  g_assert_cmpuint (one->said->len, >, 1000);
  g_assert_cmpmem (one->said->str, (int) one->said->len, two->said->str, (int) two->said->len);
  g_assert_cmpuint (one->notes->len, ==, two->notes->len);
  for (guint i = 0; i < one->notes->len; i++)
    g_assert_cmpstr (g_ptr_array_index (one->notes, i), ==, g_ptr_array_index (two->notes, i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulate/family/find", test_find);
  for (gsize i = 0; leat_simulated_families[i] != NULL; i++)
    {
      const LeatSimulatedFamily *family = leat_simulated_families[i];
      g_autofree char *whole = g_strdup_printf ("/simulate/family/whole/%s", family->name);
      g_autofree char *seed = g_strdup_printf ("/simulate/family/seed/%s", family->name);

      g_test_add_data_func (whole, family, test_whole);
      g_test_add_data_func (seed, family, test_seed);
    }
  return g_test_run ();
}
