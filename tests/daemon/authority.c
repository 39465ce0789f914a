/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* authority.c - tests who may call what, and that a flood of calls is refused beyond a bound */
#include "control/leatd-authority.h"
#include "buses.h"

#define PATH "/org/leat/Test1"
#define INTERFACE "org.leat.Test1"

static const char description[] =
    "<node><interface name='" INTERFACE "'>"
    "<method name='Open'/>"
    "<method name='Read'><annotation name='org.leat.Leat1.Right' value='read'/></method>"
    "<method name='Steer'><annotation name='org.leat.Leat1.Right' value='control'/></method>"
    "</interface></node>";

/* --- an interface that counts how often it is called --- */

G_DECLARE_FINAL_TYPE (Counter, counter, TEST, COUNTER, GDBusInterfaceSkeleton)

struct _Counter {
  GDBusInterfaceSkeleton parent;
  GDBusNodeInfo *node;
  guint n_calls;
};

G_DEFINE_FINAL_TYPE (Counter, counter, G_TYPE_DBUS_INTERFACE_SKELETON)

static void
on_call (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  TEST_COUNTER (user_data)->n_calls++;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static GDBusInterfaceInfo *
counter_get_info (GDBusInterfaceSkeleton *skeleton)
{
  return TEST_COUNTER (skeleton)->node->interfaces[0];
}

static GDBusInterfaceVTable *
counter_get_vtable (GDBusInterfaceSkeleton *skeleton)
{
  static GDBusInterfaceVTable table = { .method_call = on_call };

  return &table;
}

static GVariant *
counter_get_properties (GDBusInterfaceSkeleton *skeleton)
{
  return g_variant_new ("a{sv}", NULL);
}

static void
counter_flush (GDBusInterfaceSkeleton *skeleton)
{
}

static void
counter_finalize (GObject *object)
{
  g_dbus_node_info_unref (TEST_COUNTER (object)->node);
  G_OBJECT_CLASS (counter_parent_class)->finalize (object);
}

static void
counter_class_init (CounterClass *klass)
{
  GDBusInterfaceSkeletonClass *skeleton_class = G_DBUS_INTERFACE_SKELETON_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = counter_finalize;
  skeleton_class->get_info = counter_get_info;
  skeleton_class->get_vtable = counter_get_vtable;
  skeleton_class->get_properties = counter_get_properties;
  skeleton_class->flush = counter_flush;
}

static void
counter_init (Counter *self)
{
  self->node = g_dbus_node_info_new_for_xml (description, NULL);
}

/* --- on a bus --- */

typedef struct {
  char *folder;
  char *address;
  GSubprocess *bus; /* lets a client have more calls on their way than we do */
  GDBusConnection *server;
  GDBusConnection *client;
  LeatdAuthority *authority;
  Counter *counter;
} Fixture;

static void
fixture_init (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = scratch_new ();
  self->address = g_strdup_printf ("unix:path=%s/bus", self->folder);
  self->bus = test_bus_spawn (self->address);
  self->server = test_bus_connect (self->address);
  self->client = test_bus_connect (self->address);
  self->authority = leatd_authority_new (FALSE);
  self->counter = g_object_new (counter_get_type (), NULL);
  leatd_authority_guard (self->authority, G_DBUS_INTERFACE_SKELETON (self->counter));
  g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->counter), self->server, PATH,
                                    &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->counter);
  g_clear_pointer (&self->authority, leatd_authority_free);
  g_object_unref (self->client);
  g_object_unref (self->server);
  test_bus_kill (self->bus);
  scratch_free (self->folder);
  g_free (self->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static GVariant *
call (Fixture *fixture, const char *method, GError **error)
{
  return test_call_at (fixture->client, g_dbus_connection_get_unique_name (fixture->server), PATH,
                       INTERFACE, method, NULL, error);
}

static void
test_own_user (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) read = NULL, steered = NULL;

  fixture_init (&fixture);
  read = call (&fixture, "Read", &error);
  g_assert_no_error (error);
  steered = call (&fixture, "Steer", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture.counter->n_calls, ==, 2);
}

/* it asks for no right, so nobody has it */
static void
test_no_right (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  fixture_init (&fixture);
  answer = call (&fixture, "Open", &error);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DENIED);
  g_assert_cmpuint (fixture.counter->n_calls, ==, 0);
}

/* --- many calls --- */

typedef struct {
  guint n_well;
  guint n_busy;
  guint n_else;
} Flood;

static void
on_flood_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Flood *flood = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL)
    flood->n_well++;
  else if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_BUSY))
    flood->n_busy++;
  else
    flood->n_else++;
  if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_DENIED))
    g_assert_true (g_str_has_suffix (error->message, ": the daemon ends"));
}

static void
flood_send (Fixture *fixture, Flood *flood, guint n)
{
  for (guint i = 0; i < n; i++)
    g_dbus_connection_call (fixture->client, g_dbus_connection_get_unique_name (fixture->server),
                            PATH, INTERFACE, "Read", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                            NULL, on_flood_answered, flood);
}

static void
flood_await (Flood *flood, guint n)
{
  while (flood->n_well + flood->n_busy + flood->n_else < n)
    g_main_context_iteration (NULL, TRUE);
}

/* every call is answered; what is beyond the bound is told to come later, and then comes in */
static void
test_flood (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  Flood flood = { 0 };

  fixture_init (&fixture);
  flood_send (&fixture, &flood, 10000);
  flood_await (&flood, 10000);
  g_test_message ("%u calls ran, %u were too many", flood.n_well, flood.n_busy);
  g_assert_cmpuint (flood.n_well, >=, 256);
  g_assert_cmpuint (flood.n_well, ==, fixture.counter->n_calls);
  g_assert_cmpuint (flood.n_busy, >, 0);
  g_assert_cmpuint (flood.n_else, ==, 0);
  answer = call (&fixture, "Read", &error);
  g_assert_no_error (error);
}

/* each is answered, and none runs that was not judged */
static void
test_freed (void)
{
  g_auto (Fixture) fixture;
  Flood flood = { 0 };

  fixture_init (&fixture);
  flood_send (&fixture, &flood, 100);
  flood_await (&flood, 1);
  g_clear_pointer (&fixture.authority, leatd_authority_free);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (fixture.counter));
  flood_await (&flood, 100);
  g_assert_cmpuint (flood.n_well, ==, fixture.counter->n_calls);
}

/* what a reload has removed while calls were being judged is not called: its worker is gone */
static void
test_removed (void)
{
  g_auto (Fixture) fixture;
  Flood flood = { 0 };
  guint n_calls;

  fixture_init (&fixture);
  flood_send (&fixture, &flood, 200);
  flood_await (&flood, 1);
  n_calls = fixture.counter->n_calls;
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (fixture.counter));
  flood_await (&flood, 200);
  g_assert_cmpuint (fixture.counter->n_calls, ==, n_calls);
  g_assert_cmpuint (flood.n_well, ==, n_calls);
}

/* nobody is there any more to be answered, or to be asked who he was */
static void
test_gone (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  Flood flood = { 0 };

  fixture_init (&fixture);
  flood_send (&fixture, &flood, 100);
  g_dbus_connection_close_sync (fixture.client, NULL, NULL);
  flood_await (&flood, 100);
  g_object_unref (fixture.client);
  fixture.client = test_bus_connect (fixture.address);
  answer = call (&fixture, "Read", &error);
  g_assert_no_error (error);
}

/* --- what the interfaces say --- */

static void
check_interface (const GDBusInterfaceInfo *interface)
{
  static const char *const rights[] = { "read", "control", "configure", "send-to-device", NULL };

  for (guint i = 0; interface->methods != NULL && interface->methods[i] != NULL; i++)
    {
      const GDBusMethodInfo *method = interface->methods[i];
      const char *right = g_dbus_annotation_info_lookup (method->annotations,
                                                         "org.leat.Leat1.Right");

      if (right == NULL || !g_strv_contains (rights, right))
        g_error ("%s.%s() asks for no right", interface->name, method->name);
    }
  /* nobody is asked when a property is written */
  for (guint i = 0; interface->properties != NULL && interface->properties[i] != NULL; i++)
    if ((interface->properties[i]->flags & G_DBUS_PROPERTY_INFO_FLAGS_WRITABLE) != 0)
      g_error ("%s.%s can be written", interface->name, interface->properties[i]->name);
}

static void
test_descriptions (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "schemas", "dbus", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *xml = NULL;
      g_autofree char *file = NULL;
      g_autoptr (GDBusNodeInfo) node = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (name, ".xml"))
        continue;
      g_assert_true (g_file_get_contents (path, &xml, NULL, NULL));
      node = g_dbus_node_info_new_for_xml (xml, &error);
      g_assert_no_error (error);
      /* one a file, of that name */
      g_assert_nonnull (node->interfaces[0]);
      g_assert_null (node->interfaces[1]);
      file = g_strconcat (node->interfaces[0]->name, ".xml", NULL);
      g_assert_cmpstr (name, ==, file);
      check_interface (node->interfaces[0]);
      n++;
    }
  g_assert_cmpuint (n, >=, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authority/own-user", test_own_user);
  g_test_add_func ("/authority/no-right", test_no_right);
  g_test_add_func ("/authority/flood", test_flood);
  g_test_add_func ("/authority/freed", test_freed);
  g_test_add_func ("/authority/removed", test_removed);
  g_test_add_func ("/authority/gone", test_gone);
  g_test_add_func ("/authority/descriptions", test_descriptions);
  return g_test_run ();
}
