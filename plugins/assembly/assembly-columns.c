/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-columns.c - the fields of a part, as fields= wants them */
#include "assembly-columns.h"
#include <string.h>

typedef struct {
  const AssemblyPlan *plan;
  GArray *columns; /* of AssemblyColumn */
} Making;

/* what is of the part, not of a source */
static const struct {
  const char *name;
  AssemblyColumnKind kind;
  LeatType type;
} part_columns[] = {
  { "key", ASSEMBLY_COLUMN_KEY, LEAT_TYPE_STRING },
  { "seq", ASSEMBLY_COLUMN_SEQ, LEAT_TYPE_INT },
  { "complete", ASSEMBLY_COLUMN_COMPLETE, LEAT_TYPE_BOOL },
  { "reason", ASSEMBLY_COLUMN_REASON, LEAT_TYPE_STRING },
  { "source", ASSEMBLY_COLUMN_SOURCE, LEAT_TYPE_STRING },
};

static void
clear_column (gpointer data)
{
  g_free (((AssemblyColumn *) data)->field);
  g_free (((AssemblyColumn *) data)->name);
}

/* the names of sources may have what those of fields may not */
static char *
make_name (const char *source, const char *field)
{
  char *name = g_strconcat (g_ascii_isalpha (*source) ? "" : "s", source, "_", field, NULL);

  return g_strdelimit (name, "-", '_');
}

static gboolean
is_field_name (const char *name)
{
  return *name >= 'a' && *name <= 'z' &&
         name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static gboolean
has_column (const Making *self, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (g_str_equal (g_array_index (self->columns, AssemblyColumn, i).name, name))
      return TRUE;
  return FALSE;
}

static void
add_column (Making *self, AssemblyColumn column, GError **all)
{
  if (!is_field_name (column.name))
    assembly_fault (all,
                    "fields: \"%s\" is no name of a field; a-z, 0-9 and _ are right, the first a "
                    "letter",
                    column.name);
  else if (has_column (self, column.name))
    assembly_fault (all,
                    "fields: two are called %s; NAME=SOURCE.FIELD gives one of them another name",
                    column.name);
  g_array_append_val (self->columns, column);
}

/* what a program calls by the same name has to be the same: a field has one type and one unit */
static void
check_programs (const AssemblyInput *input, const LeatField *field, GError **all)
{
  for (guint i = 0; i < input->schemas->len; i++)
    {
      const LeatSchema *schema = input->schemas->pdata[i];
      const LeatField *other;
      guint index;

      if (!leat_schema_find_field (schema, field->name, &index))
        continue;
      other = leat_schema_get_field (schema, index);
      if (other->type != field->type)
        assembly_fault (all,
                        "fields: %s.%s is of type %s, and of type %s in its schema %s: its "
                        "values there would be missing; make them one, or leave it out",
                        input->name, field->name, leat_type_get_name (field->type),
                        leat_type_get_name (other->type), leat_schema_get_name (schema));
      else if (other->unit != NULL && field->unit != NULL &&
               !g_str_equal (other->unit, field->unit))
        assembly_fault (all,
                        "fields: %s.%s has unit %s, and %s in its schema %s: its values there "
                        "would be told as what they are not; make them one, or leave it out",
                        input->name, field->name, field->unit, other->unit,
                        leat_schema_get_name (schema));
    }
}

/* @name: (transfer full) */
static void
add_source_column (Making *self, guint source, const LeatField *field, char *name, GError **all)
{
  const LeatRole role = field->role == LEAT_ROLE_JUDGEMENT ? field->role : LEAT_ROLE_NONE;
  const guint n_inputs = self->plan->by_record ? self->plan->inputs->len : 1;

  for (guint i = 0; i < n_inputs; i++)
    check_programs (assembly_plan_get (self->plan, source + i), field, all);
  add_column (self,
              (AssemblyColumn) { .kind = ASSEMBLY_COLUMN_FIELD,
                                 .source = source,
                                 .field = g_strdup (field->name),
                                 .name = name,
                                 .type = field->type,
                                 .role = role,
                                 .unit = field->unit },
              all);
}

static void
add_arrival (Making *self, guint source, char *name, GError **all)
{
  add_column (self,
              (AssemblyColumn) { .kind = ASSEMBLY_COLUMN_ARRIVAL,
                                 .source = source,
                                 .name = name,
                                 .type = LEAT_TYPE_TIME },
              all);
}

/* a source's own, all of them */
static void
add_source (Making *self, guint source, GError **all)
{
  const AssemblyInput *input = assembly_plan_get (self->plan, source);

  for (guint i = 0; i < leat_schema_get_n_fields (input->schema); i++)
    {
      const LeatField *field = leat_schema_get_field (input->schema, i);

      add_source_column (self, source, field,
                         self->plan->by_record ? g_strdup (field->name)
                                               : make_name (input->name, field->name),
                         all);
    }
}

/* @name: (nullable) (transfer full): as it is to be called; FALSE: there is no such thing */
static gboolean
add_part_column (Making *self, const char *what, char *name, GError **all)
{
  for (guint i = 0; i < G_N_ELEMENTS (part_columns); i++)
    {
      AssemblyColumn column = { .kind = part_columns[i].kind,
                        .name = name != NULL ? name : g_strdup (what),
                        .type = part_columns[i].type };

      if (!g_str_equal (part_columns[i].name, what) ||
          (column.kind == ASSEMBLY_COLUMN_SOURCE && !self->plan->by_record))
        {
          if (name == NULL)
            g_free (column.name);
          continue;
        }
      if (column.kind == ASSEMBLY_COLUMN_KEY)
        {
          column.type = self->plan->key.type;
          column.role = self->plan->key.role;
          if (self->plan->rules.match != ASSEMBLY_MATCH_KEY)
            assembly_fault (all, "fields: key: there is one with match=key alone");
        }
      add_column (self, column, all);
      return TRUE;
    }
  return FALSE;
}

/* SOURCE.FIELD, SOURCE.arrival, SOURCE.record */
static gboolean
add_named (Making *self, guint source, const char *what, char *name, GError **all)
{
  const AssemblyInput *input = assembly_plan_get (self->plan, source);
  guint index;

  if (name == NULL)
    name = self->plan->by_record ? g_strdup (what) : make_name (input->name, what);
  if (leat_schema_find_field (input->schema, what, &index))
    add_source_column (self, source, leat_schema_get_field (input->schema, index), name, all);
  else if (g_str_equal (what, "arrival"))
    add_arrival (self, source, name, all);
  else if (g_str_equal (what, "record"))
    add_column (self,
                (AssemblyColumn) { .kind = ASSEMBLY_COLUMN_RECORD,
                                   .source = source,
                                   .name = name,
                                   .type = LEAT_TYPE_STRING },
                all);
  else
    {
      g_free (name);
      return FALSE;
    }
  return TRUE;
}

/* [NAME=]WHAT */
static void
add_item (Making *self, const char *item, GError **all)
{
  const char *equals = strchr (item, '=');
  const char *what = equals != NULL ? equals + 1 : item;
  const char *point = self->plan->by_record ? NULL : strrchr (what, '.');
  g_autofree char *name = equals != NULL ? g_strndup (item, (gsize) (equals - item)) : NULL;
  guint source;

  if (point == NULL)
    {
      if (add_part_column (self, what, name, all))
        name = NULL;
      else if (!self->plan->by_record || !add_named (self, 0, what, g_steal_pointer (&name), all))
        assembly_fault (all, "fields: there is no %s; key, seq, complete, reason and %s are there",
                        what,
                        self->plan->by_record ? "source, arrival, record and FIELD"
                                              : "SOURCE.FIELD");
    }
  else if (!assembly_plan_find (self->plan, what, (gsize) (point - what), &source))
    assembly_fault (all, "fields: \"%s\": from= has no source %.*s", what, (int) (point - what),
                    what);
  else if (g_str_equal (point + 1, "*"))
    add_source (self, source, all);
  else if (!add_named (self, source, point + 1, g_steal_pointer (&name), all))
    assembly_fault (all, "fields: %.*s has no field %s; its fields, arrival and record are there",
                    (int) (point - what), what, point + 1);
}

static void
add_all (Making *self, GError **all)
{
  for (guint i = 0; i < G_N_ELEMENTS (part_columns); i++)
    if ((part_columns[i].kind != ASSEMBLY_COLUMN_KEY ||
         self->plan->rules.match == ASSEMBLY_MATCH_KEY) &&
        (part_columns[i].kind != ASSEMBLY_COLUMN_SOURCE || self->plan->by_record))
      add_part_column (self, part_columns[i].name, NULL, all);
  for (guint i = 0; i < (self->plan->by_record ? 1 : self->plan->inputs->len); i++)
    {
      add_arrival (self, i,
                   self->plan->by_record
                       ? g_strdup ("arrival")
                       : make_name (assembly_plan_get (self->plan, i)->name, "arrival"),
                   all);
      add_source (self, i, all);
    }
}

/**
 * assembly_columns_new:
 * @plan: outlives the columns
 * @fields: (nullable): as in fields=; %NULL or empty: all of them
 * @error: return location for LEAT_ERROR_CONFIG, a line for each fault
 */
GArray *
assembly_columns_new (const AssemblyPlan *plan, char **fields, GError **error)
{
  Making self = { plan, g_array_new (FALSE, TRUE, sizeof (AssemblyColumn)) };
  GError *all = NULL;

  g_array_set_clear_func (self.columns, clear_column);
  if (fields == NULL || fields[0] == NULL)
    add_all (&self, &all);
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    add_item (&self, fields[i], &all);
  if (all == NULL)
    return self.columns;
  g_propagate_error (error, all);
  g_array_unref (self.columns);
  return NULL;
}
