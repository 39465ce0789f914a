/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-layout.c - the columns of one origin's records, and their lines (RFC 4180) */
#include "csv-layout.h"
#include <string.h>
#include "csv-cell.h"

#define CSV_FLAGS_MAX 64 /* all words that flags have, and quotes */

typedef enum {
  COLUMN_CONSTANT, /* the same in all records of an origin */
  COLUMN_ID,       /* a constant, the sequence, and the quote that ends it */
  COLUMN_SEQUENCE,
  COLUMN_TIME,
  COLUMN_FIELD,
  COLUMN_QUALITY,
  COLUMN_FRAME,
} ColumnKind;

typedef struct {
  ColumnKind kind;
  guint field;
  char *constant;
  gsize length;
} Column;

/* the quality of records whose values are all good: most have the same flags */
typedef struct {
  guint32 flags;
  gsize length;
  char text[CSV_FLAGS_MAX];
} FlagsCell;

struct _CsvLayout {
  char delimiter;
  gboolean crlf;
  char *header;
  GArray *columns; /* of Column */
  guint n_fields;
  gsize bound; /* of a line without its texts */
  gboolean has_frame;
  GString *quality; /* scratch: nothing is allocated per record, also if none is good */
  FlagsCell *flags_cell; /* of the last such record; at first, of one without flags */
};

static void
add_column (CsvLayout *self, Column column)
{
  g_array_append_val (self->columns, column);
}

static void
add_constant (CsvLayout *self, const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;
  Column column = { .kind = COLUMN_CONSTANT, .constant = g_malloc (CSV_CELL_TEXT (length)) };
  char *end = csv_cell_write_text (column.constant, text, length, self->delimiter);

  column.length = (gsize) (end - column.constant);
  add_column (self, column);
}

/* if the name must be quoted, the quote that ends it comes behind the sequence */
static void
add_id (CsvLayout *self, const LeatOrigin *origin)
{
  g_autofree char *prefix = g_strconcat (origin->source, "/", origin->epoch, "/", NULL);
  Column column = { .kind = COLUMN_ID };
  Column *constant;

  add_constant (self, prefix);
  constant = &g_array_index (self->columns, Column, self->columns->len - 1);
  column.constant = constant->constant;
  column.length = constant->length;
  if (column.constant[0] == '"')
    {
      column.length--;
      column.field = 1;
    }
  *constant = column;
}

static const char *
find_tag (const LeatOrigin *origin, const char *key)
{
  for (guint i = 0; origin->tags[i] != NULL; i += 2)
    if (g_str_equal (origin->tags[i], key))
      return origin->tags[i + 1];
  return NULL;
}

static void
add_reserved (CsvLayout *self, const LeatOrigin *origin, const char *name)
{
  if (g_str_equal (name, "id"))
    add_id (self, origin);
  else if (g_str_equal (name, "source"))
    add_constant (self, origin->source);
  else if (g_str_equal (name, "epoch"))
    add_constant (self, origin->epoch);
  else if (g_str_equal (name, "gateway"))
    add_constant (self, origin->gateway);
  else if (g_str_equal (name, "schema"))
    add_constant (self, leat_schema_get_name (origin->schema));
  else if (g_str_equal (name, "sequence"))
    add_column (self, (Column) { .kind = COLUMN_SEQUENCE });
  else if (g_str_equal (name, "time"))
    add_column (self, (Column) { .kind = COLUMN_TIME });
  else if (g_str_equal (name, "quality"))
    add_column (self, (Column) { .kind = COLUMN_QUALITY });
  else
    add_column (self, (Column) { .kind = COLUMN_FRAME });
}

/* a field whose name is that of a column goes by "field.NAME" */
static char *
get_field_column (const char *name)
{
  return csv_column_is_reserved (name) ? g_strconcat ("field.", name, NULL) : g_strdup (name);
}

static void
add_all_fields (CsvLayout *self, const CsvFormat *format, const LeatSchema *schema,
                GPtrArray *header)
{
  for (guint i = 0; i < self->n_fields; i++)
    {
      const char *name = leat_schema_get_field (schema, i)->name;
      g_autofree char *column = get_field_column (name);
      g_autofree char *full = g_strconcat ("field.", name, NULL);

      if (g_strv_contains (format->columns, column) || g_strv_contains (format->columns, full))
        continue;
      add_column (self, (Column) { .kind = COLUMN_FIELD, .field = i });
      g_ptr_array_add (header, g_steal_pointer (&column));
    }
}

static void
add_named (CsvLayout *self, const LeatOrigin *origin, const char *name, GPtrArray *header)
{
  guint index;

  g_ptr_array_add (header, g_strdup (name));
  if (g_str_has_prefix (name, "tag."))
    add_constant (self, find_tag (origin, name + strlen ("tag.")));
  else if (csv_column_is_reserved (name))
    add_reserved (self, origin, name);
  else if (leat_schema_find_field (origin->schema, csv_column_get_field_name (name), &index))
    add_column (self, (Column) { .kind = COLUMN_FIELD, .field = index });
  else
    add_constant (self, NULL);
}

static char *
write_line_end (const CsvLayout *self, char *cursor)
{
  if (self->crlf)
    *cursor++ = '\r';
  *cursor++ = '\n';
  return cursor;
}

static char *
make_header (const CsvLayout *self, const GPtrArray *header)
{
  CsvText text = { 0 };
  char *cursor;

  for (guint i = 0; i < header->len; i++)
    {
      const char *name = g_ptr_array_index (header, i);

      cursor = csv_text_reserve (&text, CSV_CELL_TEXT (strlen (name)) + 1);
      if (i > 0)
        *cursor++ = self->delimiter;
      csv_text_commit (&text, csv_cell_write_text (cursor, name, strlen (name), self->delimiter));
    }
  cursor = write_line_end (self, csv_text_reserve (&text, 3));
  *cursor = '\0';
  return text.data;
}

/* a cell, and what parts it from the next */
static gsize
get_bound (const CsvLayout *self, const LeatSchema *schema)
{
  gsize bound = CSV_FLAGS_MAX; /* and the line end */

  for (guint i = 0; i < self->columns->len; i++)
    bound += g_array_index (self->columns, Column, i).length + LEAT_VALUE_TEXT_MAX + 1;
  for (guint i = 0; i < self->n_fields; i++)
    bound += strlen (leat_schema_get_field (schema, i)->name) + 32;
  return bound;
}

/**
 * csv_layout_new:
 * @format: how lines are to look; need not live on
 * @origin: whose records; need not live on
 *
 * Finds the columns of an origin's records. A field that its schema does not have is an empty
 * column.
 *
 * Returns: (transfer full): a layout
 */
CsvLayout *
csv_layout_new (const CsvFormat *format, const LeatOrigin *origin)
{
  CsvLayout *self = g_new0 (CsvLayout, 1);
  g_autoptr (GPtrArray) header = g_ptr_array_new_with_free_func (g_free);

  self->delimiter = format->delimiter;
  self->crlf = format->crlf;
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  self->quality = g_string_new (NULL);
  self->flags_cell = g_new0 (FlagsCell, 1);
  self->n_fields = leat_schema_get_n_fields (origin->schema);
  self->has_frame = g_strv_contains (format->columns, "frame");
  for (guint i = 0; format->columns[i] != NULL; i++)
    if (g_str_equal (format->columns[i], "*"))
      add_all_fields (self, format, origin->schema, header);
    else
      add_named (self, origin, format->columns[i], header);
  self->header = make_header (self, header);
  self->bound = get_bound (self, origin->schema);
  return self;
}

void
csv_layout_free (CsvLayout *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->columns->len; i++)
    g_free (g_array_index (self->columns, Column, i).constant);
  g_array_unref (self->columns);
  g_string_free (self->quality, TRUE);
  g_free (self->flags_cell);
  g_free (self->header);
  g_free (self);
}

const char *
csv_layout_get_header (const CsvLayout *self)
{
  return self->header;
}

static char *
write_sequence (char *cursor, guint64 sequence)
{
  LeatValue value = { .type = LEAT_TYPE_INT, .integer = (gint64) sequence };

  return leat_value_write (&value, cursor);
}

static char *
write_constant (char *cursor, const Column *column)
{
  memcpy (cursor, column->constant, column->length);
  return cursor + column->length;
}

static char *
write_quality (const CsvLayout *self, char *cursor, const LeatRecord *record, gboolean is_good)
{
  FlagsCell *cell = self->flags_cell;

  if (!is_good)
    return csv_cell_write_quality (cursor, record, self->quality, self->delimiter);
  if (cell->flags != record->flags)
    {
      char *end = csv_cell_write_quality (cell->text, record, self->quality, self->delimiter);

      cell->length = (gsize) (end - cell->text);
      cell->flags = record->flags;
    }
  memcpy (cursor, cell->text, cell->length);
  return cursor + cell->length;
}

static char *
write_cell (const CsvLayout *self, char *cursor, const Column *column, const LeatRecord *record,
            gboolean is_good)
{
  switch (column->kind)
    {
    case COLUMN_FIELD:
      return csv_cell_write_value (cursor, &record->values[column->field], self->delimiter);
    case COLUMN_CONSTANT:
      return write_constant (cursor, column);
    case COLUMN_ID:
      cursor = write_sequence (write_constant (cursor, column), record->sequence);
      if (column->field != 0)
        *cursor++ = '"';
      return cursor;
    case COLUMN_SEQUENCE:
      return write_sequence (cursor, record->sequence);
    case COLUMN_TIME:
      return leat_time_write (record->time, cursor);
    case COLUMN_QUALITY:
      return write_quality (self, cursor, record, is_good);
    case COLUMN_FRAME:
      return csv_cell_write_base64 (cursor, record->frame, record->frame_length);
    }
  return cursor;
}

/* of most types one look is enough: that saves a call for each */
static inline gboolean
value_is_good (const LeatValue *value)
{
  if (value->type != LEAT_TYPE_DOUBLE)
    return value->quality == LEAT_QUALITY_GOOD;
  return leat_value_get_quality (value) == LEAT_QUALITY_GOOD;
}

/**
 * csv_layout_append:
 * @record: of the layout's origin
 *
 * Appends a record as a line.
 */
void
csv_layout_append (const CsvLayout *self, CsvText *text, const LeatRecord *record)
{
  const Column *columns = (const Column *) (gpointer) self->columns->data;
  const Column *end = columns + self->columns->len;
  gboolean is_good = TRUE;
  gsize bound = self->bound;
  char *cursor;

  for (guint i = 0; i < self->n_fields; i++)
    {
      bound += CSV_CELL_TEXT (record->values[i].length);
      is_good &= value_is_good (&record->values[i]);
    }
  if (self->has_frame)
    bound += CSV_CELL_BASE64 (record->frame_length);

  cursor = csv_text_reserve (text, bound);
  for (const Column *column = columns; column < end; column++)
    {
      cursor = write_cell (self, cursor, column, record, is_good);
      *cursor++ = self->delimiter;
    }
  csv_text_commit (text, write_line_end (self, cursor - 1));
}
