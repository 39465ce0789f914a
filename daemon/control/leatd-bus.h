/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-bus.h - a connection to a message bus, and a name on it, whatever becomes of the bus */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdBusSetup:
 * @bus: "system", "session", or a D-Bus address
 * @name: to be owned
 * @connected: there is a connection now; the name is asked for when it returns
 * @lost: it is gone
 * @user_data: for both
 *
 * Called in the thread-default main context of who made it.
 */
typedef struct {
  const char *bus;
  const char *name;
  void      (*connected) (GDBusConnection *connection, gpointer user_data);
  void      (*lost)      (gpointer user_data);
  gpointer    user_data;
} LeatdBusSetup;

typedef struct _LeatdBus LeatdBus;

/* A bus that is not there is tried again, and one that goes away is come back to: nobody waits for
 * it. */
LeatdBus *leatd_bus_new  (const LeatdBusSetup *setup);
void      leatd_bus_free (LeatdBus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdBus, leatd_bus_free)
G_END_DECLS
