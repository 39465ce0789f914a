/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-attempt.h - one try to connect to somebody, perhaps in TLS, within a time */
#pragma once
#include "tls-trust.h"
G_BEGIN_DECLS

/**
 * TlsAttempt:
 * @cancellable: of this try alone; cancelled by its thread only, when something is under way
 * @trust: (nullable): %NULL: not in TLS
 * @verdict: who was met
 * @connection: (nullable): what has come of it
 * @error: (nullable): why nothing has
 * @is_late: the time was over
 * @is_done: one of both is there
 *
 * What is asked to connect sets @connection or @error, and @is_done.
 */
typedef struct {
  GCancellable   *cancellable;
  const TlsTrust *trust;
  TlsVerdict      verdict;
  gpointer        connection;
  GError         *error;
  gboolean        is_late;
  gboolean        is_done;

  GCancellable   *outer;
} TlsAttempt;

/* @outer: (nullable): ends it, too, while it is waited for. FALSE: it has ended it already, and
 * nothing is to be tried: GIO 2.74 leaks the error of a look-up that begins cancelled */
gboolean tls_attempt_begin   (TlsAttempt *self, const TlsTrust *trust, GCancellable *outer);
/* until it is done: in @context, the thread's, of which alone something happens meanwhile */
void     tls_attempt_wait    (TlsAttempt *self, GMainContext *context, gint64 timeout);
/* FALSE: it was neither cancelled, nor is it about whom was met */
gboolean tls_attempt_explain (const TlsAttempt *self, GError **error);
void     tls_attempt_end     (TlsAttempt *self);

G_END_DECLS
