/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-connect.c - tests how a WebSocket comes about, and what is said when it does not */
#include "websocket-connect.h"
#include "websocket-service.h"

typedef struct {
  const char *name;
  const char *device;
  gboolean is_right;
} DeviceCase;

static const DeviceCase device_cases[] = {
  { "plain", "ws://host:8080/a?b=c", TRUE },
  { "tls", "wss://[::1]/", TRUE },
  { "no-host", "ws:///a", FALSE },
  { "no-slashes", "ws:host", FALSE },
  { "fragment", "ws://host/#a", FALSE },
  { "port", "ws://host:99999/", FALSE },
};

static void
test_device (gconstpointer data)
{
  const DeviceCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = websocket_parse_device (test->device, &error);

  g_assert_cmpint (uri != NULL, ==, test->is_right);
  if (!test->is_right)
    g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

static void
test_headers (void)
{
  char *right[] = { (char *) "X-Line: 3", NULL }, *wrong[] = { (char *) "X-Line", NULL };
  WebsocketSetup setup = { .headers = right };

  g_assert_true (websocket_check_headers (&setup, NULL));
  setup.user = (char *) "leat";
  g_assert_false (websocket_check_headers (&setup, NULL));
  setup.user = NULL;
  setup.headers = wrong;
  g_assert_false (websocket_check_headers (&setup, NULL));
}

static SoupWebsocketConnection *
connect_to (const char *device, const WebsocketSetup *setup, const TlsTrust *trust, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GUri) uri = websocket_parse_device (device, NULL);
  g_autoptr (GSocket) socket = NULL;
  SoupWebsocketConnection *connection = websocket_connect (context, uri, setup, trust, &socket,
                                                           NULL, error);

  g_assert_true (connection == NULL || g_socket_is_connected (socket));
  return connection;
}

static void
test_connect (void)
{
  char *protocols[] = { (char *) "other", (char *) "leat", NULL };
  const WebsocketSetup setup = { .connect_timeout = 30 * G_USEC_PER_SEC, .protocols = protocols };
  g_auto (Service) service = { 0 };
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *device = NULL;

  service_start (&service);
  device = service_get_device (&service);
  connection = connect_to (device, &setup, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (soup_websocket_connection_get_protocol (connection), ==, "leat");
}

/* who asks, in the header that the service wants */
static void
test_rights (void)
{
  WebsocketSetup setup = { .connect_timeout = 30 * G_USEC_PER_SEC };
  g_auto (Service) service = { .wants = "Bearer hush" };
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *device = NULL;

  service_start (&service);
  device = service_get_device (&service);
  g_assert_null (connect_to (device, &setup, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (error->message, ==,
                   "it answers 403 Forbidden; it wants to know who asks: token=, user=, or "
                   "headers=");
  setup.token = (char *) "hush";
  connection = connect_to (device, &setup, NULL, NULL);
  g_assert_nonnull (connection);
}

static void
test_path (void)
{
  const WebsocketSetup setup = { .connect_timeout = 30 * G_USEC_PER_SEC };
  g_auto (Service) service = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *device = NULL;

  service_start (&service);
  device = g_strdup_printf ("ws://127.0.0.1:%u/other", service.port);
  g_assert_null (connect_to (device, &setup, NULL, &error));
  g_assert_cmpstr (error->message, ==, "it answers 404 Not Found; is the path right?");
}

/* takes the connection and says nothing */
static void
test_late (void)
{
  const WebsocketSetup setup = { .connect_timeout = 100 * 1000 };
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  const guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *device = g_strdup_printf ("ws://127.0.0.1:%u/", port);
  g_autoptr (GError) error = NULL;

  g_assert_null (connect_to (device, &setup, NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "no answer within 100 ms (connect-timeout=); is it switched on, and does it "
                   "speak WebSocket?");
}

typedef struct {
  const char *name;
  const char *certificate;
  const char *ca;
  const char *pin;
  const char *said; /* NULL: it is trusted */
} TrustCase;

#define OTHER_PIN "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static const TrustCase trust_cases[] = {
  { "good", "good.pem", "ca.crt", NULL, NULL },
  { "other-name", "other-name.pem", "ca.crt", NULL, "TLS: its certificate is for another name" },
  { "expired", "expired.pem", "ca.crt", NULL, "TLS: its certificate has expired" },
  { "unknown-signer", "good.pem", NULL, NULL,
    "TLS: nobody who is trusted signed its certificate; give who did in tls-ca" },
  { "other-pin", "good.pem", "ca.crt", OTHER_PIN, "TLS: its key is none of those in tls-pin" },
};

static void
test_trust (gconstpointer data)
{
  const TrustCase *test = data;
  const WebsocketSetup setup = { .connect_timeout = 30 * G_USEC_PER_SEC };
  g_autofree char *ca = test->ca != NULL
                            ? g_build_filename (g_getenv ("LEAT_CERTIFICATES"), test->ca, NULL)
                            : NULL;
  char *pins[] = { (char *) test->pin, NULL };
  const TlsSetup tls = { .ca = ca, .pins = pins };
  g_autoptr (TlsTrust) trust = tls_trust_new (&tls, NULL);
  g_auto (Service) service = { .certificate = test->certificate };
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *device = NULL;

  service_start (&service);
  device = service_get_device (&service);
  connection = connect_to (device, &setup, trust, &error);
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==, test->said);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket/connect/headers", test_headers);
  g_test_add_func ("/websocket/connect/connect", test_connect);
  g_test_add_func ("/websocket/connect/rights", test_rights);
  g_test_add_func ("/websocket/connect/path", test_path);
  g_test_add_func ("/websocket/connect/late", test_late);
  for (gsize i = 0; i < G_N_ELEMENTS (device_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/websocket/connect/device/%s",
                                               device_cases[i].name);

      g_test_add_data_func (path, &device_cases[i], test_device);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (trust_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/websocket/connect/trust/%s", trust_cases[i].name);

      g_test_add_data_func (path, &trust_cases[i], test_trust);
    }
  return g_test_run ();
}
