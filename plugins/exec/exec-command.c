/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-command.c - the command that device= names, and what its child knows of the world */
#include "exec-command.h"
#include <string.h>

#define SCHEME "exec:"
#define PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/**
 * exec_command_parse:
 * @device: exec:/usr/bin/thing --flag "a b"
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Parts a command into words as a shell would, with its quotes, but nothing is expanded: no shell
 * ever sees it.
 */
char **
exec_command_parse (const char *device, GError **error)
{
  const char *command = g_str_has_prefix (device, SCHEME) ? device + strlen (SCHEME) : device;
  g_autoptr (GError) cause = NULL;
  char **words = NULL;

  if (g_shell_parse_argv (command, NULL, &words, &cause) && *words[0] != '\0')
    return words;
  g_strfreev (words);
  if (cause == NULL || g_error_matches (cause, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "names no program; exec:/usr/bin/thing --flag \"a b\" is right");
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "\"%s\" is no command: %s", command,
                 cause->message);
  return NULL;
}

static gboolean
is_name (const char *text, gsize length)
{
  return length > 0 && !g_ascii_isdigit (*text) &&
         strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_") == length;
}

static gboolean
check_wanted (const char *wanted, GError **error)
{
  const char *equal = strchr (wanted, '=');

  if (equal == NULL || !is_name (wanted, (gsize) (equal - wanted)))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "environment: \"%s\" is no NAME=value",
                   wanted);
      return FALSE;
    }
  if (!g_str_has_prefix (wanted, EXEC_SOURCE "=") && !g_str_has_prefix (wanted, EXEC_SINK "="))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "environment: %.*s is always the name of whose child it is", (int) (equal - wanted),
               wanted);
  return FALSE;
}

/**
 * exec_environment_new:
 * @wanted: (nullable): NAME=value
 * @variable: (nullable): EXEC_SOURCE or EXEC_SINK
 * @name: (nullable): of that
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * A child gets nothing by accident: neither a secret nor where the service manager is notified.
 */
char **
exec_environment_new (const char *const *wanted, const char *variable, const char *name,
                      GError **error)
{
  static const char *const taken_along[] = { "PATH", "LANG", "HOME", "TZ" };
  g_auto (GStrv) result = g_environ_setenv (NULL, "PATH", PATH, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (taken_along); i++)
    if (g_getenv (taken_along[i]) != NULL)
      result = g_environ_setenv (result, taken_along[i], g_getenv (taken_along[i]), TRUE);
  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    {
      const char *equal = strchr (wanted[i], '=');
      g_autofree char *key = NULL;

      if (!check_wanted (wanted[i], error))
        return NULL;
      key = g_strndup (wanted[i], (gsize) (equal - wanted[i]));
      result = g_environ_setenv (result, key, equal + 1, TRUE);
    }
  if (name != NULL)
    result = g_environ_setenv (result, variable, name, TRUE);
  return g_steal_pointer (&result);
}
