/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* postgres-session.h - a connection to a server whose answers are waited for, but never for ever */
#pragma once
#include <leat.h>
#include <libpq-fe.h>

/**
 * PostgresSession:
 * @connection: (nullable): while it is open
 * @sink: who is told what the server remarks
 * @statement_timeout: µs; 0: none
 *
 * One connection of one sink, in one thread.
 */
typedef struct {
  PGconn   *connection;
  LeatSink *sink;
  gint64    statement_timeout;
} PostgresSession;

/* what a server means by a SQLSTATE: five characters, or fewer of the first */
LeatError postgres_error_judge  (const char *state);

gboolean  postgres_session_open (PostgresSession *self, const char *connection,
                                 const char *password, gint64 connect_timeout,
                                 GCancellable *cancellable, GError **error);
void      postgres_session_close (PostgresSession *self);
/* statements that are one transaction; @rows: (nullable): what COPY FROM STDIN among them is fed
 * with */
gboolean  postgres_session_run  (PostgresSession *self, const char *statements, const GString *rows,
                                 GCancellable *cancellable, GError **error);
