/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-level.c - the names of the levels of events */
#include "leat-level.h"

static const char *const names[] = {
  [LEAT_LEVEL_ERROR] = "error",
  [LEAT_LEVEL_WARNING] = "warning",
  [LEAT_LEVEL_INFO] = "info",
  [LEAT_LEVEL_DEBUG] = "debug",
};

/**
 * leat_level_get_name:
 *
 * Returns: the word for it in key files, records and on the bus: "warning"
 */
const char *
leat_level_get_name (LeatLevel level)
{
  return names[level];
}

/**
 * leat_level_from_name:
 * @level: (out): untouched if there is none of that name
 *
 * Returns: whether there is a level of that name
 */
gboolean
leat_level_from_name (const char *name, LeatLevel *level)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *level = (LeatLevel) i;
        return TRUE;
      }
  return FALSE;
}
