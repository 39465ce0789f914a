/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* postgres.c - a sink: records become rows of a table in PostgreSQL, each of them once
 *
 * What write() takes is committed: nothing is owed between two calls. A connection that is lost
 * before the answer leaves open whether it was; the records are offered again then, and rows with
 * an id that is there are passed over. */
#include "postgres-layout.h"
#include "postgres-session.h"

#define SECONDS(n) ((double) (n) * G_USEC_PER_SEC)

/* bytes of rows in one transaction */
#define ROWS_MAX (4 * 1024 * 1024)
/* layouts of one session: schemas that are changed over and over do not fill the server */
#define LAYOUTS_MAX 64

typedef struct {
  LeatSink sink; /* first */
  char *connection;
  char *password;
  char *table;
  gboolean create;
  int columns;
  gint64 connect_timeout;
  gint64 statement_timeout;

  PostgresSession session;
  GPtrArray *layouts; /* of PostgresLayout */
  GString *rows;
  guint64 n_taken; /* records that flush() has not called safe yet */
} PostgresSink;

static const char *const column_kinds[] = { "fields", "json", NULL };

static const LeatOption postgres_options[] = {
  LEAT_OPTION_STRING (PostgresSink, connection, .key = "connection", .flags = LEAT_OPTION_REQUIRED,
                      .summary = "The server and the database as libpq has them: host=db.example "
                                 "dbname=line3 user=leat, or postgresql://leat@db.example/line3."),
  LEAT_OPTION_STRING (PostgresSink, password, .key = "password", .flags = LEAT_OPTION_SECRET,
                      .summary = "The password of that user; none: as libpq finds it."),
  LEAT_OPTION_STRING (PostgresSink, table, .key = "table", .preset = "records",
                      .summary = "The table, or SCHEMA.TABLE; it has a unique column record_id."),
  LEAT_OPTION_BOOL (PostgresSink, create, .key = "create", .preset = "no",
                    .summary = "Whether the table, and columns that it lacks, are made."),
  LEAT_OPTION_CHOICE (PostgresSink, columns, .key = "columns", .preset = "fields",
                      .choices = column_kinds,
                      .summary = "fields: a column for each field of the schema; json: "
                                 "the whole record in a column of type jsonb."),
  LEAT_OPTION_DURATION (PostgresSink, connect_timeout, .key = "connect-timeout", .preset = "10s",
                        .minimum = SECONDS (0.001), .maximum = SECONDS (3600),
                        .summary = "How long it may take until the server lets us in."),
  LEAT_OPTION_DURATION (PostgresSink, statement_timeout, .key = "statement-timeout",
                        .preset = "30s", .minimum = SECONDS (0.001), .maximum = SECONDS (86400),
                        .summary = "How long a transaction may take."),
  LEAT_OPTION_END,
};

/* --- what can be judged without a server --- */

static gboolean
check_connection (const char *connection, GError **error)
{
  g_autofree char *wrong = NULL;
  char *told = NULL;
  gboolean has_password = FALSE;
  PQconninfoOption *parts = PQconninfoParse (connection, &told);

  if (parts == NULL)
    {
      wrong = g_strdup (told != NULL ? told : "libpq has no memory");
      PQfreemem (told);
      return leat_error_fail (error, LEAT_ERROR_CONFIG, "connection: %s", g_strstrip (wrong));
    }
  for (const PQconninfoOption *part = parts; part->keyword != NULL; part++)
    has_password = has_password || (g_str_equal (part->keyword, "password") && part->val != NULL);
  PQconninfoFree (parts);
  return !has_password ||
         leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "connection: it holds a password, which everybody may see; "
                          "password-file= names a file that has it");
}

static gboolean
postgres_init (LeatSink *sink, GError **error)
{
  PostgresSink *self = (PostgresSink *) sink;
  GError *one = NULL;

  if (!check_connection (self->connection, &one))
    leat_error_join (error, one);
  one = NULL;
  if (self->table[0] == '\0' &&
      !leat_error_fail (&one, LEAT_ERROR_CONFIG, "table: it has no name; preset: records"))
    leat_error_join (error, one);
  self->layouts = g_ptr_array_new_with_free_func ((GDestroyNotify) postgres_layout_free);
  self->rows = g_string_new (NULL);
  self->session = (PostgresSession) { .sink = sink, .statement_timeout = self->statement_timeout };
  return error == NULL || *error == NULL;
}

static void
postgres_clear (LeatSink *sink)
{
  PostgresSink *self = (PostgresSink *) sink;

  g_ptr_array_unref (self->layouts);
  g_string_free (self->rows, TRUE);
}

/* --- at work --- */

static gboolean
postgres_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  PostgresSink *self = (PostgresSink *) sink;

  self->n_taken = 0;
  return postgres_session_open (&self->session, self->connection, self->password,
                                self->connect_timeout, cancellable, error);
}

static void
postgres_close (LeatSink *sink)
{
  PostgresSink *self = (PostgresSink *) sink;

  postgres_session_close (&self->session);
  g_ptr_array_set_size (self->layouts, 0);
}

/* the server's answer to what no record has part in: it refuses none */
static gboolean
run_for_table (PostgresSink *self, const char *statements, GCancellable *cancellable,
               GError **error)
{
  if (postgres_session_run (&self->session, statements, NULL, cancellable, error))
    return TRUE;
  if (error != NULL && g_error_matches (*error, LEAT_ERROR, LEAT_ERROR_REJECTED))
    (*error)->code = LEAT_ERROR_FAILED;
  g_prefix_error (error, "table %s: ", self->table);
  return FALSE;
}

/* the table is only touched if something is missing: that takes a lock which others wait for */
static gboolean
make_stage (PostgresSink *self, PostgresLayout *layout, GCancellable *cancellable, GError **error)
{
  g_autofree char *table = postgres_layout_make_table (layout);
  g_autofree char *stage = postgres_layout_make_stage (layout);
  g_autofree char *both = g_strdup_printf ("%s; %s", table, stage);
  g_autoptr (GError) failure = NULL;

  layout->is_staged = run_for_table (self, stage, cancellable, &failure);
  if (layout->is_staged)
    return TRUE;
  if (self->create && g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_HELD))
    return layout->is_staged = run_for_table (self, both, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static PostgresLayout *
find_layout (const PostgresSink *self, const LeatSchema *schema)
{
  for (guint i = 0; i < self->layouts->len; i++)
    if (((PostgresLayout *) self->layouts->pdata[i])->schema == schema)
      return self->layouts->pdata[i];
  return NULL;
}

static LeatSchema *
get_schema (const PostgresSink *self, LeatBatch *batch, guint index)
{
  if (self->columns == POSTGRES_COLUMNS_JSON)
    return NULL;
  return leat_batch_get_record (batch, index)->origin->schema;
}

static PostgresLayout *
get_layout (PostgresSink *self, LeatSchema *schema, GCancellable *cancellable, GError **error)
{
  PostgresLayout *layout = find_layout (self, schema);

  if (layout == NULL && self->layouts->len == LAYOUTS_MAX)
    {
      if (!run_for_table (self, "DISCARD TEMPORARY", cancellable, error))
        return NULL;
      g_ptr_array_set_size (self->layouts, 0);
    }
  if (layout == NULL)
    {
      layout = postgres_layout_new (self->table, schema, self->layouts->len, error);
      if (layout == NULL)
        return NULL;
      g_ptr_array_add (self->layouts, layout);
    }
  if (!layout->is_staged && !make_stage (self, layout, cancellable, error))
    return NULL;
  return layout;
}

/* as many as belong to one layout and fit into one transaction */
static guint
append_rows (PostgresSink *self, const PostgresLayout *layout, GString *rows, LeatBatch *batch,
             guint from, guint count)
{
  const gsize begin = rows->len;
  guint n = 0;

  while (n < count && rows->len - begin < ROWS_MAX &&
         get_schema (self, batch, from + n) == layout->schema)
    postgres_layout_append_row (layout, rows, leat_batch_get_record (batch, from + n++));
  return n;
}

static gboolean
postgres_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                GCancellable *cancellable, GError **error)
{
  PostgresSink *self = (PostgresSink *) sink;
  PostgresLayout *layout = get_layout (self, get_schema (self, batch, from), cancellable, error);
  g_autofree char *statements = NULL;
  guint n;

  *taken = 0;
  if (layout == NULL)
    return FALSE;
  statements = postgres_layout_make_write (layout);
  g_string_truncate (self->rows, 0);
  n = append_rows (self, layout, self->rows, batch, from, count);
  if (!postgres_session_run (&self->session, statements, self->rows, cancellable, error))
    return FALSE;
  *taken = n;
  self->n_taken += n;
  return TRUE;
}

static gboolean
postgres_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
                GError **error)
{
  PostgresSink *self = (PostgresSink *) sink;

  *safe = self->n_taken;
  self->n_taken = 0;
  return TRUE;
}

static gboolean
postgres_render (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                 GString *text, GError **error)
{
  PostgresSink *self = (PostgresSink *) sink;
  g_autoptr (PostgresLayout) layout = NULL;
  g_autofree char *statements = NULL;

  layout = postgres_layout_new (self->table, get_schema (self, batch, from), 0, error);
  if (layout == NULL)
    return FALSE;
  statements = postgres_layout_make_write (layout);
  g_string_append_printf (text, "%s\n", statements);
  *taken = append_rows (self, layout, text, batch, from, count);
  g_string_append (text, "\\.\n");
  return TRUE;
}

/* nothing is remembered, and an id is an id in any session */
static gboolean
postgres_overlap (LeatSink *sink, GError **error)
{
  return TRUE;
}

static const LeatSinkClass postgres_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (PostgresSink),
  .name = "postgres",
  .summary = "Rows of a table in PostgreSQL, each record once.",
  .options = postgres_options,
  .flags = LEAT_SINK_LASTING,
  .init = postgres_init,
  .clear = postgres_clear,
  .open = postgres_open,
  .write = postgres_write,
  .flush = postgres_flush,
  .close = postgres_close,
  .render = postgres_render,
  .overlap = postgres_overlap,
};

static const LeatSinkClass *const postgres_sinks[] = { &postgres_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "postgres", .version = "0.1.0",
                    .summary = "Records as rows of a table in PostgreSQL.",
                    .license = "LGPL-2.1-or-later", .origin = "tests/third-party of Leat",
                    .sinks = postgres_sinks)
