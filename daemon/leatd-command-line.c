/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-command-line.c - what leatd was asked for */
#include "leatd-command-line.h"
#include "leatd-log.h"
#include <stdio.h>
#include <string.h>

#define DESCRIPTION \
  "Exit codes: 0 stopped and all got out, 1 the key file has faults, 2 the command line is\n" \
  "wrong, 3 could not start, 4 records were left behind, 5 ended without a plugin that did\n" \
  "not return.\n"

static gboolean usage_fault (LeatdExit *code, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
usage_fault (LeatdExit *code, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "leatd: %s; leatd --help says what there is\n", text);
  *code = LEATD_EXIT_USAGE;
  return FALSE;
}

static const char *const buses[] = { "system", "session", "none", NULL };

static gboolean
command_line_check (const LeatdCommandLine *self, int argc, char **argv, LeatdExit *code)
{
  if (argc > 1)
    return usage_fault (code, "\"%s\" is no option", argv[1]);
  if (!g_strv_contains (buses, self->bus) && !g_dbus_is_address (self->bus))
    return usage_fault (code, "--bus=%s: system, session, none or an address is right", self->bus);
  if (self->log_level != NULL && !leatd_log_level_from_name (self->log_level, NULL))
    return usage_fault (code, "--log-level=%s: error, warning, info or debug is right",
                        self->log_level);
  if (self->check && (self->exit_when_done || self->balance != NULL))
    return usage_fault (code, "--check goes without --once and --balance");
  if (self->config == NULL)
    return usage_fault (code, "--config FILE is missing");
  return TRUE;
}

/**
 * leatd_command_line_parse:
 * @self: zeroed
 * @code: (out): the exit code, if it is over
 *
 * Reads the command line. Help ends the process here, as GOption does.
 *
 * Returns: %FALSE if there is nothing more to do; a fault was told on stderr
 */
gboolean
leatd_command_line_parse (LeatdCommandLine *self, int argc, char **argv, LeatdExit *code)
{
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &self->config,
      "The key file; conf.d/*.conf beside it is read too", "FILE" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &self->check, "Print every fault of the key file, and end",
      NULL },
    { "plugin-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->plugin_path,
      "Look for modules here first (may be repeated)", "DIR" },
    { "schema-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->schema_path,
      "Look for schemas here too (may be repeated)", "DIR" },
    { "log-level", 0, 0, G_OPTION_ARG_STRING, &self->log_level, "error, warning, info or debug",
      "LEVEL" },
    { "balance", 0, 0, G_OPTION_ARG_FILENAME, &self->balance,
      "Write all counters to this file at the end, as JSON", "FILE" },
    { "once", 0, 0, G_OPTION_ARG_NONE, &self->exit_when_done,
      "End when every source has come to its end and sinks are flushed: files, tests", NULL },
    { "exit-when-done", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->exit_when_done,
      "The same, by its former name", NULL },
    { "keep-links", 0, 0, G_OPTION_ARG_NONE, &self->keep_links,
      "Have the service manager keep links open over a restart (FileDescriptorStoreMax=)", NULL },
    { "bus", 0, 0, G_OPTION_ARG_STRING, &self->bus,
      "The bus to be controlled by: system (preset), session, none, or an address", "BUS" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version, and end", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext)
      context = g_option_context_new ("- carries what machines say to where it is needed");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, DESCRIPTION);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return usage_fault (code, "%s", error->message);
  if (version)
    {
      printf ("leatd %s\n", LEATD_VERSION);
      *code = LEATD_EXIT_OK;
      return FALSE;
    }
  if (self->bus == NULL)
    self->bus = g_strdup ("system");
  return command_line_check (self, argc, argv, code);
}

void
leatd_command_line_clear (LeatdCommandLine *self)
{
  g_free (self->config);
  g_strfreev (self->plugin_path);
  g_strfreev (self->schema_path);
  g_free (self->log_level);
  g_free (self->balance);
  g_free (self->bus);
}
