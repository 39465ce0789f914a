/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-error.c - the one error domain */
#include "leat-error.h"

G_DEFINE_QUARK (leat-error-quark, leat_error)

/**
 * leat_error_join:
 * @all: (inout): where all go; may point to %NULL
 * @one: (transfer full) (nullable): one more, or %NULL
 *
 * Makes one error of several, a line for each: so init() tells all that is wrong with its options
 * at once.
 */
void
leat_error_join (GError **all, GError *one)
{
  if (one == NULL)
    return;
  if (*all == NULL)
    {
      *all = one;
      return;
    }

  char *message = g_strconcat ((*all)->message, "\n", one->message, NULL);

  g_free ((*all)->message);
  (*all)->message = message;
  g_error_free (one);
}
