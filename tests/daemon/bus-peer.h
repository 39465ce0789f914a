/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-peer.h - a manager that a test plays, on a bus of its own */
#pragma once
#include "control/leatd-control.h"
#include "leat-dbus-generated.h"

/**
 * BusPeer:
 * @manager: at the path of leatd's
 * @owner: of leatd's name, once the test has taken it; 0: nobody
 */
typedef struct {
  GTestDBus       *bus;
  GDBusConnection *connection;
  LeatDBusManager *manager;
  guint            owner;
} BusPeer;

static inline void
bus_peer_set_up (BusPeer *self)
{
  g_autoptr (GError) error = NULL;

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  self->manager = leat_dbus_manager_skeleton_new ();
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->manager), self->connection,
                                    LEATD_BUS_PATH, &error);
  g_assert_no_error (error);
}

static inline void
bus_peer_tear_down (BusPeer *self)
{
  if (self->owner != 0)
    g_bus_unown_name (self->owner);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->manager));
  g_object_unref (self->manager);
  g_object_unref (self->connection);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
}
