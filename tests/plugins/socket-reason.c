/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-reason.c - tests that an error of GIO is told by what it means here, or as it is */
#include "socket-reason.h"

static void
test_found (void)
{
  static const SocketReason reasons[] = {
    { g_io_error_quark, G_IO_ERROR_TIMED_OUT, "is it switched on?" },
    { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, "its address would do" },
  };
  static const struct {
    GQuark (*domain) (void);
    gint code;
    const char *text;
  } cases[] = {
    { g_io_error_quark, G_IO_ERROR_TIMED_OUT, "is it switched on?" },
    { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, "its address would do" },
    { g_io_error_quark, G_IO_ERROR_BROKEN_PIPE, "as GIO says" },
    { g_resolver_error_quark, G_RESOLVER_ERROR_INTERNAL, "as GIO says" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)
          cause = g_error_new_literal (cases[i].domain (), cases[i].code, "as GIO says");

      g_assert_cmpstr (socket_reason_find (reasons, G_N_ELEMENTS (reasons), cause), ==,
                       cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/socket-reason/found", test_found);
  return g_test_run ();
}
