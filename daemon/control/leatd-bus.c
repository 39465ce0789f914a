/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-bus.c - a connection to a message bus, and a name on it, whatever becomes of the bus */
#include "control/leatd-bus.h"
#include "worker/leatd-backoff.h"
#include "worker/leatd-event.h"

#define RETRY_FIRST (500 * 1000)
#define RETRY_LONGEST (30 * G_USEC_PER_SEC)

struct _LeatdBus {
  LeatdBusSetup setup;
  char *bus;
  char *name;
  GMainContext *context;
  GCancellable *cancellable;   /* of the connecting */
  GDBusConnection *connection; /* NULL: there is none */
  gulong on_closed;
  guint owner;
  GSource *retry; /* NULL: none is due */
  LeatdBackoff backoff;
  gboolean is_told; /* that there is no bus */
};

static void bus_connect (LeatdBus *self);

static gboolean
on_retry (gpointer user_data)
{
  LeatdBus *self = user_data;

  g_clear_pointer (&self->retry, g_source_unref);
  bus_connect (self);
  return G_SOURCE_REMOVE;
}

static void
bus_retry (LeatdBus *self)
{
  self->retry = g_timeout_source_new ((guint) (leatd_backoff_next (&self->backoff) / 1000));
  g_source_set_callback (self->retry, on_retry, self, NULL);
  g_source_attach (self->retry, self->context);
}

/* one line for an absence, however often it is tried */
static void
bus_is_absent (LeatdBus *self, const GError *error)
{
  if (!self->is_told)
    leatd_event (G_LOG_LEVEL_INFO, "leatd", "bus",
                 "no %s bus: %s; work goes on, and leat cannot ask this daemon until there is one "
                 "(--bus=none does without)",
                 self->bus, error != NULL ? error->message : "the connection was closed");
  self->is_told = TRUE;
  bus_retry (self);
}

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer user_data)
{
  leatd_event (G_LOG_LEVEL_INFO, "leatd", "bus", "is %s on the %s bus", name,
               ((LeatdBus *) user_data)->bus);
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  LeatdBus *self = user_data;

  if (connection == NULL || g_dbus_connection_is_closed (connection))
    return;
  leatd_event (G_LOG_LEVEL_WARNING, "leatd", "bus",
               "%s on the %s bus is not ours: another leatd has it, or the bus's policy does not "
               "let this user have it; it is claimed as soon as it is free",
               name, self->bus);
}

static void
bus_disconnect (LeatdBus *self)
{
  if (self->connection == NULL)
    return;
  g_signal_handler_disconnect (self->connection, self->on_closed);
  g_bus_unown_name (self->owner);
  self->setup.lost (self->setup.user_data);
  g_clear_object (&self->connection);
}

static void
on_closed (GDBusConnection *connection, gboolean by_peer, GError *error, gpointer user_data)
{
  LeatdBus *self = user_data;

  bus_disconnect (self);
  leatd_backoff_reset (&self->backoff);
  bus_is_absent (self, error);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_finish (result, &error);
  LeatdBus *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self is gone */
  if (connection == NULL)
    {
      bus_is_absent (self, error);
      return;
    }
  self->is_told = FALSE;
  self->connection = connection;
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  self->on_closed = g_signal_connect (connection, "closed", G_CALLBACK (on_closed), self);
  self->setup.connected (connection, self->setup.user_data);
  self->owner = g_bus_own_name_on_connection (connection, self->name, G_BUS_NAME_OWNER_FLAGS_NONE,
                                              on_name_acquired, on_name_lost, self, NULL);
}

/* (transfer full) */
static char *
bus_get_address (LeatdBus *self, GError **error)
{
  if (g_str_equal (self->bus, "system"))
    return g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SYSTEM, NULL, error);
  if (g_str_equal (self->bus, "session"))
    return g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, error);
  return g_strdup (self->bus);
}

static void
bus_connect (LeatdBus *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = bus_get_address (self, &error);

  if (address == NULL)
    {
      bus_is_absent (self, error);
      return;
    }
  /* a connection of its own: the shared one would end the process when the bus goes */
  g_dbus_connection_new_for_address (address,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                         G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                     NULL, self->cancellable, on_connected, self);
}

LeatdBus *
leatd_bus_new (const LeatdBusSetup *setup)
{
  LeatdBus *self = g_new0 (LeatdBus, 1);

  self->setup = *setup;
  self->bus = g_strdup (setup->bus);
  self->name = g_strdup (setup->name);
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  leatd_backoff_init (&self->backoff, RETRY_FIRST, RETRY_LONGEST);
  bus_connect (self);
  return self;
}

/**
 * leatd_bus_free:
 *
 * What was sent is with the bus when it returns, so that a last answer arrives.
 */
void
leatd_bus_free (LeatdBus *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  if (self->retry != NULL)
    g_source_destroy (self->retry);
  g_clear_pointer (&self->retry, g_source_unref);
  if (self->connection != NULL && !g_dbus_connection_is_closed (self->connection))
    g_dbus_connection_flush_sync (self->connection, NULL, NULL);
  bus_disconnect (self);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_free (self->bus);
  g_free (self->name);
  g_free (self);
}
