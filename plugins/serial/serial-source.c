/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-source.c - records from a serial line */
#include "serial-link.h"

/* ms; what tcsendbreak(3) takes at the least, and a little */
#define BREAK_TIME 300

typedef struct {
  LeatSource source;
  LeatLink *link; /* while it is open */
  GSource *timer; /* of the break that is being sent; NULL: none is */
  LeatCommand *breaking;
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

static gboolean
set_break (SerialSource *self, gboolean begins, GError **error)
{
  g_autoptr (GVariant) argument = g_variant_ref_sink (g_variant_new_boolean (begins));
  GVariant *answer = NULL;

  if (!self->link->klass->control (self->link, "break", argument, &answer, error))
    return FALSE;
  g_variant_unref (g_variant_ref_sink (answer));
  return TRUE;
}

/* it is over, or its source stops amid it */
static void
end_break (SerialSource *self)
{
  LeatCommand *command = g_steal_pointer (&self->breaking);
  GError *error = NULL;

  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (set_break (self, FALSE, &error))
    leat_command_answer (command, g_variant_new_string (""));
  else
    leat_command_fail (command, error);
}

static gboolean
on_break_over (gpointer user_data)
{
  end_break (user_data);
  return G_SOURCE_REMOVE;
}

/* what comes meanwhile is read */
static void
begin_break (SerialSource *self, LeatCommand *command)
{
  GError *error = NULL;

  if (self->timer != NULL)
    error = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_BUSY, "a break is being sent already");
  if (error != NULL || !set_break (self, TRUE, &error))
    {
      leat_command_fail (command, error);
      return;
    }
  self->breaking = command;
  self->timer = g_timeout_source_new (BREAK_TIME);
  g_source_set_callback (self->timer, on_break_over, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
serial_source_stop (LeatSource *source)
{
  end_break ((SerialSource *) source);
}

/* what is no bytes for the device is the line's */
static void
control_line (SerialSource *self, LeatCommand *command)
{
  static const char *const known[] = { "get-lines", "set-lines", NULL };
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
  else if (g_str_equal (leat_command_get_name (command), "break"))
    begin_break ((SerialSource *) source, command);
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
  .stop = serial_source_stop,
  .command = serial_source_command,
};

static const LeatSourceClass *const serial_sources[] = { &serial_source_class, NULL };
static const LeatLinkClass *const serial_links[] = { &serial_link_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "serial", .version = "0.1.0", .summary = "Serial lines.",
                    .license = "LGPL-2.1-or-later", .sources = serial_sources,
                    .links = serial_links)
