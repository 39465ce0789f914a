/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-source.c - what may be asked of a source alone: commands, and its last bytes */
#include "control/leatd-control-private.h"
#include "leat-instance.h"

#define TIMEOUT_PRESET (10 * 1000) /* ms */
#define TIMEOUT_LONGEST (3600 * 1000)
#define COMMANDS_MAX 64 /* of one source at the same time */

/* one command on its way, answered by the source's thread or given up by ours */
typedef struct {
  LeatCommand command; /* first; the source's until it answers */
  LeatDBusSource *source;
  GDBusMethodInvocation *invocation; /* main thread; NULL: it was answered */
  GMainContext *context;
  GSource *timeout;
  GVariant *answer;
  GError *error;
  guint *n_commands;
} Request;

static void
request_free (Request *self)
{
  --*self->n_commands;
  g_source_destroy (self->timeout);
  g_source_unref (self->timeout);
  g_clear_pointer (&self->answer, g_variant_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->command.argument, g_variant_unref);
  g_free (self->command.name);
  g_main_context_unref (self->context);
  g_object_unref (self->source);
  g_free (self);
}

/* main thread */
static gboolean
on_answered (gpointer user_data)
{
  Request *self = user_data;

  if (self->invocation != NULL && self->error != NULL)
    g_dbus_method_invocation_return_gerror (self->invocation, self->error);
  else if (self->invocation != NULL)
    leat_dbus_source_complete_command (self->source, self->invocation,
                                       g_variant_new_variant (self->answer));
  request_free (self);
  return G_SOURCE_REMOVE;
}

/* the source's thread, or whoever refuses the command; both are (transfer full) */
static void
request_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  Request *self = (Request *) command;
  g_autoptr (GSource) source = g_idle_source_new ();

  self->error = error;
  self->answer = answer;
  if (answer == NULL && error == NULL)
    self->answer = g_variant_ref_sink (g_variant_new_string (""));
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_answered, self, NULL);
  g_source_attach (source, self->context);
}

/* the device has not answered: who asked is told so, and what it answers later is forgotten */
static gboolean
on_timeout (gpointer user_data)
{
  Request *self = user_data;

  g_dbus_method_invocation_return_error (g_steal_pointer (&self->invocation), LEAT_ERROR,
                                         LEAT_ERROR_TIMED_OUT, "%s: no answer in time",
                                         self->command.name);
  return G_SOURCE_REMOVE;
}

static Request *
request_new (LeatDBusSource *source, GDBusMethodInvocation *invocation, const char *name,
             GVariant *argument, guint timeout, guint *n_commands)
{
  Request *self = g_new0 (Request, 1);

  self->command.name = g_strdup (name);
  self->command.argument = g_variant_get_variant (argument);
  self->command.answer = request_answer;
  self->source = g_object_ref (source);
  self->invocation = invocation;
  self->context = g_main_context_ref_thread_default ();
  self->n_commands = n_commands;
  self->timeout = g_timeout_source_new (timeout == 0 ? TIMEOUT_PRESET
                                                     : MIN (timeout, TIMEOUT_LONGEST));
  g_source_set_callback (self->timeout, on_timeout, self, NULL);
  g_source_attach (self->timeout, self->context);
  ++*n_commands;
  return self;
}

/* what goes with an object: its part, and how many commands are on their way */
typedef struct {
  LeatdPart part;
  guint n_commands;
} Source;

static gboolean
on_command (LeatDBusSource *source, GDBusMethodInvocation *invocation, const char *name,
            GVariant *argument, guint timeout, gpointer user_data)
{
  Source *self = user_data;

  if (self->n_commands >= COMMANDS_MAX)
    return leatd_control_fail (invocation,
                               g_error_new (LEAT_ERROR, LEAT_ERROR_BUSY,
                                            "%s: %u commands wait for an answer already",
                                            self->part.name, self->n_commands));
  leatd_source_worker_command (self->part.source, &request_new (source, invocation, name, argument,
                                                                timeout, &self->n_commands)
                                                       ->command);
  return TRUE;
}

static gboolean
on_last_bytes (LeatDBusSource *source, GDBusMethodInvocation *invocation, guint most,
               gpointer user_data)
{
  Source *self = user_data;
  guint64 offset;
  g_autoptr (GBytes)
      all = leatd_ring_copy (leatd_source_worker_get_ring (self->part.source), &offset);
  const gsize size = g_bytes_get_size (all);
  const gsize length = most == 0 ? size : MIN (size, most);
  g_autoptr (GBytes) last = g_bytes_new_from_bytes (all, size - length, length);

  g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(t@ay)", offset + size - length,
                                 g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, last, TRUE)));
  return TRUE;
}

static gboolean
on_tap (LeatDBusSource *source, GDBusMethodInvocation *invocation, GUnixFDList *descriptors,
        GVariant *options, gpointer user_data)
{
  leatd_control_tap (&((Source *) user_data)->part, source, invocation, options);
  return TRUE;
}

static void
source_free (gpointer self, GClosure *closure)
{
  g_free (self);
}

LeatDBusSource *
leatd_control_source_new (const LeatdPart *part)
{
  LeatDBusSource *source = leat_dbus_source_skeleton_new ();
  Source *self = g_new0 (Source, 1);

  self->part = *part;
  g_signal_connect_data (source, "handle-command", G_CALLBACK (on_command), self, source_free, 0);
  g_signal_connect (source, "handle-last-bytes", G_CALLBACK (on_last_bytes), self);
  g_signal_connect (source, "handle-tap", G_CALLBACK (on_tap), self);
  return source;
}
