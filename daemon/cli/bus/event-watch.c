/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-watch.c - follows the events of a leatd, and of the one that comes after it */
#include "event-watch.h"
#include "control/leatd-control.h"
#include "event-line.h"
#include "leat-error.h"

struct _LeatEventWatch {
  LeatBusClient *client;
  LeatEventFunc func;
  gpointer user_data;
  guint subscription;
  guint name_watch;
  gulong closed;
  GCancellable *cancellable; /* of what is asked; NULL: nothing is */
  guint64 last;              /* number of the last event that was told */
};

LeatBusCall
leat_event_watch_call (guint64 after)
{
  return (LeatBusCall) { .path = LEATD_BUS_PATH,
                         .interface = "Manager",
                         .method = "GetEvents",
                         .arguments = g_variant_new ("(t)", after) };
}

static void
watch_tell (LeatEventWatch *self, GVariant *event)
{
  const guint64 number = leat_event_get_number (event);

  if (number <= self->last)
    return;
  self->last = number;
  self->func (event, NULL, self->user_data);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  LeatEventWatch *self = user_data;
  g_autoptr (GVariant) events = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self is gone, or the leatd */
  g_clear_object (&self->cancellable);
  if (answer == NULL)
    {
      leat_bus_client_explain (self->client, NULL, error);
      self->func (NULL, error, self->user_data);
      return;
    }
  events = g_variant_get_child_value (answer, 0);
  for (gsize i = 0; i < g_variant_n_children (events); i++)
    {
      g_autoptr (GVariant) event = g_variant_get_child_value (events, i);

      watch_tell (self, event);
    }
}

static void
watch_cancel (LeatEventWatch *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* the numbers of each leatd begin anew */
static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  LeatEventWatch *self = user_data;
  const LeatBusCall call = leat_event_watch_call (0);

  watch_cancel (self);
  self->last = 0;
  self->cancellable = g_cancellable_new ();
  leat_bus_client_begin (self->client, &call, self->cancellable, on_kept, self);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  LeatEventWatch *self = user_data;
  g_autoptr (GError) error = NULL;

  watch_cancel (self);
  if (connection == NULL || g_dbus_connection_is_closed (connection))
    return; /* on_closed() tells */
  error = g_error_new (LEAT_ERROR, LEAT_ERROR_NOT_FOUND,
                       "there is no leatd on the bus; it is waited for");
  self->func (NULL, error, self->user_data);
}

static void
on_closed (GDBusConnection *connection, gboolean by_peer, GError *why, gpointer user_data)
{
  LeatEventWatch *self = user_data;
  g_autoptr (GError) error = g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "the bus is gone");

  watch_cancel (self);
  self->func (NULL, error, self->user_data);
}

/* what comes before the answer to GetEvents() is part of it */
static void
on_event (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
          const char *signal, GVariant *event, gpointer user_data)
{
  LeatEventWatch *self = user_data;

  if (self->cancellable == NULL && g_variant_is_of_type (event, G_VARIANT_TYPE (LEAT_EVENT_TYPE)))
    watch_tell (self, event);
}

LeatEventWatch *
leat_event_watch_new (LeatBusClient *client, LeatEventFunc func, gpointer user_data)
{
  LeatEventWatch *self = g_new0 (LeatEventWatch, 1);

  self->client = client;
  self->func = func;
  self->user_data = user_data;
  self->subscription = g_dbus_connection_signal_subscribe (client->connection, LEATD_BUS_NAME,
                                                           LEATD_BUS_NAME ".Manager", "Event",
                                                           LEATD_BUS_PATH, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE, on_event, self,
                                                           NULL);
  self->name_watch = g_bus_watch_name_on_connection (client->connection, LEATD_BUS_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared,
                                                     on_vanished, self, NULL);
  self->closed = g_signal_connect (client->connection, "closed", G_CALLBACK (on_closed), self);
  return self;
}

void
leat_event_watch_free (LeatEventWatch *self)
{
  g_signal_handler_disconnect (self->client->connection, self->closed);
  g_bus_unwatch_name (self->name_watch);
  g_dbus_connection_signal_unsubscribe (self->client->connection, self->subscription);
  watch_cancel (self);
  g_free (self);
}
