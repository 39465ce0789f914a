/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run-command.h - runs a program of the system, as ip, nft and mount are needed here */
#pragma once
#include <gio/gio.h>
#include <stdarg.h>
G_BEGIN_DECLS

/* the words up to NULL; what it prints is nobody's. FALSE: it is not there, or did not succeed */
static inline gboolean
run_command (const char *first, ...)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  va_list arguments;

  va_start (arguments, first);
  for (const char *word = first; word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (command, (char *) word);
  va_end (arguments);
  g_ptr_array_add (command, NULL);
  process = g_subprocess_newv ((const char *const *) command->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                               NULL);
  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

G_END_DECLS
