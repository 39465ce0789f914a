/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-link.c - tests a connection in TLS as its host sees it, with machines right and wrong */
#include "tcp-link.h"
#include "tls-machine.h"
#include <string.h>

#define FLOOD_SIZE 300000

/* @options: key, value, …; PEM/ is where the certificates are */
static LeatLink *
link_new (const char *const *options)
{
  LeatLink *link = leat_link_instance_new (&tls_link_class);
  const char *folder = g_getenv ("LEAT_CERTIFICATES");

  for (guint i = 0; options != NULL && options[i] != NULL; i += 2)
    {
      g_autoptr (GString) value = g_string_new (options[i + 1]);
      const LeatOption *option = leat_options_find (tls_link_class.options, options[i]);

      g_string_replace (value, "PEM", folder, 0);
      g_assert_true (leat_option_set (option, link, value->str, NULL));
    }
  return link;
}

static gboolean
link_open (LeatLink *link, GSocket *listener, GError **error)
{
  g_autofree char *device = g_strdup_printf ("tls://127.0.0.1:%u", listener_get_port (listener));

  g_assert_true (leat_link_instance_init (link, NULL));
  if (tls_link_class.open (link, device, NULL, error))
    return TRUE;
  g_assert_error (*error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_true (g_str_has_prefix ((*error)->message, device));
  g_assert_cmpint (tls_link_class.get_fd (link), ==, -1);
  return FALSE;
}

static void
link_done (LeatLink *link)
{
  tls_link_class.close (link);
  leat_link_instance_free (link);
}

static const char *const trusting[] = { "tls-ca", "PEM/ca.crt", NULL };

static LeatLink *
connect_to (TlsMachine *machine)
{
  LeatLink *link = link_new (trusting);
  g_autoptr (GError) error = NULL;

  tls_machine_start (machine, "good.pem", FALSE);
  link_open (link, machine->listener, &error);
  g_assert_no_error (error);
  tls_machine_join (machine);
  g_assert_nonnull (machine->stream);
  return link;
}

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (tls_link_class.options, tls_link_class.instance_size, &error);
  g_assert_no_error (error);
}

static gssize
read_some (LeatLink *link, guint8 *data, gsize size, GError **error)
{
  LeatArrival arrival = { .struct_size = sizeof arrival };

  return tls_link_class.read (link, data, size, &arrival, error);
}

static void
test_bytes (void)
{
  g_auto (TlsMachine) machine = { 0 };
  LeatLink *link = connect_to (&machine);
  g_autoptr (GError) error = NULL;
  guint8 data[8];

  g_assert_cmpint (read_some (link, data, sizeof data, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  tls_machine_say (&machine, "1.730\r", 6);
  check_read (link, "1.730\r");
  g_assert_cmpint (tls_link_class.write (link, (const guint8 *) "%T\r", 3, NULL), ==, 3);
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (machine.stream), data,
                                        sizeof data, NULL, NULL),
                   ==, 3);
  link_done (link);
}

static gpointer
flood (gpointer data)
{
  g_autofree char *bytes = g_strnfill (FLOOD_SIZE, 'x');

  tls_machine_say (data, bytes, FLOOD_SIZE);
  return NULL;
}

/* TLS holds bytes that the descriptor tells nothing of: who reads until nothing is there has all */
static void
test_flood (void)
{
  g_auto (TlsMachine) machine = { 0 };
  LeatLink *link = connect_to (&machine);
  GThread *thread = g_thread_new ("flood", flood, &machine);
  gsize total = 0;
  guint8 data[100];

  while (total < FLOOD_SIZE)
    {
      g_autoptr (GError) error = NULL;
      gssize got;

      await_readable (tls_link_class.get_fd (link));
      while ((got = read_some (link, data, sizeof data, &error)) > 0)
        total += (gsize) got;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    }
  g_assert_cmpuint (total, ==, FLOOD_SIZE);
  g_thread_join (thread);
  link_done (link);
}

/* who does not read holds nobody: neither who writes, nor who closes */
static void
test_full (void)
{
  g_auto (TlsMachine) machine = { 0 };
  LeatLink *link = connect_to (&machine);
  g_autoptr (GError) error = NULL;
  guint8 data[64 * 1024] = "";

  while (tls_link_class.write (link, data, sizeof data, &error) > 0)
    ;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  link_done (link);
}

typedef struct {
  const char *name;
  gboolean is_cut;
  const char *close_ends_frame;
  const char *said; /* the end of it; NULL: the end */
} EndCase;

static const EndCase end_cases[] = {
  { "goodbye", FALSE, "no", ": closed by the other end" },
  { "goodbye-as-end", FALSE, "yes", NULL },
  { "cut", TRUE, "yes",
    ": cut off without the goodbye of TLS: what it sent last may not be whole" },
};

static void
test_end (gconstpointer data)
{
  const EndCase *test = data;
  const char *const options[] = { "tls-ca", "PEM/ca.crt", "close-ends-frame",
                                  test->close_ends_frame, NULL };
  g_auto (TlsMachine) machine = { 0 };
  LeatLink *link = link_new (options);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  tls_machine_start (&machine, "good.pem", FALSE);
  g_assert_true (link_open (link, machine.listener, &error));
  tls_machine_join (&machine);
  tls_machine_say (&machine, "1.7", 3);
  check_read (link, "1.7");
  if (test->is_cut)
    g_socket_close (machine.other, NULL);
  else
    g_io_stream_close (machine.stream, NULL, NULL);
  text = link_read (link);
  if (test->said == NULL)
    g_assert_cmpstr (text, ==, "");
  else
    g_assert_true (g_str_has_suffix (text, test->said));
  link_done (link);
}

typedef struct {
  const char *name;
  const char *certificate;
  gboolean wants_client;
  const char *options[5];
  const char *said; /* behind the device; NULL: it is trusted */
} TrustCase;

#define OTHER_PIN "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static const TrustCase trust_cases[] = {
  { "good", "good.pem", FALSE, { "tls-ca", "PEM/ca.crt" }, NULL },
  { "client", "good.pem", TRUE,
    { "tls-ca", "PEM/ca.crt", "tls-certificate", "PEM/client.pem" }, NULL },
  { "other-name", "other-name.pem", FALSE, { "tls-ca", "PEM/ca.crt" },
    ": TLS: its certificate is for another name" },
  { "expired", "expired.pem", FALSE, { "tls-ca", "PEM/ca.crt" },
    ": TLS: its certificate has expired" },
  { "future", "future.pem", FALSE, { "tls-ca", "PEM/ca.crt" },
    ": TLS: its certificate is not valid yet; check the clock" },
  { "unknown-signer", "good.pem", FALSE, { NULL },
    ": TLS: nobody who is trusted signed its certificate; give who did in tls-ca" },
  { "other-pin", "good.pem", FALSE, { "tls-pin", OTHER_PIN },
    ": TLS: its key is none of those in tls-pin" },
  { "other-pin-signed", "good.pem", FALSE, { "tls-ca", "PEM/ca.crt", "tls-pin", OTHER_PIN },
    ": TLS: its key is none of those in tls-pin" },
};

static void
test_trust (gconstpointer data)
{
  const TrustCase *test = data;
  g_auto (TlsMachine) machine = { 0 };
  LeatLink *link = link_new (test->options);
  g_autoptr (GError) error = NULL;
  gboolean is_open;

  tls_machine_start (&machine, test->certificate, test->wants_client);
  is_open = link_open (link, machine.listener, &error);
  g_assert_cmpint (is_open, ==, test->said == NULL);
  if (!is_open)
    g_assert_true (g_str_has_suffix (error->message, test->said));
  link_done (link);
  tls_machine_join (&machine);
  if (is_open)
    g_assert_nonnull (machine.stream);
}

/* a key that is known needs no signer */
static void
test_pin (void)
{
  g_autofree char *path = certificate_find ("good.pin"), *text = NULL, *pin = NULL;
  g_auto (TlsMachine) machine = { 0 };
  g_autoptr (GError) error = NULL;
  LeatLink *link;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  pin = g_strconcat ("sha256//", g_strchomp (text), NULL);
  link = link_new ((const char *const[]) { "tls-pin", pin, NULL });
  tls_machine_start (&machine, "good.pem", FALSE);
  link_open (link, machine.listener, &error);
  g_assert_no_error (error);
  link_done (link);
}

/* the first that is not: there is nothing yet */
static void
read_error (LeatLink *link, GError **error)
{
  guint8 byte;

  do
    {
      g_clear_error (error);
      await_readable (tls_link_class.get_fd (link));
      g_assert_cmpint (read_some (link, &byte, 1, error), ==, -1);
    }
  while (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK));
}

/* TLS 1.3 tells it behind the handshake, and so the first read does. Source: RFC 8446, 4.4.2.4 */
static void
test_no_client (void)
{
  g_auto (TlsMachine) machine = { 0 };
  LeatLink *link = link_new (trusting);
  g_autoptr (GError) error = NULL;

  tls_machine_start (&machine, "good.pem", TRUE);
  if (link_open (link, machine.listener, &error))
    read_error (link, &error);
  if (strstr (error->message, "it wants to know who this machine is") == NULL)
    g_error ("%s", error->message);
  link_done (link);
  tls_machine_join (&machine);
  g_assert_null (machine.stream);
}

/* says something in plain text, or hangs up, or says nothing at all */
static gpointer
run_foreigner (gpointer listener)
{
  const char *text = g_object_get_data (listener, "text");
  GSocket *other = g_socket_accept (listener, NULL, NULL);

  if (text != NULL)
    {
      g_socket_send (other, text, strlen (text), NULL, NULL);
      g_socket_shutdown (other, FALSE, TRUE, NULL);
      while (g_socket_receive (other, (char[4096]) { 0 }, 4096, NULL, NULL) > 0)
        ;
    }
  return other;
}

typedef struct {
  const char *name;
  const char *text; /* NULL: it is silent */
  const char *connect_timeout;
  const char *said;
} ForeignCase;

static const ForeignCase foreign_cases[] = {
  { "plain", "Welcome to In-Sight(tm)\r\nUser: ", "30s",
    "no answer that is TLS; tcp:// is right for a port that does not speak it" },
  { "hangs-up", "", "30s",
    "it hung up in the TLS handshake; does it speak TLS on that port? tcp:// is right if it does "
    "not" },
  { "silent", NULL, "1s",
    "connected, but no answer to the TLS handshake within 1000 ms (connect-timeout=); does it "
    "speak TLS on that port?" },
};

static void
test_foreign (gconstpointer data)
{
  const ForeignCase *test = data;
  const char *const options[] = { "connect-timeout", test->connect_timeout, NULL };
  g_autoptr (GSocket) listener = listener_new (1);
  g_autoptr (GSocket) other = NULL;
  LeatLink *link = link_new (options);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_object_set_data (G_OBJECT (listener), "text", (gpointer) test->text);
  thread = g_thread_new ("foreigner", run_foreigner, listener);
  g_assert_false (link_open (link, listener, &error));
  other = g_thread_join (thread);
  if (!g_str_has_suffix (error->message, test->said))
    g_error ("%s", error->message);
  link_done (link);
}

static void
test_fault (void)
{
  const char *const options[] = { "tls-ca", "/nowhere/ca.crt", NULL };
  LeatLink *link = link_new (options);
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_link_instance_init (link, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_str_has_prefix (error->message, "tls-ca: /nowhere/ca.crt: "));
  leat_link_instance_free (link);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls/link/table", test_table);
  g_test_add_func ("/tls/link/bytes", test_bytes);
  g_test_add_func ("/tls/link/flood", test_flood);
  g_test_add_func ("/tls/link/full", test_full);
  g_test_add_func ("/tls/link/pin", test_pin);
  g_test_add_func ("/tls/link/no-client", test_no_client);
  g_test_add_func ("/tls/link/fault", test_fault);
#define ADD(name_of, cases, test) \
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) \
    { \
      g_autofree char *path = g_strdup_printf ("/tls/link/" name_of "/%s", cases[i].name); \
\
      g_test_add_data_func (path, &cases[i], test); \
    }
  ADD ("end", end_cases, test_end)
  ADD ("trust", trust_cases, test_trust)
  ADD ("foreign", foreign_cases, test_foreign)
  return g_test_run ();
}
