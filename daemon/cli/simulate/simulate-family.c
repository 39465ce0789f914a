/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-family.c - the families of vision machines that can be simulated */
#include "simulate-family.h"
#include "leat-host.h"

/* in the order that they are listed in; ends with NULL */
const LeatSimulatedFamily *const leat_simulated_families[] = {
  &leat_simulated_pv200,
  NULL,
};

/**
 * leat_simulated_family_find:
 * @name: as the command line spells it
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer none): the family; %NULL: there is none of that name
 */
const LeatSimulatedFamily *
leat_simulated_family_find (const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  for (gsize i = 0; leat_simulated_families[i] != NULL; i++)
    {
      if (g_str_equal (leat_simulated_families[i]->name, name))
        return leat_simulated_families[i];
      g_ptr_array_add (names, (gpointer) leat_simulated_families[i]->name);
    }
  g_ptr_array_add (names, NULL);

  nearest = leat_nearest (name, (const char *const *) names->pdata);
  leat_error_fail (error, LEAT_ERROR_CONFIG, "no machine \"%s\"%s%s%s; `leat simulate` lists them",
                   name, nearest != NULL ? ", did you mean \"" : "", nearest != NULL ? nearest : "",
                   nearest != NULL ? "\"?" : "");
  return NULL;
}
