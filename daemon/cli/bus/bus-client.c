/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-client.c - a leatd on a bus, as the words of the command line ask it */
#include "bus-client.h"
#include "control/leatd-control.h"
#include "leat-dbus-generated.h"
#include "leat-error.h"

#define RIGHT "org.leat.Leat1.Right"
#define ACTION_PREFIX "org.leat.Leat1."

/* (transfer full) (nullable) */
static char *
get_address (const char *bus, GError **error)
{
  if (g_str_equal (bus, "system"))
    return g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, error);
  if (g_str_equal (bus, "session"))
    return g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, error);
  if (g_dbus_is_address (bus))
    return g_strdup (bus);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "--bus=%s: system, session or an address (unix:path=…) is right", bus);
  return NULL;
}

/* "the system bus", "the bus unix:path=/tmp/bus"; (transfer full) */
static char *
describe_bus (const char *bus)
{
  if (g_dbus_is_address (bus))
    return g_strdup_printf ("the bus %s", bus);
  return g_strdup_printf ("the %s bus", bus);
}

/**
 * leat_bus_client_open:
 * @self: whose bus is as --bus has it, or %NULL
 * @error: return location for LEAT_ERROR_CONFIG: there is no such word; LEAT_ERROR_DISCONNECTED:
 *   there is no such bus
 *
 * Connects to the bus; that there is a leatd on it is seen at the first call.
 *
 * Returns: %FALSE if there is none
 */
gboolean
leat_bus_client_open (LeatBusClient *self, GError **error)
{
  const char *preset = g_getenv ("LEAT_BUS");
  g_autofree char *address = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GError) local = NULL;

  (void) LEAT_ERROR; /* its names on the bus are known from here on */
  if (self->bus == NULL)
    self->bus = g_strdup (preset != NULL && *preset != '\0' ? preset : "system");
  g_clear_object (&self->connection);
  address = get_address (self->bus, &local);
  /* a connection of its own: the shared one would end the process when the bus goes */
  if (address != NULL)
    self->connection =
        g_dbus_connection_new_for_address_sync (address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &local);
  if (self->connection != NULL)
    return TRUE;
  if (g_error_matches (local, LEAT_ERROR, LEAT_ERROR_CONFIG))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_dbus_error_strip_remote_error (local);
  place = describe_bus (self->bus);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
               "%s is not there: %s; --bus=BUS names another", place, local->message);
  return FALSE;
}

void
leat_bus_client_clear (LeatBusClient *self)
{
  g_clear_object (&self->connection);
  g_clear_pointer (&self->bus, g_free);
}

/* (nullable): the polkit action that a method asks for, as its description has it */
static const char *
find_right (const LeatBusCall *call)
{
  GDBusInterfaceInfo *(*const infos[]) (void) = {
    leat_dbus_manager_interface_info, leat_dbus_component_interface_info,
    leat_dbus_source_interface_info, leat_dbus_sink_interface_info, leat_dbus_store_interface_info
  };

  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      GDBusInterfaceInfo *info = infos[i]();
      GDBusMethodInfo *method = g_dbus_interface_info_lookup_method (info, call->method);

      if (method != NULL && g_str_has_suffix (info->name, call->interface))
        return g_dbus_annotation_info_lookup (method->annotations, RIGHT);
    }
  return NULL;
}

/* (transfer full): how a leatd is had on that bus */
static char *
describe_absence (const LeatBusClient *self)
{
  g_autofree char *place = describe_bus (self->bus);
  const gboolean is_system = g_str_equal (self->bus, "system");

  return g_strdup_printf ("there is no leatd on %s; %sleatd --config FILE%s%s starts one, "
                          "--bus=BUS asks on another bus",
                          place, is_system ? "systemctl start leatd, or " : "",
                          is_system ? "" : " --bus=", is_system ? "" : self->bus);
}

static char *
describe_denial (const LeatBusCall *call, const char *text)
{
  const char *right = call != NULL ? find_right (call) : NULL;

  if (right == NULL)
    return g_strdup_printf ("not allowed: %s", text);
  return g_strdup_printf ("not allowed (polkit action " ACTION_PREFIX "%s): %s", right, text);
}

/* (transfer full) (nullable): what to say instead */
static char *
describe_error (const LeatBusClient *self, const LeatBusCall *call, const GError *error)
{
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
    return describe_absence (self);
  if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_DENIED))
    return describe_denial (call, error->message);
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED))
    return g_strdup_printf ("the policy of the %s bus does not let this user ask leatd: %s",
                            self->bus, error->message);
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE))
    return g_strdup_printf ("this leatd does not know it; is it of the same version? (%s)",
                            error->message);
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strdup ("leatd did not answer in time, or ended before it did");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return g_strdup ("the bus has gone");
  return NULL;
}

/**
 * leat_bus_client_explain:
 * @self: whose call failed
 * @call: (nullable): which
 * @error: its message becomes one that says what can be done
 *
 * Replaces GDBus's words by those of a person at a machine.
 */
void
leat_bus_client_explain (const LeatBusClient *self, const LeatBusCall *call, GError *error)
{
  char *text;

  g_dbus_error_strip_remote_error (error);
  text = describe_error (self, call, error);
  if (text == NULL)
    return;
  g_free (error->message);
  error->message = text;
}

/* asking does not start a daemon that somebody has stopped; a person may be asked for a password */
#define CALL_FLAGS \
  (G_DBUS_CALL_FLAGS_NO_AUTO_START | G_DBUS_CALL_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION)

/* (transfer full) */
static char *
get_interface (const LeatBusCall *call)
{
  return strchr (call->interface, '.') != NULL
             ? g_strdup (call->interface)
             : g_strconcat (LEATD_BUS_NAME ".", call->interface, NULL);
}

static int
get_timeout (const LeatBusCall *call)
{
  return call->timeout == 0 ? -1 : (int) MIN (call->timeout, G_MAXINT);
}

/**
 * leat_bus_client_call:
 * @self: an open one
 * @call: what
 * @error: return location for what is wrong, in words for people
 *
 * Waits for the answer.
 *
 * Returns: (transfer full) (nullable): it; a tuple
 */
GVariant *
leat_bus_client_call (LeatBusClient *self, const LeatBusCall *call, GError **error)
{
  g_autofree char *interface = get_interface (call);
  g_autoptr (GError) local = NULL;
  GVariant *answer =
      g_dbus_connection_call_with_unix_fd_list_sync (self->connection, LEATD_BUS_NAME, call->path,
                                                     interface, call->method, call->arguments, NULL,
                                                     CALL_FLAGS, get_timeout (call), call->sent,
                                                     call->received, NULL, &local);

  if (answer != NULL)
    return answer;
  leat_bus_client_explain (self, call, local);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

void
leat_bus_client_begin (LeatBusClient *self, const LeatBusCall *call, GCancellable *cancellable,
                       GAsyncReadyCallback ready, gpointer user_data)
{
  g_autofree char *interface = get_interface (call);

  g_dbus_connection_call (self->connection, LEATD_BUS_NAME, call->path, interface, call->method,
                          call->arguments, NULL, CALL_FLAGS, get_timeout (call), cancellable, ready,
                          user_data);
}
