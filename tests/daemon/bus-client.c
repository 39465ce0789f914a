/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-client.c - tests what a person is told when a leatd cannot be asked */
#include "bus/bus-client.h"
#include "leat-error.h"

typedef struct {
  const char *path;
  const char *bus;
  LeatBusCall call;
  const char *name;      /* of the error on the bus */
  const char *text;
  const char *message;
} Case;

#define PAUSE { .interface = "Component", .method = "Pause" }
#define SEND { .interface = "Source", .method = "Command" }

static const Case cases[] = {
  { "/bus-client/explain/leat", "session", PAUSE, "org.leat.Leat1.Error.Failed",
    "camera0: has come to its end", "camera0: has come to its end" },
  { "/bus-client/explain/absent", "session", PAUSE, "org.freedesktop.DBus.Error.ServiceUnknown",
    "The name org.leat.Leat1 was not provided by any .service files",
    "there is no leatd on the session bus; leatd --config FILE --bus=session starts one, "
    "--bus=BUS asks on another bus" },
  { "/bus-client/explain/absent-system", "system", PAUSE,
    "org.freedesktop.DBus.Error.NameHasNoOwner", "x",
    "there is no leatd on the system bus; systemctl start leatd, or leatd --config FILE starts "
    "one, --bus=BUS asks on another bus" },
  { "/bus-client/explain/denied", "system", PAUSE, "org.leat.Leat1.Error.Denied",
    "polkit does not grant it",
    "not allowed (polkit action org.leat.Leat1.control): polkit does not grant it" },
  { "/bus-client/explain/denied-device", "system", SEND, "org.leat.Leat1.Error.Denied", "no",
    "not allowed (polkit action org.leat.Leat1.send-to-device): no" },
  { "/bus-client/explain/denied-unknown", "system", { .interface = "Else", .method = "Do" },
    "org.leat.Leat1.Error.Denied", "no", "not allowed: no" },
  { "/bus-client/explain/policy", "system", PAUSE, "org.freedesktop.DBus.Error.AccessDenied",
    "Rejected send message",
    "the policy of the system bus does not let this user ask leatd: Rejected send message" },
  { "/bus-client/explain/method", "system", PAUSE, "org.freedesktop.DBus.Error.UnknownMethod",
    "No such method", "this leatd does not know it; is it of the same version? (No such method)" },
  { "/bus-client/explain/no-reply", "system", PAUSE, "org.freedesktop.DBus.Error.NoReply", "x",
    "leatd did not answer in time, or ended before it did" },
  { "/bus-client/explain/others", "system", PAUSE, "org.example.Weather", "rain", "rain" },
};

static void
test_explain (gconstpointer data)
{
  const Case *c = data;
  LeatBusClient client = { .bus = (char *) c->bus };
  g_autoptr (GError) error = NULL;

  (void) LEAT_ERROR; /* as opening does: the names of its codes are known */
  error = g_dbus_error_new_for_dbus_error (c->name, c->text);
  leat_bus_client_explain (&client, &c->call, error);
  g_assert_cmpstr (error->message, ==, c->message);
}

static void
test_wrong_bus (void)
{
  g_auto (LeatBusClient) none = { .bus = g_strdup ("weather") };
  g_auto (LeatBusClient) gone = { .bus = g_strdup ("unix:path=/dev/null/none") };
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_bus_client_open (&none, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "--bus=weather: system, session or an address (unix:path=…) is right");
  g_clear_error (&error);
  g_assert_false (leat_bus_client_open (&gone, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_true (
      g_str_has_prefix (error->message, "the bus unix:path=/dev/null/none is not there: "));
}

/* a bus without a leatd; LEAT_BUS says which where --bus does not */
static void
test_no_daemon (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_auto (LeatBusClient) client = { NULL };
  const LeatBusCall call = { .path = "/", .interface = "Manager", .method = "Stop" };
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_test_dbus_up (bus);
  g_assert_true (g_setenv ("LEAT_BUS", g_test_dbus_get_bus_address (bus), TRUE));
  g_assert_true (leat_bus_client_open (&client, &error));
  g_assert_no_error (error);
  answer = leat_bus_client_call (&client, &call, &error);
  g_assert_null (answer);
  g_assert_true (g_str_has_prefix (error->message, "there is no leatd on the bus unix:"));
  leat_bus_client_clear (&client);
  g_test_dbus_down (bus);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_explain);
  g_test_add_func ("/bus-client/wrong-bus", test_wrong_bus);
  g_test_add_func ("/bus-client/no-daemon", test_no_daemon);
  return g_test_run ();
}
