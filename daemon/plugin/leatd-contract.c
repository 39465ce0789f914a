/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-contract.c - what a plugin gave, that its contract does not allow */
#include "leatd-contract.h"
#include "leat-error.h"

gboolean
leatd_contract_judge (gboolean done, const char *name, const char *call, GError **error)
{
  if (!done && error != NULL && *error == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN, "%s: %s failed and named no error", name,
                 call);
  return done;
}

gssize
leatd_contract_count (gssize count, gsize most, const char *name, const char *call, GError **error)
{
  if (count < 0)
    {
      leatd_contract_judge (FALSE, name, call, error);
      return -1;
    }
  if ((gsize) count <= most)
    return count;
  g_clear_error (error);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
               "%s: %s gave %" G_GSSIZE_FORMAT " bytes of %" G_GSIZE_FORMAT, name, call, count,
               most);
  return -1;
}
