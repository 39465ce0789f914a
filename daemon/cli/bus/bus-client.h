/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-client.h - a leatd on a bus, as the words of the command line ask it */
#pragma once
#include <gio/gio.h>
#include <gio/gunixfdlist.h>
G_BEGIN_DECLS

/* for a table of GOptionEntry; @bus: a char * */
#define LEAT_BUS_ENTRY(bus)                                                                       \
  { "bus", 0, 0, G_OPTION_ARG_STRING, (bus),                                                      \
    "Where leatd is: system, session, or the address of a bus (preset: $LEAT_BUS, else system)", \
    "BUS" }

/* all NULL until it is opened */
typedef struct {
  char            *bus;          /* "system", "session", or an address */
  GDBusConnection *connection;   /* NULL: there is none */
} LeatBusClient;

/**
 * LeatBusCall:
 * @path: of the object
 * @interface: its last word: "Component"
 * @method: to be called
 * @arguments: (nullable): a tuple; taken if it floats
 * @timeout: milliseconds; 0: as GIO has it. A person who is asked for a password has all the time
 * @sent: (nullable): descriptors that @arguments name
 * @received: (nullable): gets those that the answer names, or %NULL; where it is waited for
 */
typedef struct {
  const char   *path;
  const char   *interface;
  const char   *method;
  GVariant     *arguments;
  guint         timeout;
  GUnixFDList  *sent;
  GUnixFDList **received;
} LeatBusCall;

/* @self->bus: as --bus has it, or NULL. FALSE: there is no such bus */
gboolean  leat_bus_client_open         (LeatBusClient *self, GError **error);
void      leat_bus_client_clear        (LeatBusClient *self);
/* (transfer full): the answer. What is wrong is told as a person needs it */
GVariant *leat_bus_client_call         (LeatBusClient *self, const LeatBusCall *call,
                                        GError **error);
/* likewise, without waiting; @ready gets the connection, and gives its result to finish() */
void      leat_bus_client_begin        (LeatBusClient *self, const LeatBusCall *call,
                                        GCancellable *cancellable, GAsyncReadyCallback ready,
                                        gpointer user_data);
/* what of GDBus's words a person can do nothing with is replaced; @call: nullable */
void      leat_bus_client_explain      (const LeatBusClient *self, const LeatBusCall *call,
                                        GError *error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatBusClient, leat_bus_client_clear)
G_END_DECLS
