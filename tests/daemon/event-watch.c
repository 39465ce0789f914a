/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-watch.c - tests that events are followed: those kept, each new one once, those of the next
 * leatd */
#include "bus/event-watch.h"
#include "bus-peer.h"
#include "bus/event-line.h"

/* a manager that has some events, on a bus of its own */
typedef struct {
  BusPeer peer;
  guint n_kept;  /* numbers from 1 on */
  GString *seen; /* numbers that were told; "!" is an error */
} Peer;

static GVariant *
make_event (guint64 number)
{
  return g_variant_new (LEAT_EVENT_TYPE, number, number, "info", "file", "drop", "text", "");
}

static void
emit (Peer *self, guint64 number)
{
  leat_dbus_manager_emit_event (self->peer.manager, number, number, "info", "file", "drop", "text",
                                "");
}

/* the last of the kept ones is told by a signal before the answer, too */
static gboolean
on_get_events (LeatDBusManager *manager, GDBusMethodInvocation *invocation, guint64 after,
               gpointer user_data)
{
  Peer *self = user_data;
  GVariantBuilder builder;

  g_assert_cmpuint (after, ==, 0);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" LEAT_EVENT_TYPE));
  for (guint i = 1; i <= self->n_kept; i++)
    g_variant_builder_add_value (&builder, make_event (i));
  emit (self, self->n_kept);
  leat_dbus_manager_complete_get_events (manager, invocation, g_variant_builder_end (&builder));
  return TRUE;
}

static void
peer_appear (Peer *self)
{
  self->peer.owner = g_bus_own_name_on_connection (self->peer.connection, LEATD_BUS_NAME,
                                                   G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL,
                                                   NULL);
}

static void
peer_set_up (Peer *self, gconstpointer data)
{
  self->seen = g_string_new (NULL);
  bus_peer_set_up (&self->peer);
  g_signal_connect (self->peer.manager, "handle-get-events", G_CALLBACK (on_get_events), self);
}

static void
peer_tear_down (Peer *self, gconstpointer data)
{
  bus_peer_tear_down (&self->peer);
  g_string_free (self->seen, TRUE);
}

static void
on_event (GVariant *event, const GError *error, gpointer user_data)
{
  Peer *self = user_data;

  if (event != NULL)
    g_string_append_printf (self->seen, "%" G_GUINT64_FORMAT " ", leat_event_get_number (event));
  else
    g_string_append (self->seen, "! ");
}

static void
await (Peer *self, const char *expected)
{
  while (strlen (self->seen->str) < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (self->seen->str, ==, expected);
}

static void
test_once (Peer *self, gconstpointer data)
{
  g_auto (LeatBusClient)
      client = { .bus = g_strdup (g_test_dbus_get_bus_address (self->peer.bus)) };
  g_autoptr (LeatEventWatch) watch = NULL;
  g_autoptr (GError) error = NULL;

  self->n_kept = 3;
  peer_appear (self);
  leat_bus_client_open (&client, &error);
  g_assert_no_error (error);
  watch = leat_event_watch_new (&client, on_event, self);
  await (self, "1 2 3 ");
  emit (self, 3);
  emit (self, 4);
  emit (self, 6);
  await (self, "1 2 3 4 6 ");
}

/* the next one counts from 1 */
static void
test_next_daemon (Peer *self, gconstpointer data)
{
  g_auto (LeatBusClient)
      client = { .bus = g_strdup (g_test_dbus_get_bus_address (self->peer.bus)) };
  g_autoptr (LeatEventWatch) watch = NULL;
  g_autoptr (GError) error = NULL;

  self->n_kept = 2;
  leat_bus_client_open (&client, &error);
  g_assert_no_error (error);
  watch = leat_event_watch_new (&client, on_event, self);
  await (self, "! ");
  peer_appear (self);
  await (self, "! 1 2 ");
  g_bus_unown_name (self->peer.owner);
  await (self, "! 1 2 ! ");
  self->n_kept = 1;
  peer_appear (self);
  await (self, "! 1 2 ! 1 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/event-watch/once", Peer, NULL, peer_set_up, test_once, peer_tear_down);
  g_test_add ("/event-watch/next-daemon", Peer, NULL, peer_set_up, test_next_daemon,
              peer_tear_down);
  return g_test_run ();
}
