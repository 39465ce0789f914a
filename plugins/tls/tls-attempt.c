/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-attempt.c - one try to connect to somebody, perhaps in TLS, within a time */
#include "tls-attempt.h"

static gboolean
on_late (gpointer user_data)
{
  TlsAttempt *self = user_data;

  self->is_late = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

/* any thread */
static void
on_unwanted (GCancellable *outer, gpointer context)
{
  g_main_context_wakeup (context);
}

gboolean
tls_attempt_begin (TlsAttempt *self, const TlsTrust *trust, GCancellable *outer)
{
  *self = (TlsAttempt) { .cancellable = g_cancellable_new (), .trust = trust, .outer = outer };
  return !g_cancellable_is_cancelled (outer);
}

void
tls_attempt_wait (TlsAttempt *self, GMainContext *context, gint64 timeout)
{
  g_autoptr (GSource) timer = g_timeout_source_new ((guint) (timeout / 1000));
  gulong handler = 0;

  if (self->outer != NULL)
    handler = g_cancellable_connect (self->outer, G_CALLBACK (on_unwanted), context, NULL);
  g_source_set_callback (timer, on_late, self, NULL);
  g_source_attach (timer, context);
  while (!self->is_done)
    {
      g_main_context_iteration (context, TRUE);
      if (g_cancellable_is_cancelled (self->outer))
        g_cancellable_cancel (self->cancellable);
    }
  g_cancellable_disconnect (self->outer, handler);
  g_source_destroy (timer);
}

gboolean
tls_attempt_explain (const TlsAttempt *self, GError **error)
{
  const char *wrong = tls_verdict_explain (&self->verdict);

  if (g_cancellable_is_cancelled (self->outer))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (wrong != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "TLS: %s", wrong);
  else
    return FALSE;
  return TRUE;
}

void
tls_attempt_end (TlsAttempt *self)
{
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
}
