/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* postgres-layout.c - records as columns: the table, the statements, the rows */
#include "postgres-layout.h"
#include <string.h>

/* PostgreSQL cuts longer names off, so that two could become one */
#define NAME_MAX_LENGTH 63

typedef void (*AppendFunc) (GString *cell, const LeatRecord *record);

/* a column that every record has; an empty cell is NULL */
typedef struct {
  const char *name;
  const char *type;
  AppendFunc append;
} Column;

/* --- cells --- */

static void
append_id (GString *cell, const LeatRecord *record)
{
  g_autofree char *id = leat_record_make_id (record);

  g_string_append (cell, id);
}

static void
append_source (GString *cell, const LeatRecord *record)
{
  g_string_append (cell, record->origin->source);
}

static void
append_gateway (GString *cell, const LeatRecord *record)
{
  if (record->origin->gateway != NULL)
    g_string_append (cell, record->origin->gateway);
}

static void
append_schema (GString *cell, const LeatRecord *record)
{
  g_string_append (cell, leat_schema_get_name (record->origin->schema));
}

static void
append_time (GString *cell, const LeatRecord *record)
{
  char text[LEAT_VALUE_TEXT_MAX];

  leat_time_write (record->time, text);
  g_string_append (cell, text);
}

static void
append_tags (GString *cell, const LeatRecord *record)
{
  leat_json_append_tags (cell, record->origin);
}

static void
append_qualities (GString *cell, const LeatRecord *record)
{
  leat_json_append_qualities (cell, record);
}

static void
append_texts (GString *cell, const LeatRecord *record)
{
  leat_json_append_texts (cell, record);
}

static void
append_flags (GString *cell, const LeatRecord *record)
{
  static const char *const names[] = { "test", "clock-unsynced", "line-error", "surplus" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((record->flags & 1u << i) != 0)
      g_string_append_printf (cell, "%s%s", cell->len > 0 ? " " : "", names[i]);
}

static const Column field_columns[] = {
  { "record_id", "text COLLATE \"C\" PRIMARY KEY", append_id },
  { "record_source", "text NOT NULL", append_source },
  { "record_gateway", "text", append_gateway },
  { "record_schema", "text NOT NULL", append_schema },
  { "record_time", "timestamptz NOT NULL", append_time },
  { "record_tags", "jsonb", append_tags },
  { "record_quality", "jsonb", append_qualities },
  { "record_text", "jsonb", append_texts },
  { "record_flags", "text", append_flags },
};

static const Column json_columns[] = {
  { "record_id", "text COLLATE \"C\" PRIMARY KEY", append_id },
  { "record_source", "text NOT NULL", append_source },
  { "record_time", "timestamptz NOT NULL", append_time },
  { "record", "jsonb NOT NULL", leat_json_append_record },
};

static const char *const field_types[] = {
  [LEAT_TYPE_BOOL] = "boolean",
  [LEAT_TYPE_INT] = "bigint",
  [LEAT_TYPE_DECIMAL] = "numeric",
  [LEAT_TYPE_DOUBLE] = "double precision",
  [LEAT_TYPE_TIME] = "timestamptz",
  [LEAT_TYPE_STRING] = "text",
  [LEAT_TYPE_BYTES] = "bytea",
};

static const Column *
get_columns (const PostgresLayout *self, guint *n_columns)
{
  *n_columns = self->schema != NULL ? G_N_ELEMENTS (field_columns) : G_N_ELEMENTS (json_columns);
  return self->schema != NULL ? field_columns : json_columns;
}

static guint
get_n_fields (const PostgresLayout *self)
{
  return self->schema != NULL ? leat_schema_get_n_fields (self->schema) : 0;
}

/* --- names --- */

static void
append_name (GString *sql, const char *name)
{
  g_string_append_c (sql, '"');
  for (; *name != '\0'; name++)
    {
      if (*name == '"')
        g_string_append_c (sql, '"');
      g_string_append_c (sql, *name);
    }
  g_string_append_c (sql, '"');
}

/* "public.measurements" is a schema and a table there */
static char *
quote_table (const char *table)
{
  g_auto (GStrv) parts = g_strsplit (table, ".", 2);
  GString *sql = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (sql, '.');
      append_name (sql, parts[i]);
    }
  return g_string_free (sql, FALSE);
}

static gboolean
check_field (const PostgresLayout *self, const char *name, GError **error)
{
  guint n_columns;
  const Column *columns = get_columns (self, &n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (columns[i].name, name))
      return leat_error_fail (error, LEAT_ERROR_HELD,
                              "schema %s: its field %s has the name of a column that every record "
                              "has; columns=json takes it",
                              leat_schema_get_name (self->schema), name);
  return strlen (name) <= NAME_MAX_LENGTH ||
         leat_error_fail (error, LEAT_ERROR_HELD,
                          "schema %s: the name of its field %s is longer than %d characters; "
                          "columns=json takes it",
                          leat_schema_get_name (self->schema), name, NAME_MAX_LENGTH);
}

static char *
make_columns (const PostgresLayout *self)
{
  GString *sql = g_string_new (NULL);
  guint n_columns;
  const Column *columns = get_columns (self, &n_columns);

  for (guint i = 0; i < n_columns; i++)
    {
      if (i > 0)
        g_string_append (sql, ", ");
      append_name (sql, columns[i].name);
    }
  for (guint i = 0; i < get_n_fields (self); i++)
    {
      g_string_append (sql, ", ");
      append_name (sql, leat_schema_get_field (self->schema, i)->name);
    }
  return g_string_free (sql, FALSE);
}

PostgresLayout *
postgres_layout_new (const char *table, LeatSchema *schema, guint number, GError **error)
{
  g_autoptr (PostgresLayout) self = g_new0 (PostgresLayout, 1);

  self->schema = schema != NULL ? leat_schema_ref (schema) : NULL;
  for (guint i = 0; i < get_n_fields (self); i++)
    if (!check_field (self, leat_schema_get_field (schema, i)->name, error))
      return NULL;
  self->table = quote_table (table);
  self->stage = g_strdup_printf ("pg_temp.leat_stage_%u", number);
  self->columns = make_columns (self);
  return g_steal_pointer (&self);
}

void
postgres_layout_free (PostgresLayout *self)
{
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_free (self->table);
  g_free (self->stage);
  g_free (self->columns);
  g_free (self);
}

/* --- statements --- */

char *
postgres_layout_make_table (const PostgresLayout *self)
{
  GString *sql = g_string_new (NULL);
  guint n_columns;
  const Column *columns = get_columns (self, &n_columns);

  g_string_append_printf (sql, "CREATE TABLE IF NOT EXISTS %s (\"%s\" %s); ALTER TABLE %s ",
                          self->table, columns[0].name, columns[0].type, self->table);
  for (guint i = 1; i < n_columns; i++)
    g_string_append_printf (sql, "%sADD COLUMN IF NOT EXISTS \"%s\" %s", i > 1 ? ", " : "",
                            columns[i].name, columns[i].type);
  for (guint i = 0; i < get_n_fields (self); i++)
    {
      const LeatField *field = leat_schema_get_field (self->schema, i);

      g_string_append_printf (sql, ", ADD COLUMN IF NOT EXISTS \"%s\" %s", field->name,
                              field_types[field->type]);
    }
  return g_string_free (sql, FALSE);
}

/* with the types that the columns of the table have, whoever made it */
char *
postgres_layout_make_stage (const PostgresLayout *self)
{
  return g_strdup_printf ("CREATE TEMPORARY TABLE %s ON COMMIT DELETE ROWS AS SELECT %s FROM %s "
                          "WITH NO DATA",
                          strchr (self->stage, '.') + 1, self->columns, self->table);
}

/* one transaction, for nothing else is said of it (PostgreSQL 15, 55.2.2.1) */
char *
postgres_layout_make_write (const PostgresLayout *self)
{
  return g_strdup_printf ("COPY %s FROM STDIN; "
                          "INSERT INTO %s (%s) SELECT %s FROM %s ON CONFLICT (\"record_id\") DO "
                          "NOTHING",
                          self->stage, self->table, self->columns, self->columns, self->stage);
}

/* --- rows --- */

/* as COPY reads it: PostgreSQL 15, COPY, Text Format */
static void
append_escaped (GString *rows, const char *text, gsize length)
{
  static const char marks[] = "\\\\\bb\ff\nn\rr\tt\vv";

  for (const char *end = text + length; text < end; text++)
    {
      const char *mark = marks;

      while (*mark != '\0' && *mark != *text)
        mark += 2;
      if (*mark == '\0')
        {
          g_string_append_c (rows, *text);
          continue;
        }
      g_string_append_c (rows, '\\');
      g_string_append_c (rows, mark[1]);
    }
}

static void
append_bytes (GString *rows, const guint8 *bytes, gsize length)
{
  g_string_append (rows, "\\\\x");
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (rows, "%02x", bytes[i]);
}

static void
append_value (GString *rows, const LeatValue *value)
{
  char text[LEAT_VALUE_TEXT_MAX];

  if (!leat_value_is_present (value))
    g_string_append (rows, "\\N");
  else if (leat_value_is_text (value))
    append_escaped (rows, value->string, value->length);
  else if (value->type == LEAT_TYPE_BYTES)
    append_bytes (rows, value->bytes, value->length);
  else
    g_string_append_len (rows, text, leat_value_write (value, text) - text);
}

void
postgres_layout_append_row (const PostgresLayout *self, GString *rows, const LeatRecord *record)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  guint n_columns;
  const Column *columns = get_columns (self, &n_columns);

  for (guint i = 0; i < n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (rows, '\t');
      g_string_truncate (cell, 0);
      columns[i].append (cell, record);
      if (cell->len > 0)
        append_escaped (rows, cell->str, cell->len);
      else
        g_string_append (rows, "\\N");
    }
  for (guint i = 0; i < get_n_fields (self); i++)
    {
      g_string_append_c (rows, '\t');
      append_value (rows, &record->values[i]);
    }
  g_string_append_c (rows, '\n');
}
