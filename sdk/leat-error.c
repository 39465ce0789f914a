/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-error.c - the one error domain */
#include "leat-error.h"

static const GDBusErrorEntry names[] = {
  { LEAT_ERROR_FAILED, "org.leat.Leat1.Error.Failed" },
  { LEAT_ERROR_CONFIG, "org.leat.Leat1.Error.Config" },
  { LEAT_ERROR_PLUGIN, "org.leat.Leat1.Error.Plugin" },
  { LEAT_ERROR_DISCONNECTED, "org.leat.Leat1.Error.Disconnected" },
  { LEAT_ERROR_BUSY, "org.leat.Leat1.Error.Busy" },
  { LEAT_ERROR_REJECTED, "org.leat.Leat1.Error.Rejected" },
  { LEAT_ERROR_HELD, "org.leat.Leat1.Error.Held" },
  { LEAT_ERROR_MALFORMED, "org.leat.Leat1.Error.Malformed" },
  { LEAT_ERROR_FULL, "org.leat.Leat1.Error.Full" },
  { LEAT_ERROR_DENIED, "org.leat.Leat1.Error.Denied" },
  { LEAT_ERROR_NOT_FOUND, "org.leat.Leat1.Error.NotFound" },
  { LEAT_ERROR_TIMED_OUT, "org.leat.Leat1.Error.TimedOut" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == LEAT_ERROR_TIMED_OUT + 1);

/**
 * leat_error_quark:
 *
 * Returns: the domain; its codes have their names on the bus from the first call on
 */
GQuark
leat_error_quark (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain ("leat-error-quark", &quark, names, G_N_ELEMENTS (names));
  return (GQuark) quark;
}

/**
 * leat_error_fail:
 * @error: (nullable): gets an error of %LEAT_ERROR
 * @code: which
 * @format: what is wrong, and the way out
 * @...: for @format
 *
 * What a function returns that can do no more: `return leat_error_fail (error, …)`.
 *
 * Returns: %FALSE
 */
gboolean
leat_error_fail (GError **error, LeatError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (LEAT_ERROR, (gint) code, format, arguments);
  va_end (arguments);
  return FALSE;
}

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
