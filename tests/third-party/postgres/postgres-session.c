/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* postgres-session.c - a connection to a server whose answers are waited for, but never for ever
 *
 * libpq is used without blocking (PostgreSQL 15, 34.4): each wait ends with the descriptor, the
 * deadline or the cancellable. Who does not wait any longer drops the connection: the server rolls
 * back, or has committed what is offered again with the same ids. */
#include "postgres-session.h"
#include <string.h>

/* the server's own timeout comes before ours */
#define GRACE (1 * (gint64) G_USEC_PER_SEC)
/* bytes of COPY that libpq is given at once */
#define PIECE 65536

#define STATE_LENGTH 5

/* PostgreSQL 15, appendix A; the first that fits */
static const struct {
  const char *begin;
  LeatError code;
} judgements[] = {
  { "22", LEAT_ERROR_REJECTED },     /* a value that its column does not take */
  { "23", LEAT_ERROR_REJECTED },     /* a constraint of the table */
  { "54", LEAT_ERROR_REJECTED },     /* larger than a row can be */
  { "08", LEAT_ERROR_DISCONNECTED }, /* the connection */
  { "57014", LEAT_ERROR_BUSY },      /* statement_timeout */
  { "57P", LEAT_ERROR_DISCONNECTED }, /* it starts, stops or crashed */
  { "53", LEAT_ERROR_BUSY },         /* too many connections, disk full, out of memory */
  { "40", LEAT_ERROR_BUSY },         /* deadlock, serialization */
  { "55", LEAT_ERROR_BUSY },         /* a lock */
  { "25006", LEAT_ERROR_HELD },      /* a standby takes nothing */
  { "28", LEAT_ERROR_HELD },         /* user, password, pg_hba.conf */
  { "3", LEAT_ERROR_HELD },          /* no such database, no such schema */
  { "42", LEAT_ERROR_HELD },         /* no such table or column, no right to it */
  { "0A", LEAT_ERROR_HELD },         /* not supported there */
};

LeatError
postgres_error_judge (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (judgements); i++)
    if (g_str_has_prefix (state, judgements[i].begin))
      return judgements[i].code;
  return LEAT_ERROR_FAILED;
}

static gboolean
fail_lost (PostgresSession *self, GError **error)
{
  g_autofree char *text = g_strdup (PQerrorMessage (self->connection));

  return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "%s", g_strstrip (text));
}

static gint64
get_deadline (gint64 timeout)
{
  return timeout > 0 ? g_get_monotonic_time () + timeout : -1;
}

static gboolean
wait_for (PostgresSession *self, GIOCondition condition, gint64 deadline, const char *option,
          GCancellable *cancellable, GError **error)
{
  if (leat_wait (PQsocket (self->connection), condition, deadline, cancellable, error))
    return TRUE;
  g_prefix_error (error, "the server: %s: ", option);
  return FALSE;
}

/* --- open --- */

static void
hear_remark (gpointer sink, const char *text)
{
  g_autofree char *line = g_strdup (text);

  leat_sink_note (sink, "server", "%s", g_strchomp (line));
}

/* PQERRORS_VERBOSE: "… FATAL:  28P01: password authentication failed …\nLOCATION: …": there is no
 * result that could be asked for the state while it connects */
static gboolean
fail_refused (PostgresSession *self, GError **error)
{
  g_autofree char *text = g_strdup (PQerrorMessage (self->connection));
  g_autoptr (GRegex) pattern = g_regex_new (":  ([0-9A-Z]{5}): ", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *state = NULL;
  char *location = strstr (text, "\nLOCATION: ");

  if (location != NULL)
    *location = '\0';
  if (g_regex_match (pattern, text, 0, &match))
    state = g_match_info_fetch (match, 1);
  return leat_error_fail (error,
                          state != NULL ? postgres_error_judge (state) : LEAT_ERROR_DISCONNECTED,
                          "%s", g_strstrip (text));
}

static gboolean
connect_it (PostgresSession *self, gint64 timeout, GCancellable *cancellable, GError **error)
{
  const gint64 deadline = get_deadline (timeout);
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  while (status != PGRES_POLLING_OK)
    {
      if (status == PGRES_POLLING_FAILED)
        return fail_refused (self, error);
      if (!wait_for (self, status == PGRES_POLLING_READING ? G_IO_IN : G_IO_OUT, deadline,
                     "connect-timeout=", cancellable, error))
        return FALSE;
      status = PQconnectPoll (self->connection);
    }
  return TRUE;
}

/* what flush() calls safe is on the server's disk, whatever its settings say */
static gboolean
set_up (PostgresSession *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *statements =
      g_strdup_printf ("SET client_min_messages TO warning;"
                       "SET statement_timeout TO %" G_GINT64_FORMAT ";"
                       "SELECT set_config('synchronous_commit', 'on', false)"
                       " WHERE current_setting('synchronous_commit') = 'off'",
                       (self->statement_timeout + 999) / 1000);

  return postgres_session_run (self, statements, NULL, cancellable, error);
}

gboolean
postgres_session_open (PostgresSession *self, const char *connection, const char *password,
                       gint64 connect_timeout, GCancellable *cancellable, GError **error)
{
  const char *const keys[] = { "dbname", "password", "client_encoding",
                               "fallback_application_name", NULL };
  const char *const values[] = { connection, password, "UTF8", "leat", NULL };
  gboolean done;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  self->connection = PQconnectStartParams (keys, values, TRUE);
  if (self->connection == NULL)
    return leat_error_fail (error, LEAT_ERROR_FAILED, "libpq has no memory");
  PQsetErrorVerbosity (self->connection, PQERRORS_VERBOSE);
  PQsetNoticeProcessor (self->connection, hear_remark, self->sink);
  done = PQstatus (self->connection) != CONNECTION_BAD
             ? connect_it (self, connect_timeout, cancellable, error)
             : fail_refused (self, error);
  done = done && PQsetnonblocking (self->connection, TRUE) == 0 &&
         set_up (self, cancellable, error);
  if (!done)
    postgres_session_close (self);
  return done;
}

void
postgres_session_close (PostgresSession *self)
{
  g_clear_pointer (&self->connection, PQfinish);
}

/* --- a transaction --- */

typedef struct {
  PostgresSession *session;
  gint64 deadline;
  GCancellable *cancellable;
} Wait;

/* all that libpq was given goes out; what comes in meanwhile is read, or both sides would wait */
static gboolean
send_out (const Wait *wait, GError **error)
{
  PGconn *connection = wait->session->connection;
  int left;

  while ((left = PQflush (connection)) > 0)
    {
      if (!wait_for (wait->session, G_IO_IN | G_IO_OUT, wait->deadline,
                     "statement-timeout=", wait->cancellable, error))
        return FALSE;
      if (!PQconsumeInput (connection))
        return fail_lost (wait->session, error);
    }
  return left == 0 || fail_lost (wait->session, error);
}

/* *@result: (nullable): the next one; %NULL: that was all */
static gboolean
take_result (const Wait *wait, PGresult **result, GError **error)
{
  PGconn *connection = wait->session->connection;

  while (PQisBusy (connection))
    {
      if (!wait_for (wait->session, G_IO_IN, wait->deadline,
                     "statement-timeout=", wait->cancellable, error))
        return FALSE;
      if (!PQconsumeInput (connection))
        return fail_lost (wait->session, error);
    }
  *result = PQgetResult (connection);
  return TRUE;
}

static gboolean
feed (const Wait *wait, const GString *rows, GError **error)
{
  PGconn *connection = wait->session->connection;

  for (gsize done = 0; rows != NULL && done < rows->len; done += PIECE)
    if (PQputCopyData (connection, rows->str + done, (int) MIN (PIECE, rows->len - done)) < 0)
      return fail_lost (wait->session, error);
    else if (!send_out (wait, error))
      return FALSE;
  if (PQputCopyEnd (connection, NULL) < 0)
    return fail_lost (wait->session, error);
  return send_out (wait, error);
}

static const char *
get_field (const PGresult *result, int field)
{
  const char *text = PQresultErrorField (result, field);

  return text != NULL ? text : "";
}

/* "value too long for type character varying(3) (22001); COPY …, line 1, column part: …" */
static void
explain (const PGresult *result, GError **error)
{
  const char *state = get_field (result, PG_DIAG_SQLSTATE);
  const char *detail = get_field (result, PG_DIAG_MESSAGE_DETAIL);
  const char *context = get_field (result, PG_DIAG_CONTEXT);

  if (*error != NULL)
    return;
  leat_error_fail (error, postgres_error_judge (state), "%s (%s)%s%s%s%s",
                   get_field (result, PG_DIAG_MESSAGE_PRIMARY), state, *detail != '\0' ? "; " : "",
                   detail, *context != '\0' ? "; " : "", context);
}

static gboolean
take_all (const Wait *wait, const GString *rows, GError **fault, GError **error)
{
  PGresult *result = NULL;

  while (TRUE)
    {
      ExecStatusType status;

      if (!take_result (wait, &result, error))
        return FALSE;
      if (result == NULL)
        return TRUE;
      status = PQresultStatus (result);
      if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE)
        explain (result, fault);
      PQclear (result);
      if (status == PGRES_COPY_IN && !feed (wait, rows, error))
        return FALSE;
    }
}

gboolean
postgres_session_run (PostgresSession *self, const char *statements, const GString *rows,
                      GCancellable *cancellable, GError **error)
{
  const gint64 timeout = self->statement_timeout;
  const Wait wait = { self, get_deadline (timeout > 0 ? timeout + GRACE : 0), cancellable };
  g_autoptr (GError) fault = NULL;

  if (!PQsendQuery (self->connection, statements))
    return fail_lost (self, error);
  if (!send_out (&wait, error) || !take_all (&wait, rows, &fault, error))
    return FALSE;
  if (fault == NULL)
    return TRUE;
  if (PQstatus (self->connection) == CONNECTION_BAD)
    fault->code = LEAT_ERROR_DISCONNECTED;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}
