/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-shape.c - what the record of a part looks like, and how it is made of its partners' */
#include "assembly-shape.h"
#include "assembly-columns.h"
#include <string.h>

#define NOWHERE G_MAXUINT

struct _AssemblyShape {
  const AssemblyPlan *plan;
  GArray *columns; /* of AssemblyColumn */
  LeatSchema *schema;
  LeatSchema **looked; /* of each source: what the indexes are of; NULL: not known yet */
  guint *keys;         /* of each source: where its key is */
  guint *clocks;
};

static LeatSchema *
make_schema (AssemblyShape *self)
{
  g_autofree LeatField *fields = g_new0 (LeatField, self->columns->len);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const AssemblyColumn *column = &g_array_index (self->columns, AssemblyColumn, i);

      fields[i] = (LeatField) { .name = column->name,
                                .type = column->type,
                                .role = column->role,
                                .unit = column->unit };
    }
  return leat_schema_new ("assembly", fields, self->columns->len);
}

/**
 * assembly_shape_new:
 * @plan: outlives the shape
 * @fields: (nullable): as in fields=; %NULL or empty: all of them
 * @error: return location for LEAT_ERROR_CONFIG, a line for each fault
 */
AssemblyShape *
assembly_shape_new (const AssemblyPlan *plan, char **fields, GError **error)
{
  g_autoptr (AssemblyShape) self = g_new0 (AssemblyShape, 1);

  self->plan = plan;
  self->looked = g_new0 (LeatSchema *, plan->inputs->len);
  self->keys = g_new0 (guint, plan->inputs->len);
  self->clocks = g_new0 (guint, plan->inputs->len);
  self->columns = assembly_columns_new (plan, fields, error);
  if (self->columns == NULL)
    return NULL;
  self->schema = make_schema (self);
  return g_steal_pointer (&self);
}

void
assembly_shape_free (AssemblyShape *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->plan->inputs->len; i++)
    g_clear_pointer (&self->looked[i], leat_schema_unref);
  g_clear_pointer (&self->schema, leat_schema_unref);
  g_clear_pointer (&self->columns, g_array_unref);
  g_free (self->looked);
  g_free (self->keys);
  g_free (self->clocks);
  g_free (self);
}

LeatSchema *
assembly_shape_get_schema (AssemblyShape *self)
{
  return self->schema;
}

/* --- records --- */

static guint
find_index (const LeatSchema *schema, const char *name, LeatType type)
{
  guint index;

  if (name == NULL || !leat_schema_find_field (schema, name, &index))
    return NOWHERE;
  return type == leat_schema_get_field (schema, index)->type ? index : NOWHERE;
}

static LeatType
get_type (const AssemblyInput *input, const char *name)
{
  guint index;

  return name != NULL && leat_schema_find_field (input->schema, name, &index)
             ? leat_schema_get_field (input->schema, index)->type
             : LEAT_TYPE_BOOL;
}

/* as it was checked: what a program's records lack is no news */
static gboolean
is_known (const AssemblyInput *input, const LeatSchema *schema)
{
  for (guint i = 0; i < input->schemas->len; i++)
    if (g_str_equal (leat_schema_get_hash (input->schemas->pdata[i]),
                     leat_schema_get_hash (schema)))
      return TRUE;
  return FALSE;
}

static gboolean
find_indexes (AssemblyShape *self, guint source, LeatSchema *schema)
{
  const AssemblyInput *input = assembly_plan_get (self->plan, source);
  const gboolean known = is_known (input, schema);
  gboolean found = TRUE;

  g_clear_pointer (&self->looked[source], leat_schema_unref);
  self->looked[source] = leat_schema_ref (schema);
  self->keys[source] = find_index (schema, input->key, get_type (input, input->key));
  self->clocks[source] = find_index (schema, input->clock, LEAT_TYPE_TIME);
  for (guint i = 0; i < self->columns->len; i++)
    {
      AssemblyColumn *column = &g_array_index (self->columns, AssemblyColumn, i);

      if (column->kind != ASSEMBLY_COLUMN_FIELD ||
          (column->source != source && !self->plan->by_record))
        continue;
      column->indexes[source] = find_index (schema, column->field, column->type);
      found = found && (known || column->indexes[source] != NOWHERE);
    }
  return found && (input->key == NULL || self->keys[source] != NOWHERE);
}

/* "17" and 17 are the same key; "017" is another one */
static void
set_text_key (AssemblyKey *key, const LeatValue *value)
{
  char digits[32];
  gint64 number;

  key->text = value->string;
  key->length = value->length;
  if (value->length == 0 || value->length > 18)
    return;
  number = g_ascii_strtoll (value->string, NULL, 10);
  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number);
  if (strlen (digits) != value->length || memcmp (digits, value->string, value->length) != 0)
    return;
  key->text = NULL;
  key->number = number;
}

static void
set_key (AssemblyKey *key, const LeatValue *value)
{
  *key = (AssemblyKey) { .is_set = leat_value_is_present (value) };
  if (!key->is_set)
    return;
  if (value->type == LEAT_TYPE_STRING || value->length > 0)
    set_text_key (key, value);
  else if (value->type == LEAT_TYPE_BOOL)
    key->number = value->boolean;
  else
    key->number = value->integer;
}

gboolean
assembly_shape_look (AssemblyShape *self, AssemblyKept *record)
{
  const guint source = record->table.source;
  LeatSchema *schema = record->origin->schema;
  const gboolean found = schema == self->looked[source] || find_indexes (self, source, schema);
  const guint key = self->keys[source], clock = self->clocks[source];

  record->table.key = (AssemblyKey) { .is_set = FALSE };
  if (assembly_plan_get (self->plan, source)->key != NULL && key != NOWHERE)
    set_key (&record->table.key, &record->values[key]);
  if (assembly_plan_get (self->plan, source)->clock != NULL && clock != NOWHERE &&
      leat_value_is_present (&record->values[clock]))
    record->table.moment = record->values[clock].integer;
  return found;
}

static void
set_key_cell (const AssemblyShape *self, LeatBatch *batch, guint index, LeatType type,
              const AssemblyKept *record)
{
  const LeatValue *value = &record->values[self->keys[record->table.source]];
  char text[LEAT_VALUE_TEXT_MAX];

  if (!record->table.key.is_set)
    return;
  if (type == LEAT_TYPE_INT)
    leat_batch_set_value (batch, index, value);
  else if (value->length > 0 || value->type == LEAT_TYPE_STRING)
    leat_batch_set_string (batch, index, value->string, value->length);
  else
    leat_batch_set_string (batch, index, text, leat_value_write (value, text) - text);
}

static void
set_record_cell (LeatBatch *batch, guint index, const AssemblyKept *record)
{
  char text[64];
  const int length = g_snprintf (text, sizeof text, "%s/%" G_GUINT64_FORMAT, record->origin->epoch,
                                 record->sequence);

  leat_batch_set_string (batch, index, text, length);
}

static void
set_source_cell (LeatBatch *batch, guint index, const AssemblyColumn *column,
                 const AssemblyKept *record)
{
  const guint field = column->indexes[record->table.source];

  if (column->kind == ASSEMBLY_COLUMN_ARRIVAL)
    leat_batch_set_time (batch, index, record->time);
  else if (column->kind == ASSEMBLY_COLUMN_RECORD)
    set_record_cell (batch, index, record);
  else if (field != NOWHERE)
    leat_batch_set_value (batch, index, &record->values[field]);
}

/* the oldest of it: the part came with that */
static const AssemblyKept *
find_first (AssemblyRecord *const *records, guint n_sources)
{
  const AssemblyRecord *first = NULL;

  for (guint i = 0; i < n_sources; i++)
    if (records[i] != NULL && (first == NULL || records[i]->number < first->number))
      first = records[i];
  return (const AssemblyKept *) first;
}

/* what a record of a part is made of */
typedef struct {
  AssemblyReason reason;
  AssemblyRecord *const *records;
  const AssemblyKept *first;
  const AssemblyKept *about; /* with give=records; NULL: all of them */
  guint64 part;              /* number of the part */
} Making;

static void
set_cell (const AssemblyShape *self, LeatBatch *batch, guint index, const Making *making)
{
  const AssemblyColumn *column = &g_array_index (self->columns, AssemblyColumn, index);
  const AssemblyKept *record = making->about;

  switch (column->kind)
    {
    case ASSEMBLY_COLUMN_KEY:
      set_key_cell (self, batch, index, column->type, making->first);
      break;
    case ASSEMBLY_COLUMN_SEQ: leat_batch_set_int (batch, index, (gint64) making->part); break;
    case ASSEMBLY_COLUMN_COMPLETE:
      leat_batch_set_bool (batch, index, making->reason == ASSEMBLY_COMPLETE);
      break;
    case ASSEMBLY_COLUMN_REASON:
      leat_batch_set_string (batch, index, assembly_reason_get_name (making->reason), -1);
      break;
    case ASSEMBLY_COLUMN_SOURCE:
      leat_batch_set_string (batch, index, record->origin->source, -1);
      break;
    case ASSEMBLY_COLUMN_ARRIVAL:
    case ASSEMBLY_COLUMN_RECORD:
    case ASSEMBLY_COLUMN_FIELD:
      if (record == NULL)
        record = (const AssemblyKept *) making->records[column->source];
      if (record != NULL)
        set_source_cell (batch, index, column, record);
      break;
    }
}

static void
append_record (AssemblyShape *self, LeatBatch *batch, const LeatOrigin *origin, guint32 flags,
               const Making *making, guint64 sequence)
{
  const AssemblyKept *of = making->about != NULL ? making->about : making->first;

  leat_batch_append (batch, origin, (LeatMoment) { of->time, of->monotonic });
  leat_batch_set_sequence (batch, sequence);
  leat_batch_add_flags (batch, (LeatRecordFlags) flags);
  for (guint i = 0; i < self->columns->len; i++)
    set_cell (self, batch, i, making);
}

/* how many records it makes of a part */
guint
assembly_shape_count (const AssemblyShape *self, AssemblyRecord *const *records)
{
  guint n_records = 0;

  for (guint i = 0; i < self->plan->rules.n_sources; i++)
    n_records += records[i] != NULL;
  return self->plan->by_record ? n_records : 1;
}

/**
 * assembly_shape_append:
 * @origin: of the shape's schema
 * @records: one for each source, looked at; %NULL: it is missing, and so are its fields
 * @sequence: of the part: of the first of its records
 */
void
assembly_shape_append (AssemblyShape *self, LeatBatch *batch, const LeatOrigin *origin,
                       AssemblyReason reason, AssemblyRecord *const *records, guint64 sequence)
{
  const guint n_sources = self->plan->rules.n_sources;
  Making making = { reason, records, find_first (records, n_sources), NULL, sequence };
  guint32 flags = 0;

  for (guint i = 0; i < n_sources; i++)
    {
      const AssemblyKept *record = (const AssemblyKept *) records[i];

      if (record == NULL)
        continue;
      flags |= record->flags;
      if (record->origin->schema != self->looked[i])
        find_indexes (self, i, record->origin->schema);
    }
  if (!self->plan->by_record)
    append_record (self, batch, origin, flags, &making, sequence);
  for (guint i = 0; self->plan->by_record && i < n_sources; i++)
    {
      making.about = (const AssemblyKept *) records[i];
      if (making.about != NULL)
        append_record (self, batch, origin, making.about->flags, &making, sequence++);
    }
}
