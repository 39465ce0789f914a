/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tcp-link.c - tests a TCP connection as its host sees it, with a real other end */
#include "tcp-link.h"
#include "socket-pair.h"
#include <string.h>

typedef struct {
  GSocket *listener;
  char *device;
  LeatLink *link;
  GSocket *other; /* the machine's end */
} Pair;

/* with one option that is not as it is preset, or NULL */
static void
pair_init (Pair *self, const char *key, const char *value)
{
  self->listener = listener_new (4);
  self->device = g_strdup_printf ("tcp://127.0.0.1:%u", listener_get_port (self->listener));
  self->link = leat_link_instance_new (&tcp_link_class);
  for (const LeatOption *option = tcp_link_class.options;
       key != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    if (g_str_equal (option->key, key))
      g_assert_true (leat_option_set (option, self->link, value, NULL));
  g_assert_true (leat_link_instance_init (self->link, NULL));
}

static void
pair_connect (Pair *self)
{
  g_autoptr (GError) error = NULL;

  tcp_link_class.open (self->link, self->device, NULL, &error);
  g_assert_no_error (error);
  self->other = g_socket_accept (self->listener, NULL, NULL);
  g_assert_nonnull (self->other);
}

static void
pair_clear (Pair *self)
{
  tcp_link_class.close (self->link);
  leat_link_instance_free (self->link);
  g_clear_object (&self->other);
  g_object_unref (self->listener);
  g_free (self->device);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static void
pair_say (Pair *self, const char *text)
{
  g_assert_cmpint (g_socket_send (self->other, text, strlen (text), NULL, NULL), ==,
                   (gssize) strlen (text));
}

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (tcp_link_class.options, tcp_link_class.instance_size, &error);
  g_assert_no_error (error);
}

static void
test_judge (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair, NULL, NULL);
  g_assert_true (tcp_link_class.judge_device (pair.link, "tcp://a:1", &error));
  g_assert_false (tcp_link_class.judge_device (pair.link, "tcp://a", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

static void
test_bytes (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  LeatArrival arrival = { .struct_size = sizeof arrival };
  guint8 data[64 * 1024] = "%T\r";
  char got[4];
  gssize written;

  pair_init (&pair, NULL, NULL);
  pair_connect (&pair);
  g_assert_cmpint (tcp_link_class.read (pair.link, data, 8, &arrival, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  g_clear_error (&error);
  pair_say (&pair, "1.730\r");
  check_read (pair.link, "1.730\r");
  g_assert_cmpint (tcp_link_class.write (pair.link, data, 3, &error), ==, 3);
  g_assert_cmpint (g_socket_receive (pair.other, got, sizeof got, NULL, NULL), ==, 3);
  while ((written = tcp_link_class.write (pair.link, data, sizeof data, &error)) > 0)
    ;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

typedef struct {
  const char *name;
  gboolean is_reset;
  const char *close_ends_frame;
  const char *said; /* behind the device; NULL: the end */
} EndCase;

static const EndCase end_cases[] = {
  { "close", FALSE, "no", ": closed by the other end" },
  { "close-as-end", FALSE, "yes", NULL },
  { "reset", TRUE, "yes", ": reset by the other end" },
};

static void
test_end (gconstpointer data)
{
  const EndCase *test = data;
  g_auto (Pair) pair = { 0 };
  g_autofree char *said = NULL;

  pair_init (&pair, "close-ends-frame", test->close_ends_frame);
  pair_connect (&pair);
  pair_say (&pair, "1.7");
  check_read (pair.link, "1.7");
  if (test->is_reset)
    socket_reset (pair.other);
  else
    g_socket_close (pair.other, NULL);
  said = test->said != NULL ? g_strconcat (pair.device, test->said, NULL) : g_strdup ("");
  check_read (pair.link, said);
}

/* closed and opened again, as after each fault */
static void
test_again (void)
{
  g_auto (Pair) pair = { 0 };

  pair_init (&pair, NULL, NULL);
  for (guint life = 0; life < 3; life++)
    {
      pair_connect (&pair);
      pair_say (&pair, "x");
      check_read (pair.link, "x");
      g_clear_object (&pair.other);
      tcp_link_class.close (pair.link);
      g_assert_cmpint (tcp_link_class.get_fd (pair.link), ==, -1);
    }
}

static void
test_refused (void)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  pair_init (&pair, NULL, NULL);
  g_socket_close (pair.listener, NULL);
  g_assert_false (tcp_link_class.open (pair.link, pair.device, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_true (g_str_has_prefix (error->message, pair.device));
  g_assert_nonnull (strstr (error->message, ": connection refused: "));
  g_assert_cmpint (tcp_link_class.get_fd (pair.link), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tcp/link/table", test_table);
  g_test_add_func ("/tcp/link/judge", test_judge);
  g_test_add_func ("/tcp/link/bytes", test_bytes);
  g_test_add_func ("/tcp/link/again", test_again);
  g_test_add_func ("/tcp/link/refused", test_refused);
  for (gsize i = 0; i < G_N_ELEMENTS (end_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/tcp/link/end/%s", end_cases[i].name);

      g_test_add_data_func (path, &end_cases[i], test_end);
    }
  return g_test_run ();
}
