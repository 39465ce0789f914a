/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-options.c - how a child is started and ended: what sources and sinks ask for alike */
#include "exec-options.h"

/* is the environment one? */
gboolean
exec_options_check (const ExecOptions *self, GError **error)
{
  g_auto (GStrv) environment = exec_environment_new ((const char *const *) self->environment, NULL,
                                                     NULL, error);

  return environment != NULL;
}

/**
 * exec_options_spawn:
 * @child: is filled
 * @error: return location for LEAT_ERROR_CONFIG, LEAT_ERROR_DISCONNECTED
 *
 * Returns when the program runs.
 */
gboolean
exec_options_spawn (const ExecOptions *self, ExecChild *child, const char *command,
                    const char *variable, const char *name, GError **error)
{
  g_auto (GStrv) words = exec_command_parse (command, error);
  g_auto (GStrv) environment = NULL;

  if (words == NULL)
    return FALSE;
  environment = exec_environment_new ((const char *const *) self->environment, variable, name,
                                      error);
  return environment != NULL &&
         exec_child_spawn (child, words, environment, self->directory, error);
}
