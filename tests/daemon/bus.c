/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus.c - tests that a name is owned on a bus that is absent, goes and comes back, or is shared */
#include "control/leatd-bus.h"
#include "heard.h"
#include "buses.h"

#define NAME "org.leat.Test1"

typedef struct {
  char *folder;
  char *address;
  GSubprocess *bus;
  LeatdBusSetup setup;
  GDBusConnection *connection; /* NULL: it is lost */
  guint n_connected;
  guint n_lost;
} Fixture;

static void
on_connected (GDBusConnection *connection, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->connection);
  fixture->connection = g_object_ref (connection);
  fixture->n_connected++;
}

static void
on_lost (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_nonnull (fixture->connection);
  g_clear_object (&fixture->connection);
  fixture->n_lost++;
}

static void
fixture_init (Fixture *self)
{
  *self = (Fixture) { 0 };
  heard_forget ();
  self->folder = scratch_new ();
  self->address = g_strdup_printf ("unix:path=%s/bus", self->folder);
  self->setup = (LeatdBusSetup){ .bus = self->address,
                                 .name = NAME,
                                 .connected = on_connected,
                                 .lost = on_lost,
                                 .user_data = self };
}

static void
fixture_clear (Fixture *self)
{
  g_clear_pointer (&self->bus, test_bus_kill);
  scratch_free (self->folder);
  g_free (self->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
await_heard (const char *pattern, guint n)
{
  while (heard_count (pattern) < n)
    g_main_context_iteration (NULL, TRUE);
}

#define IS_OWNED "leatd bus: is " NAME " on the *"
#define IS_ABSENT "leatd bus: no *bus: *; work goes on*"

static void
test_there (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (LeatdBus) bus = NULL;

  fixture_init (&fixture);
  fixture.bus = test_bus_spawn (fixture.address);
  bus = leatd_bus_new (&fixture.setup);
  await_heard (IS_OWNED, 1);
  g_assert_cmpuint (fixture.n_connected, ==, 1);
  g_assert_false (g_dbus_connection_get_exit_on_close (fixture.connection));
  g_clear_pointer (&bus, leatd_bus_free);
  g_assert_cmpuint (fixture.n_lost, ==, 1);
  g_assert_cmpuint (heard_count (IS_ABSENT), ==, 0);
}

/* one line for an absence, however long; then it is there, goes, and is there again */
static void
test_comes_and_goes (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (LeatdBus) bus = NULL;

  fixture_init (&fixture);
  bus = leatd_bus_new (&fixture.setup);
  await_heard (IS_ABSENT, 1);
  g_assert_cmpuint (fixture.n_connected, ==, 0);
  for (guint round = 1; round <= 2; round++)
    {
      fixture.bus = test_bus_spawn (fixture.address);
      await_heard (IS_OWNED, round);
      g_assert_cmpuint (fixture.n_connected, ==, round);
      g_assert_cmpuint (heard_count (IS_ABSENT), ==, round);
      g_clear_pointer (&fixture.bus, test_bus_kill);
      await_heard (IS_ABSENT, round + 1);
      g_assert_cmpuint (fixture.n_lost, ==, round);
    }
}

/* the second waits for the name, warned, and has it when the first goes */
static void
test_shared (void)
{
  g_auto (Fixture) first;
  g_auto (Fixture) second;
  g_autoptr (LeatdBus) one = NULL;
  g_autoptr (LeatdBus) other = NULL;

  fixture_init (&first);
  fixture_init (&second);
  first.bus = test_bus_spawn (first.address);
  second.setup.bus = first.address;
  one = leatd_bus_new (&first.setup);
  await_heard (IS_OWNED, 1);
  other = leatd_bus_new (&second.setup);
  await_heard ("leatd bus: " NAME " on the * is not ours: another leatd has it*", 1);
  g_assert_cmpuint (heard_count (IS_OWNED), ==, 1);
  g_clear_pointer (&one, leatd_bus_free);
  g_clear_object (&first.connection);
  await_heard (IS_OWNED, 2);
  g_clear_pointer (&other, leatd_bus_free);
}

/* it is gone before the connection is there: nothing happens then */
static void
test_freed_early (void)
{
  g_auto (Fixture) fixture;

  fixture_init (&fixture);
  fixture.bus = test_bus_spawn (fixture.address);
  for (guint i = 0; i < 20; i++)
    {
      LeatdBus *bus = leatd_bus_new (&fixture.setup);

      for (guint n = 0; n < i; n++)
        g_main_context_iteration (NULL, FALSE);
      leatd_bus_free (bus);
    }
  g_assert_cmpuint (fixture.n_connected, ==, fixture.n_lost);
}

/* what no bus listens at is absent, not fatal */
static void
test_bad_address (gconstpointer address)
{
  g_auto (Fixture) fixture;
  g_autoptr (LeatdBus) bus = NULL;

  fixture_init (&fixture);
  fixture.setup.bus = address;
  bus = leatd_bus_new (&fixture.setup);
  await_heard (IS_ABSENT, 1);
  g_assert_cmpuint (fixture.n_connected, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus/there", test_there);
  g_test_add_func ("/bus/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/bus/shared", test_shared);
  g_test_add_func ("/bus/freed-early", test_freed_early);
  g_test_add_data_func ("/bus/bad/nobody", "unix:path=/nowhere/at/all", test_bad_address);
  g_test_add_data_func ("/bus/bad/kind", "carrier-pigeon:wings=2", test_bad_address);
  g_test_add_data_func ("/bus/bad/text", "not an address", test_bad_address);
  return g_test_run ();
}
