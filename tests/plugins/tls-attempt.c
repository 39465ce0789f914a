/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-attempt.c - tests that a try to connect ends: it is done, too late, or not wanted any more */
#include "tls-attempt.h"

/* what connects gives up when it is told to */
static void
on_given_up (GCancellable *cancellable, gpointer user_data)
{
  TlsAttempt *attempt = user_data;

  attempt->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "given up");
  attempt->is_done = TRUE;
}

static gboolean
on_connected (gpointer user_data)
{
  TlsAttempt *attempt = user_data;

  attempt->connection = attempt;
  attempt->is_done = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
on_unwanted (gpointer outer)
{
  g_cancellable_cancel (outer);
  return G_SOURCE_REMOVE;
}

static void
run (TlsAttempt *attempt, GCancellable *outer, gint64 timeout, GSourceFunc happens, gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) source = g_idle_source_new ();

  g_assert_true (tls_attempt_begin (attempt, NULL, outer));
  g_cancellable_connect (attempt->cancellable, G_CALLBACK (on_given_up), attempt, NULL);
  g_source_set_callback (source, happens, data, NULL);
  if (happens != NULL)
    g_source_attach (source, context);
  tls_attempt_wait (attempt, context, timeout);
}

static void
test_connected (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  TlsAttempt attempt;

  run (&attempt, outer, 60 * G_USEC_PER_SEC, on_connected, &attempt);
  g_assert_true (attempt.connection == &attempt);
  g_assert_false (attempt.is_late || tls_attempt_explain (&attempt, NULL));
  tls_attempt_end (&attempt);
}

static void
test_late (void)
{
  TlsAttempt attempt;

  run (&attempt, NULL, 10000, NULL, NULL);
  g_assert_true (attempt.is_late && attempt.connection == NULL && attempt.error != NULL);
  g_assert_false (tls_attempt_explain (&attempt, NULL));
  tls_attempt_end (&attempt);
}

static void
test_unwanted (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TlsAttempt attempt;

  run (&attempt, outer, 60 * G_USEC_PER_SEC, on_unwanted, outer);
  g_assert_false (attempt.is_late);
  g_assert_true (tls_attempt_explain (&attempt, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tls_attempt_end (&attempt);
}

/* nothing is tried, and it is told as any other that is cancelled */
static void
test_unwanted_before (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TlsAttempt attempt;

  g_cancellable_cancel (outer);
  g_assert_false (tls_attempt_begin (&attempt, NULL, outer));
  g_assert_true (tls_attempt_explain (&attempt, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tls_attempt_end (&attempt);
}

/* by another thread, after it was asked and before a look-up began: that begins, and is given up */
static void
test_unwanted_between (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  TlsAttempt attempt;

  g_assert_true (tls_attempt_begin (&attempt, NULL, outer));
  g_cancellable_cancel (outer);
  g_assert_false (g_cancellable_is_cancelled (attempt.cancellable));
  g_cancellable_connect (attempt.cancellable, G_CALLBACK (on_given_up), &attempt, NULL);
  tls_attempt_wait (&attempt, context, 60 * G_USEC_PER_SEC);
  g_assert_true (attempt.error != NULL && !attempt.is_late);
  g_assert_true (tls_attempt_explain (&attempt, NULL));
  tls_attempt_end (&attempt);
}

static void
test_stranger (void)
{
  g_autoptr (GError) error = NULL;
  TlsAttempt attempt;

  run (&attempt, NULL, 60 * G_USEC_PER_SEC, on_connected, &attempt);
  attempt.verdict.errors = G_TLS_CERTIFICATE_EXPIRED;
  g_assert_true (tls_attempt_explain (&attempt, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (error->message, ==, "TLS: its certificate has expired");
  tls_attempt_end (&attempt);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls/attempt/connected", test_connected);
  g_test_add_func ("/tls/attempt/late", test_late);
  g_test_add_func ("/tls/attempt/unwanted", test_unwanted);
  g_test_add_func ("/tls/attempt/unwanted-before", test_unwanted_before);
  g_test_add_func ("/tls/attempt/unwanted-between", test_unwanted_between);
  g_test_add_func ("/tls/attempt/stranger", test_stranger);
  return g_test_run ();
}
