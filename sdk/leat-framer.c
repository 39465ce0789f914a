/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-framer.c - what a framer asks of its host: another framer */
#include "leat-framer.h"

#include "leat-error.h"
#include "leat-instance.h"

/**
 * leat_framer_new:
 * @parent: the framer that is made of framers
 * @name: a [framer NAME] group, a preset, or a class with its presets
 * @error: return location for a #GError
 *
 * Makes a framer for use inside another one, whose init() this is for. Main thread.
 *
 * Returns: (transfer full): the framer, for leat_framer_free(); %NULL with %LEAT_ERROR_CONFIG if
 * there is none of this name, or framers are made of each other without end
 */
LeatFramer *
leat_framer_new (LeatFramer *parent, const char *name, GError **error)
{
  const LeatFramerHost *host = parent->host;

  if (host == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "framer %s: nobody here can make one framer for another", name);
      return NULL;
    }
  return host->resolve (parent, name, error);
}
