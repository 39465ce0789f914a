/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hangup-types.h - which types leatd registers in threads: none that the class of another asks for
 */
#pragma once
#include "daemons.h"

/* in the environment of the leatd that is started next, behind record_reads() */
static inline void
record_types (const char *path)
{
  g_autofree char *libraries = g_strconcat (g_getenv ("LD_PRELOAD"), ":",
                                            g_getenv ("LEAT_RECORD_TYPES_LIBRARY"), NULL);

  g_setenv ("LD_PRELOAD", libraries, TRUE);
  g_setenv ("LEAT_RECORD_TYPES", path, TRUE);
}

/* GIO's own, glib-networking's and libsoup's: no class asks for these but their own heirs */
static inline gboolean
type_is_private (const char *name)
{
  static const char *const known[] = { "GSimpleAsyncResult", "GSocketInputStream",
                                       "GSocketOutputStream", NULL };

  return g_strv_contains (known, name) || g_str_has_prefix (name, "GTls") ||
         g_str_has_prefix (name, "Soup");
}

/* see leatd_types_register(): one of these that two threads need at once stops both for good */
static inline void
types_check (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) names = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  names = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (!type_is_private (names[i]))
      g_error ("%s is registered by a thread: leatd_types_register() is to do that", names[i]);
}
