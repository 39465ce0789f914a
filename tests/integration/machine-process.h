/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* machine-process.h - `leat simulate` as a process of its own, for tests that meet its machine */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* (transfer full): @options: behind `leat simulate`, as in a shell; what it says can be read */
static inline GSubprocess *
machine_process_new (const char *options)
{
  g_autofree char *command = g_strdup_printf ("%s simulate %s", g_getenv ("LEAT_COMMAND"), options);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  process = g_subprocess_newv ((const char *const *) arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                               &error);
  g_assert_no_error (error);
  return process;
}

G_END_DECLS
