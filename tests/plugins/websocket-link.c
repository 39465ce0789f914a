/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-link.c - tests a WebSocket as its host sees it, with a real service */
#include "websocket-link.h"
#include "websocket-service.h"
#include <glib-unix.h>
#include <poll.h>
#include <string.h>

typedef struct {
  LeatLinkHost host; /* first: the link's host */
  GString *told;
  guint64 n_counted;
  Service service;
  LeatLink *link;
} Pair;

static void
pair_note (LeatLink *link, const char *event, const char *text)
{
  g_string_append_printf (((Pair *) link->host)->told, "%s: %s\n", event, text);
}

static void
pair_count (LeatLink *link, const char *counter, guint64 n)
{
  g_assert_cmpstr (counter, ==, "overrun");
  ((Pair *) link->host)->n_counted += n;
}

static void
pair_reopen (Pair *self)
{
  g_autofree char *device = service_get_device (&self->service);
  g_autoptr (GError) error = NULL;

  ws_link_class.open (self->link, device, NULL, &error);
  g_assert_no_error (error);
}

/* with an option, or NULL */
static void
pair_open (Pair *self, const char *key, const char *value)
{
  self->host = (LeatLinkHost) { .count = pair_count, .note = pair_note };
  self->told = g_string_new (NULL);
  service_start (&self->service);
  self->link = leat_link_instance_new (&ws_link_class);
  self->link->host = self;
  if (key != NULL)
    g_assert_true (
        leat_option_set (leat_options_find (ws_link_class.options, key), self->link, value, NULL));
  g_assert_true (leat_link_instance_init (self->link, NULL));
  pair_reopen (self);
}

static void
pair_clear (Pair *self)
{
  ws_link_class.close (self->link);
  g_assert_cmpint (ws_link_class.get_fd (self->link), ==, -1);
  leat_link_instance_free (self->link);
  service_clear (&self->service);
  g_string_free (self->told, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static gboolean
is_ready (Pair *self)
{
  struct pollfd poller = { .fd = ws_link_class.get_fd (self->link), .events = POLLIN };

  return poll (&poller, 1, 0) == 1;
}

static gboolean
on_ready (int fd, GIOCondition condition, gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* the thread's context, and the link beside it */
static void
iterate (Pair *self)
{
  const guint watch = g_unix_fd_add (ws_link_class.get_fd (self->link), G_IO_IN, on_ready, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (watch);
}

/* as its host does: until nothing is there */
static gssize
read_some (Pair *self, guint8 *data, gsize size, LeatEnd *end, GError **error)
{
  for (;;)
    {
      LeatArrival arrival = { .struct_size = sizeof arrival };
      g_autoptr (GError) cause = NULL;
      const gssize length = ws_link_class.read (self->link, data, size, &arrival, &cause);

      *end = arrival.end;
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) && *end == LEAT_END_NO)
        {
          while (!is_ready (self))
            iterate (self);
          continue;
        }
      if (cause != NULL)
        g_propagate_error (error, g_steal_pointer (&cause));
      return length;
    }
}

/* it comes in pieces, as it was read */
static void
check_message (Pair *self, const char *expected)
{
  guint8 data[256];
  LeatEnd end = LEAT_END_NO;
  gsize total = 0;

  while (end == LEAT_END_NO)
    {
      const gssize length = read_some (self, data + total, sizeof data - total, &end, NULL);

      g_assert_cmpint (length, >, 0);
      total += (gsize) length;
    }
  g_assert_cmpmem (data, (int) total, expected, (int) strlen (expected));
  g_assert_cmpint (end, ==, LEAT_END_MESSAGE);
}

/* (transfer full): what ends it */
static char *
read_end (Pair *self)
{
  guint8 data[256];
  LeatEnd end;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (read_some (self, data, sizeof data, &end, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  return g_strdup (error->message);
}

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (ws_link_class.options, ws_link_class.instance_size, &error);
  g_assert_no_error (error);
  leat_options_check (wss_link_class.options, wss_link_class.instance_size, &error);
  g_assert_no_error (error);
  g_assert_false (ws_link_class.judge_device (NULL, "ws:///", NULL));
}

/* a message is a frame, however long; an empty one is told */
static void
test_messages (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autofree guint8 *data = g_malloc (65536);
  g_autoptr (GError) error = NULL;
  gsize total = 0;
  LeatEnd end = LEAT_END_NO;

  pair_open (&pair, NULL, NULL);
  service_say (&pair.service, "1.730");
  check_message (&pair, "1.730");
  service_say (&pair.service, "");
  service_say (&pair.service, large);
  while (end == LEAT_END_NO)
    {
      const gssize length = read_some (&pair, data, 65536, &end, NULL);

      g_assert_cmpint (length, >, 0);
      total += (gsize) length;
    }
  g_assert_cmpuint (total, ==, 100000);
  g_assert_cmpint (end, ==, LEAT_END_MESSAGE);
  g_assert_true (g_str_has_suffix (pair.told->str, "a message is passed over: it is empty\n"));
}

static void
test_send (gconstpointer data)
{
  const char *kind = data;
  g_auto (Pair) pair = { 0 };
  g_autofree char *expected = g_strconcat (kind, " %T\n", NULL);

  pair_open (&pair, "send-as", kind);
  g_assert_cmpint (ws_link_class.write (pair.link, (const guint8 *) "%T", 2, NULL), ==, 2);
  service_say (&pair.service, "1.730");
  check_message (&pair, "1.730"); /* meanwhile it was sent */
  g_mutex_lock (&pair.service.mutex);
  while (pair.service.got->len == 0)
    g_cond_wait (&pair.service.changed, &pair.service.mutex);
  g_assert_cmpstr (pair.service.got->str, ==, expected);
  g_mutex_unlock (&pair.service.mutex);
}

static void
test_send_no_text (void)
{
  g_auto (Pair) pair = { 0 };

  pair_open (&pair, NULL, NULL);
  g_assert_cmpint (ws_link_class.write (pair.link, (const guint8 *) "\xff", 1, NULL), ==, 1);
  g_assert_true (g_str_has_suffix (pair.told->str,
                                   ": a message is not sent: it is no UTF-8; send-as=binary sends "
                                   "anything\n"));
}

/* what nobody reads waits at the other end; then all of it is there */
static void
test_flood (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *text = g_strnfill (200, 'x');
  guint n_read = 0, n_idle = 0;

  pair_open (&pair, NULL, NULL);
  service_ask (&pair.service, text, 5000, FALSE);
  while (n_idle < 1000)
    n_idle += g_main_context_iteration (NULL, FALSE) ? 0 : 1;
  for (; n_read < 5000; n_read++)
    check_message (&pair, text);
  g_assert_cmpuint (n_read, ==, 5000);
}

/* as much of it as it may have is read before the end; it is no message */
static void
test_too_long (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *text = NULL;
  guint8 data[256];
  gsize total = 0;

  pair_open (&pair, "max-message", "10");
  service_say (&pair.service, "0123456789");
  check_message (&pair, "0123456789");
  service_say (&pair.service, "0123456789a");
  while (total < 10)
    {
      LeatEnd end;
      const gssize length = read_some (&pair, data + total, sizeof data - total, &end, NULL);

      g_assert_cmpint (length, >, 0);
      total += (gsize) length;
      g_assert_cmpint (end, ==, LEAT_END_NO);
    }
  g_assert_cmpmem (data, (int) total, "0123456789", 10);
  text = read_end (&pair);
  g_assert_true (g_str_has_suffix (text, ": a message is longer than 10 bytes (max-message=): as "
                                         "many are rejected, the rest is not read"));
  g_assert_cmpuint (pair.n_counted, ==, 1);
  ws_link_class.close (pair.link);
  pair_reopen (&pair);
}

typedef struct {
  const char *name;
  gboolean is_abrupt;
  const char *said;
} EndCase;

static const EndCase end_cases[] = {
  { "goodbye", FALSE, ": closed by the other end (1001: maintenance)" },
  { "cut", TRUE, NULL },
};

/* what came before the end is read before it */
static void
test_end (gconstpointer data)
{
  const EndCase *test = data;
  g_auto (Pair) pair = { 0 };
  g_autofree char *text = NULL;

  pair_open (&pair, NULL, NULL);
  service_say (&pair.service, "1.730");
  check_message (&pair, "1.730");
  service_ask (&pair.service, NULL, 0, test->is_abrupt);
  text = read_end (&pair);
  g_assert_true (g_str_has_prefix (text, "ws://127.0.0.1:"));
  if (test->said != NULL)
    g_assert_true (g_str_has_suffix (text, test->said));
}

static void
check_nothing (Pair *self)
{
  LeatArrival arrival = { .struct_size = sizeof arrival };
  g_autoptr (GError) error = NULL;
  guint8 data[256];

  g_assert_cmpint (ws_link_class.read (self->link, data, sizeof data, &arrival, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static gboolean
on_time (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
stand_still (gpointer mutex)
{
  g_mutex_lock (mutex);
  g_mutex_unlock (mutex);
  return G_SOURCE_REMOVE;
}

/* who answers pings may be silent for long; who does not is given up: its thread stands still */
static void
test_silent (void)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *text = NULL;
  gboolean is_over = FALSE;
  GMutex mutex;

  pair_open (&pair, "ping-interval", "1s");
  g_timeout_add (3000, on_time, &is_over);
  while (!is_over)
    {
      if (is_ready (&pair))
        check_nothing (&pair);
      iterate (&pair);
    }
  g_mutex_init (&mutex);
  g_mutex_lock (&mutex);
  g_main_context_invoke (pair.service.context, stand_still, &mutex);
  text = read_end (&pair);
  g_assert_true (g_str_has_suffix (
      text, ": does not answer any more: nothing was heard of it for 2000 ms (ping-interval=)"));
  g_mutex_unlock (&mutex);
}

static void
test_hurried (void)
{
  LeatLink *link = leat_link_instance_new (&ws_link_class);
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_option_set (leat_options_find (ws_link_class.options, "ping-interval"), link,
                                  "100ms", NULL));
  g_assert_false (leat_link_instance_init (link, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  leat_link_instance_free (link);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket/link/table", test_table);
  g_test_add_func ("/websocket/link/messages", test_messages);
  g_test_add_data_func ("/websocket/link/send/text", "text", test_send);
  g_test_add_data_func ("/websocket/link/send/binary", "binary", test_send);
  g_test_add_func ("/websocket/link/send/no-text", test_send_no_text);
  g_test_add_func ("/websocket/link/flood", test_flood);
  g_test_add_func ("/websocket/link/too-long", test_too_long);
  g_test_add_func ("/websocket/link/silent", test_silent);
  g_test_add_func ("/websocket/link/hurried", test_hurried);
  for (gsize i = 0; i < G_N_ELEMENTS (end_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/websocket/link/end/%s", end_cases[i].name);

      g_test_add_data_func (path, &end_cases[i], test_end);
    }
  return g_test_run ();
}
