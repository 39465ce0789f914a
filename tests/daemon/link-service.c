/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link-service.c - tests how a link is served: turns, holding back, what waits to be written */
#include "links.h"
#include <string.h>

/* what is there is one batch, in however many reads it comes */
static void
test_turn (void)
{
  g_autoptr (Fixture) fixture = fixture_new_fifo ("chunk=1\n");
  g_autoptr (GBytes) raw = NULL;
  guint64 offset = 0;

  say (fixture, "a\rb\rc\rha", 8);
  await_records (fixture, 3);
  g_assert_cmpuint (fixture->n_batches, ==, 1);
  g_assert_cmpuint (fixture->n_received, ==, 1);
  g_assert_cmpuint (fixture->counters[LEATD_SOURCE_BYTES], ==, 8);
  g_assert_cmpuint (fixture->counters[LEATD_SOURCE_PENDING_BYTES], ==, 2);
  raw = leatd_ring_copy (fixture->ring, &offset);
  g_assert_cmpmem (g_bytes_get_data (raw, NULL), (int) g_bytes_get_size (raw), "a\rb\rc\rha", 8);
}

/* a lone record costs one read: whether there is more, a poll tells */
static void
test_lone (void)
{
  g_autoptr (Fixture) fixture = fixture_new_fifo ("chunk=2\nread-out=yes\n");

  say (fixture, "a\rb\rc\rha", 8);
  await_records (fixture, 3);
  g_assert_cmpuint (fixture->n_batches, ==, 3);
  g_assert_cmpuint (fixture->n_received, ==, 3);
  run_what_is_ready ();
  g_assert_cmpuint (fixture->counters[LEATD_SOURCE_BYTES], ==, 8);
  g_assert_cmpuint (fixture->counters[LEATD_SOURCE_PENDING_BYTES], ==, 2);
}

/* a turn has an end; what it left is read without anything new to wake for it */
static void
test_more (gconstpointer data)
{
  g_autoptr (Fixture) fixture = fixture_new_fifo (data);
  g_autofree char *text = g_malloc (200000);

  for (guint i = 0; i < 200000; i++)
    text[i] = i % 10 == 9 ? '\r' : 'x';
  say (fixture, text, 200000);
  await_records (fixture, 20000);
  g_assert_cmpuint (fixture->n_batches, ==, 4);
  g_assert_cmpuint (fixture->counters[LEATD_SOURCE_BYTES], ==, 200000);
}

static void
test_hold (void)
{
  g_autoptr (Fixture) fixture = fixture_new_fifo ("");

  fixture->push = LEAT_PUSH_FULL;
  say (fixture, "a\r", 2);
  await_records (fixture, 1);
  say (fixture, "b\r", 2);
  run_what_is_ready ();
  leatd_link_service_read_rest (fixture->service);
  g_assert_cmpuint (fixture->n_records, ==, 1);
  fixture->push = LEAT_PUSH_ROOM;
  leatd_link_service_resume (fixture->service);
  await_records (fixture, 2);
}

/* a hangup while nothing is read wakes nobody; it is seen, behind what stood in the line, when
 * there is room again */
static void
test_hangup_while_held (void)
{
  g_autoptr (Fixture) fixture = fixture_new_fifo ("");

  leatd_link_service_hold (fixture->service);
  say (fixture, "a\rb\r", 4);
  close (fixture->other);
  fixture->other = -1;
  for (guint i = 0; i < 3; i++)
    g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_false (fixture->ended);
  leatd_link_service_resume (fixture->service);
  while (!fixture->ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->n_records, ==, 2);
}

static void
test_read_rest (gconstpointer data)
{
  g_autoptr (Fixture) fixture = fixture_new_fifo (data);
  g_autofree char *text = g_strnfill (150000, '\r');

  memcpy (text, "a\rb\r", 4);
  memcpy (text + 149998, "c\r", 2);
  say (fixture, text, 150000);
  leatd_link_service_read_rest (fixture->service);
  g_assert_cmpuint (fixture->n_records, ==, 3);
  leatd_link_service_close (fixture->service);
  leatd_link_service_read_rest (fixture->service);
  g_assert_false (leatd_link_service_is_open (fixture->service));
}

/* half a frame is whole at the end of a file, and cut at a hangup */
static void
test_end (gconstpointer data)
{
  gboolean hangup = data != NULL;
  g_autoptr (Fixture) fixture = fixture_new_fifo (hangup ? "at-end=hangup\n" : "");

  say (fixture, "a\rha", 4);
  close (fixture->other);
  fixture->other = -1;
  while (!fixture->ended)
    g_main_context_iteration (NULL, TRUE);
  if (hangup)
    g_assert_error (fixture->error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  else
    g_assert_no_error (fixture->error);
  g_assert_false (leatd_link_service_is_open (fixture->service));
  g_assert_cmpuint (fixture->n_records, ==, hangup ? 1 : 2);
  g_assert_cmpuint (fixture->counters[LEATD_SOURCE_REJECT_BYTES], ==, hangup ? 2 : 0);
}

/* what waits is bounded, goes out when the device takes it, and not behind a close */
static void
test_write (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *keys = g_strdup_printf ("sent=%s/sent\n", folder);
  g_autofree char *sent = g_build_filename (folder, "sent", NULL);
  g_autofree char *text = g_strnfill (64 * 1024, 'x');
  g_autofree char *written = NULL;
  g_autoptr (Fixture) fixture = fixture_new_pty (keys);
  g_autoptr (GBytes) much = g_bytes_new (text, 64 * 1024);
  g_autoptr (GBytes) one = g_bytes_new ("y", 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_link_service_write (fixture->service, much, NULL));
  g_assert_false (leatd_link_service_write (fixture->service, one, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_clear_error (&error);
  while (!g_file_test (sent, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (leatd_link_service_write (fixture->service, one, NULL));
  while (written == NULL || strlen (written) < 64 * 1024 + 1)
    {
      g_free (written);
      g_main_context_iteration (NULL, TRUE);
      g_file_get_contents (sent, &written, NULL, NULL);
    }
  g_assert_cmpstr (written + 64 * 1024, ==, "y");
  leatd_link_service_close (fixture->service);
  g_assert_false (leatd_link_service_write (fixture->service, one, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

/* at its close a link is offered what waits once more; what it does not take is counted and told */
static void
test_close (gconstpointer data)
{
  gboolean full = data != NULL;
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *keys = g_strdup_printf ("sent=%s/sent\ntakes=%d\n", folder, full ? 4 : 0);
  g_autofree char *path = g_build_filename (folder, "sent", NULL);
  g_autofree char *sent = NULL;
  g_autoptr (Fixture) fixture = fixture_new_fifo (keys);
  g_autoptr (GBytes) text = g_bytes_new ("0123456789", 10);

  g_assert_true (leatd_link_service_write (fixture->service, text, NULL));
  leatd_link_service_close (fixture->service);
  g_assert_true (g_file_get_contents (path, &sent, NULL, NULL));
  g_assert_cmpstr (sent, ==, full ? "0123" : "0123456789");
  g_assert_cmpuint (fixture->counters[LEATD_SOURCE_OUTPUT_DROPS], ==, full ? 6 : 0);
  g_assert_cmpuint (heard_count ("line output: *: 6 bytes for the device were given up*"), ==,
                    full ? 1 : 0);
}

/* it is opened anew after its end, and a device that is not there is an error that names it */
static void
test_open (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "input", NULL);
  g_autoptr (Fixture) fixture = fixture_new (path, "");
  g_autoptr (GError) error = NULL;

  g_assert_null (leatd_link_service_open (fixture->service, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_set_contents (path, "a\rb\r", -1, NULL));
  for (guint life = 1; life <= 3; life++)
    {
      fixture->ended = FALSE;
      fixture_open (fixture);
      while (!fixture->ended)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (fixture->n_records, ==, 2 * life);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-service/turn", test_turn);
  g_test_add_func ("/link-service/lone", test_lone);
  g_test_add_data_func ("/link-service/more/kept", "chunk=4096\n", test_more);
  g_test_add_data_func ("/link-service/more/read-out", "chunk=4096\nread-out=yes\n", test_more);
  g_test_add_func ("/link-service/hold", test_hold);
  g_test_add_func ("/link-service/hangup-while-held", test_hangup_while_held);
  g_test_add_data_func ("/link-service/read-rest/kept", "chunk=100\n", test_read_rest);
  g_test_add_data_func ("/link-service/read-rest/read-out", "chunk=100\nread-out=yes\n",
                        test_read_rest);
  g_test_add_data_func ("/link-service/end/file", NULL, test_end);
  g_test_add_data_func ("/link-service/end/hangup", "hangup", test_end);
  g_test_add_func ("/link-service/write", test_write);
  g_test_add_data_func ("/link-service/close/taken", NULL, test_close);
  g_test_add_data_func ("/link-service/close/given-up", "full", test_close);
  g_test_add_func ("/link-service/open", test_open);
  return g_test_run ();
}
