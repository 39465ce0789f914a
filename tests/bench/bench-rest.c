/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-rest.c - how many requests a second a rest sink makes, beside bare libsoup */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../plugins/rest-worker.h"

static double
seconds_since (gint64 begun)
{
  return (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
}

/* the same requests by libsoup alone: no record, no judgement */
static double
run_bare (const char *url, guint n)
{
  g_autoptr (SoupSession) soup = soup_session_new ();
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 1, 1);
  gint64 begun = g_get_monotonic_time ();

  leat_json_append_record (body, leat_batch_get_record (batch, 0));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
      g_autoptr (GBytes) bytes = g_bytes_new_static (body->str, body->len);
      g_autoptr (GBytes) answer = NULL;
      g_autoptr (GError) error = NULL;

      soup_message_set_flags (message, SOUP_MESSAGE_IDEMPOTENT);
      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
      answer = soup_session_send_and_read (soup, message, NULL, &error);
      g_assert_no_error (error);
    }
  return n / seconds_since (begun);
}

static double
run_sink (RestWorker *worker, guint n, guint batch_records)
{
  g_autoptr (LeatBatch) batch = rest_new_batch ("camera0", 1, n);
  gint64 begun = g_get_monotonic_time ();
  guint taken;

  for (guint from = 0; from < n; from += taken)
    {
      g_autoptr (GError) error = NULL;

      rest_worker_write (worker, batch, from, MIN (batch_records, n - from), &taken, &error);
      g_assert_no_error (error);
    }
  return n / seconds_since (begun);
}

int
main (int argc, char **argv)
{
  static const char *const single[] = { "url", "URL/records/", NULL };
  static const char *const lines[] = { "url", "URL/records/", "body", "json-lines", NULL };
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 20000;
  g_autofree char *url = NULL;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, NULL);
  fake_server_forget (worker.server);
  url = g_strconcat (worker.url, "/records/", NULL);
  for (guint round = 0; round < 3; round++)
    {
      double bare = run_bare (url, n);
      double one, many;

      rest_worker_open (&worker, single, NULL);
      one = run_sink (&worker, n, 1);
      rest_worker_close (&worker);
      rest_worker_open (&worker, lines, NULL);
      many = run_sink (&worker, 10 * n, 1000);
      rest_worker_close (&worker);
      printf ("bare libsoup %.0f requests/s; rest %.0f requests/s (%.2f of it); batches of 1000: "
              "%.0f records/s\n",
              bare, one, one / bare, many);
    }
  rest_worker_clear (&worker);
  return 0;
}
