/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-source.c - records from a serial line */
#include "serial-link.h"

typedef struct {
  LeatSource source;
  LeatLink *link; /* while it is open */
} SerialSource;

static const LeatOption serial_source_options[] = {
  LEAT_OPTION_END,
};

static gboolean
serial_source_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  SerialSource *self = (SerialSource *) source;

  self->link = leat_source_open_link (source, cancellable, error);
  return self->link != NULL;
}

/* what is no bytes for the device is the line's */
static void
control_line (SerialSource *self, LeatCommand *command)
{
  static const char *const known[] = { "break", "get-lines", "set-lines", NULL };
  const char *name = leat_command_get_name (command);
  GVariant *answer = NULL;
  GError *error = NULL;

  if (!g_strv_contains (known, name))
    error = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "no command \"%s\"; a serial source knows send, break, get-lines and "
                         "set-lines",
                         name);
  else if (self->link->klass->control (self->link, name, leat_command_get_argument (command),
                                       &answer, &error))
    {
      leat_command_answer (command, answer);
      return;
    }
  leat_command_fail (command, error);
}

static void
serial_source_command (LeatSource *source, LeatCommand *command)
{
  if (g_str_equal (leat_command_get_name (command), "send"))
    leat_command_send (command, source);
  else
    control_line ((SerialSource *) source, command);
}

static const LeatSourceClass serial_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (SerialSource),
  .name = "serial",
  .summary = "Records that a machine sends on a serial line.",
  .options = serial_source_options,
  .schemes = "serial",
  .start = serial_source_start,
  .command = serial_source_command,
};

static const LeatSourceClass *const serial_sources[] = { &serial_source_class, NULL };
static const LeatLinkClass *const serial_links[] = { &serial_link_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "serial", .version = "0.1.0", .summary = "Serial lines.",
                    .license = "LGPL-2.1-or-later", .sources = serial_sources,
                    .links = serial_links)
