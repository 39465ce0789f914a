/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-watch.c - tests that a leatd is looked at, whatever becomes of it or of its bus */
#include "status/status-watch.h"
#include "bus-peer.h"
#include "leat-error.h"

/* one that has nothing but a version, on a bus of its own */
typedef struct {
  BusPeer peer;
  GDBusObjectManagerServer *objects;
  gboolean has_name;
  guint n_seen;  /* looks that saw it */
  GError *error; /* of the last look */
} Peer;

static void
on_name (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((Peer *) user_data)->has_name = TRUE;
}

static void
peer_appear (Peer *self)
{
  self->has_name = FALSE;
  self->peer.owner = g_bus_own_name_on_connection (self->peer.connection, LEATD_BUS_NAME,
                                                   G_BUS_NAME_OWNER_FLAGS_NONE, on_name, NULL, self,
                                                   NULL);
  while (!self->has_name)
    g_main_context_iteration (NULL, TRUE);
}

static void
peer_set_up (Peer *self, gconstpointer data)
{
  bus_peer_set_up (&self->peer);
  leat_dbus_manager_set_version (self->peer.manager, "0.1.0");
  self->objects = g_dbus_object_manager_server_new (LEATD_BUS_PATH);
  g_dbus_object_manager_server_set_connection (self->objects, self->peer.connection);
}

static void
peer_tear_down (Peer *self, gconstpointer data)
{
  g_object_unref (self->objects);
  bus_peer_tear_down (&self->peer);
  g_clear_error (&self->error);
}

static void
on_status (LeatStatus *status, const GError *error, gpointer user_data)
{
  Peer *self = user_data;

  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  if (status == NULL)
    return;
  g_assert_cmpstr (status->version, ==, "0.1.0");
  g_assert_cmpuint (status->parts->len, ==, 0);
  self->n_seen++;
  leat_status_free (status);
}

static void
await_seen (Peer *self, guint n)
{
  while (self->n_seen < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (self->error);
}

static void
await_error (Peer *self, const char *text)
{
  while (self->error == NULL || strstr (self->error->message, text) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* it comes, and goes, and comes again */
static void
test_daemon_goes (Peer *self, gconstpointer data)
{
  g_auto (LeatBusClient)
      client = { .bus = g_strdup (g_test_dbus_get_bus_address (self->peer.bus)) };
  g_autoptr (LeatStatusWatch) watch = leat_status_watch_new (&client, on_status, self);

  await_error (self, "there is no leatd on the bus ");
  peer_appear (self);
  await_seen (self, 2);
  g_bus_unown_name (self->peer.owner);
  await_error (self, "there is no leatd on the bus ");
  peer_appear (self);
  await_seen (self, 3);
}

/* a bus that is not there is told at once, and looked for again */
static void
test_no_bus (Peer *self, gconstpointer data)
{
  g_auto (LeatBusClient) client = { .bus = g_strdup ("unix:path=/dev/null/none") };
  g_autoptr (LeatStatusWatch) watch = leat_status_watch_new (&client, on_status, self);

  g_assert_error (self->error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_clear_error (&self->error);
  await_error (self, "is not there");
}

/* with a question on its way */
static void
test_free (Peer *self, gconstpointer data)
{
  g_auto (LeatBusClient)
      client = { .bus = g_strdup (g_test_dbus_get_bus_address (self->peer.bus)) };
  LeatStatusWatch *watch = leat_status_watch_new (&client, on_status, self);

  leat_status_watch_free (watch);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->n_seen, ==, 0);
  g_assert_no_error (self->error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/status-watch/daemon-goes", Peer, NULL, peer_set_up, test_daemon_goes,
              peer_tear_down);
  g_test_add ("/status-watch/no-bus", Peer, NULL, peer_set_up, test_no_bus, peer_tear_down);
  g_test_add ("/status-watch/free", Peer, NULL, peer_set_up, test_free, peer_tear_down);
  return g_test_run ();
}
