/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-plan.c - what the options mean for the sources that are given: keys, stamps, rules */
#include "assembly-plan.h"
#include <string.h>

/* one more of those that are told at once */
void
assembly_fault (GError **all, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  leat_error_join (all, g_error_new_valist (LEAT_ERROR, LEAT_ERROR_CONFIG, format, arguments));
  va_end (arguments);
}

/* told at once: several may be wrong */
static gboolean
tell (GError **error, GError *all)
{
  if (all == NULL)
    return TRUE;
  g_propagate_error (error, all);
  return FALSE;
}

gboolean
assembly_options_check (const AssemblyOptions *self, GError **error)
{
  GError *all = NULL;

  if (self->match == ASSEMBLY_MATCH_WINDOW && self->window == 0)
    assembly_fault (&all, "window: is missing; match=window needs to know how near partners are");
  if (self->match != ASSEMBLY_MATCH_WINDOW && self->window > 0)
    assembly_fault (&all, "window: is for match=window; skew= says how far apart partners may be");
  if (self->match == ASSEMBLY_MATCH_WINDOW && self->skew > 0)
    assembly_fault (&all,
                    "skew: with match=window it is window= that says how far apart they may be");
  if (self->match == ASSEMBLY_MATCH_WINDOW && self->timeout < self->window)
    assembly_fault (&all, "timeout: is shorter than window=: no partner could come so late");
  if (self->match != ASSEMBLY_MATCH_KEY && self->keys != NULL && self->keys[0] != NULL)
    assembly_fault (&all, "key: is for match=key");
  if (self->match == ASSEMBLY_MATCH_LATEST && (self->stamps == NULL || self->stamps[0] == NULL))
    assembly_fault (&all,
                    "stamp: is missing; with match=latest it names the source whose last record "
                    "goes with all that follow it");
  if (self->match != ASSEMBLY_MATCH_LATEST && self->stamps != NULL && self->stamps[0] != NULL)
    assembly_fault (&all, "stamp: is for match=latest");
  return tell (error, all);
}

static void
clear_input (gpointer data)
{
  AssemblyInput *self = data;

  g_free (self->name);
  g_free (self->key);
  g_free (self->clock);
  leat_schema_unref (self->schema);
  g_ptr_array_unref (self->schemas);
}

const AssemblyInput *
assembly_plan_get (const AssemblyPlan *self, guint source)
{
  return &g_array_index (self->inputs, AssemblyInput, source);
}

gboolean
assembly_plan_find (const AssemblyPlan *self, const char *name, gsize length, guint *source)
{
  for (guint i = 0; i < self->inputs->len; i++)
    {
      const char *other = assembly_plan_get (self, i)->name;

      if (strlen (other) != length || strncmp (other, name, length) != 0)
        continue;
      *source = i;
      return TRUE;
    }
  return FALSE;
}

/* --- keys --- */

static const LeatField *
find_field (const AssemblyInput *input, const char *name)
{
  guint index;

  return leat_schema_find_field (input->schema, name, &index)
             ? leat_schema_get_field (input->schema, index)
             : NULL;
}

/* SOURCE:FIELD */
static void
read_own_key (AssemblyPlan *self, const char *key, GError **all)
{
  const char *colon = strchr (key, ':');
  guint source;

  if (!assembly_plan_find (self, key, (gsize) (colon - key), &source))
    {
      assembly_fault (all, "key: \"%s\": from= has no such source; SOURCE:FIELD is right", key);
      return;
    }
  g_free (assembly_plan_get (self, source)->key);
  g_array_index (self->inputs, AssemblyInput, source).key = g_strdup (colon + 1);
}

/* FIELD, of all that have none of their own */
static void
read_common_key (AssemblyPlan *self, const char *key)
{
  for (guint i = 0; i < self->inputs->len; i++)
    if (assembly_plan_get (self, i)->key == NULL)
      g_array_index (self->inputs, AssemblyInput, i).key = g_strdup (key);
}

static void
read_keys (AssemblyPlan *self, char **keys, GError **all)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (strchr (keys[i], ':') != NULL)
      read_own_key (self, keys[i], all);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (strchr (keys[i], ':') == NULL)
      read_common_key (self, keys[i]);
}

static const LeatField *
find_role (const AssemblyInput *input, LeatRole role)
{
  guint index;

  return leat_schema_find_role (input->schema, role, &index)
             ? leat_schema_get_field (input->schema, index)
             : NULL;
}

/* the first of its schemas that has such a field */
static const LeatSchema *
find_owner (const AssemblyInput *input, const char *name)
{
  guint index;

  for (guint i = 0; i < input->schemas->len; i++)
    if (leat_schema_find_field (input->schemas->pdata[i], name, &index))
      return input->schemas->pdata[i];
  return NULL;
}

/* records of each program are to have the key, and one that is alike */
static void
check_programs (const AssemblyInput *input, const LeatField *key, GError **all)
{
  const char *owner = leat_schema_get_name (find_owner (input, key->name));

  for (guint i = 0; i < input->schemas->len; i++)
    {
      const LeatSchema *schema = input->schemas->pdata[i];
      guint index;

      if (!leat_schema_find_field (schema, key->name, &index))
        assembly_fault (all,
                        "from: %s: its schema %s has no field %s, as %s has: its records would "
                        "never meet others",
                        input->name, leat_schema_get_name (schema), key->name, owner);
      else if (leat_schema_get_field (schema, index)->type != key->type)
        assembly_fault (all, "from: %s: %s is of type %s in schema %s, and of type %s in %s",
                        input->name, key->name,
                        leat_type_get_name (leat_schema_get_field (schema, index)->type),
                        leat_schema_get_name (schema), leat_type_get_name (key->type), owner);
    }
}

static const LeatField *
find_key (AssemblyInput *input, GError **all)
{
  const LeatField *field;

  if (input->key != NULL)
    {
      field = find_field (input, input->key);
      if (field == NULL)
        assembly_fault (all, "key: %s: its schema %s has no field %s", input->name,
                        leat_schema_get_name (input->schema), input->key);
      return field;
    }
  field = find_role (input, LEAT_ROLE_PART);
  if (field == NULL)
    field = find_role (input, LEAT_ROLE_COUNTER);
  if (field == NULL)
    assembly_fault (all,
                    "from: %s: its schema %s has no field with role=part or role=counter; "
                    "key=%s:FIELD names one",
                    input->name, leat_schema_get_name (input->schema), input->name);
  else
    input->key = g_strdup (field->name);
  return field;
}

/* An INT if all are; the role that all have. Counters only meet counters as such: what is typed in
 * or scanned does not begin anew at a reset. */
static void
find_keys (AssemblyPlan *self, GError **all)
{
  self->key = (LeatField) { .name = "key", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_PART };
  self->rules.counters = TRUE;
  for (guint i = 0; i < self->inputs->len; i++)
    {
      const LeatField *field = find_key (&g_array_index (self->inputs, AssemblyInput, i), all);

      if (field == NULL)
        continue;
      check_programs (assembly_plan_get (self, i), field, all);
      if (field->type == LEAT_TYPE_DOUBLE || field->type == LEAT_TYPE_BYTES ||
          field->type == LEAT_TYPE_DECIMAL)
        assembly_fault (all,
                        "key: %s: %s is of type %s, which is no key; int, string, time and bool "
                        "are",
                        assembly_plan_get (self, i)->name, field->name,
                        leat_type_get_name (field->type));
      if (field->type != LEAT_TYPE_INT)
        self->key.type = LEAT_TYPE_STRING;
      if (field->type != LEAT_TYPE_INT || field->role != LEAT_ROLE_COUNTER)
        self->rules.counters = FALSE;
    }
  if (self->rules.counters)
    self->key.role = LEAT_ROLE_COUNTER;
}

/* --- the rest --- */

static void
find_stamps (AssemblyPlan *self, char **stamps, GError **all)
{
  const guint64 every = self->inputs->len == 64 ? G_MAXUINT64
                                                : (G_GUINT64_CONSTANT (1) << self->inputs->len) - 1;

  for (; stamps != NULL && *stamps != NULL; stamps++)
    {
      guint source;

      if (assembly_plan_find (self, *stamps, strlen (*stamps), &source))
        self->rules.stamps |= G_GUINT64_CONSTANT (1) << source;
      else
        assembly_fault (all, "stamp: from= has no source %s", *stamps);
    }
  if (self->rules.stamps == every)
    assembly_fault (all, "stamp: names every source of from=: nothing is left to be stamped");
}

static void
find_clocks (AssemblyPlan *self, GError **all)
{
  for (guint i = 0; i < self->inputs->len; i++)
    {
      AssemblyInput *input = &g_array_index (self->inputs, AssemblyInput, i);
      const LeatField *field = find_role (input, LEAT_ROLE_TIME);

      if (field != NULL && field->type == LEAT_TYPE_TIME)
        input->clock = g_strdup (field->name);
      else
        assembly_fault (all, "clock: %s: its schema %s has no time with role=time", input->name,
                        leat_schema_get_name (input->schema));
    }
}

/* what each gives is told by the same fields then */
static void
check_alike (AssemblyPlan *self, GError **all)
{
  const AssemblyInput *first = assembly_plan_get (self, 0);

  for (guint i = 1; i < self->inputs->len; i++)
    {
      const AssemblyInput *input = assembly_plan_get (self, i);

      if (!g_str_equal (leat_schema_get_hash (input->schema), leat_schema_get_hash (first->schema)))
        assembly_fault (all,
                        "give: %s gives records of %s, %s of %s; with give=records they have one "
                        "schema",
                        first->name, leat_schema_get_name (first->schema), input->name,
                        leat_schema_get_name (input->schema));
    }
}

/* (transfer full): @schema, and behind it what @other has besides */
static LeatSchema *
merge (const LeatSchema *schema, const LeatSchema *other)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (LeatField));
  guint index;

  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    g_array_append_vals (fields, leat_schema_get_field (schema, i), 1);
  for (guint i = 0; i < leat_schema_get_n_fields (other); i++)
    if (!leat_schema_find_field (schema, leat_schema_get_field (other, i)->name, &index))
      g_array_append_vals (fields, leat_schema_get_field (other, i), 1);
  return leat_schema_new (leat_schema_get_name (schema), (const LeatField *) fields->data,
                          fields->len);
}

/* further schemas of a source stand behind its first one; FALSE: it is another source */
static gboolean
take_schema (AssemblyPlan *self, const LeatInput *given)
{
  AssemblyInput *last = self->inputs->len > 0
                            ? &g_array_index (self->inputs, AssemblyInput, self->inputs->len - 1)
                            : NULL;
  LeatSchema *merged;

  if (last == NULL || given->schema == NULL || !g_str_equal (last->name, given->name))
    return FALSE;
  merged = merge (last->schema, given->schema);
  leat_schema_unref (last->schema);
  last->schema = merged;
  g_ptr_array_add (last->schemas, leat_schema_ref (given->schema));
  return TRUE;
}

static void
take_input (AssemblyPlan *self, const LeatInput *given, GError **all)
{
  AssemblyInput input = { .name = g_strdup (given->name) };

  if (given->schema == NULL)
    assembly_fault (all, "from: %s: makes several kinds of records, and cannot be a partner",
                    given->name);
  input.schema = given->schema != NULL ? leat_schema_ref (given->schema)
                                       : leat_schema_new ("none", NULL, 0);
  input.schemas = g_ptr_array_new_with_free_func ((GDestroyNotify) leat_schema_unref);
  g_ptr_array_add (input.schemas, leat_schema_ref (input.schema));
  g_array_append_val (self->inputs, input);
}

static void
take_inputs (AssemblyPlan *self, const LeatInput *inputs, guint n_inputs, GError **all)
{
  guint n_sources = 0;

  for (guint i = 0; i < n_inputs; i++)
    n_sources += i == 0 || !g_str_equal (inputs[i].name, inputs[i - 1].name);
  if (n_sources < 2)
    assembly_fault (all, "from: %s: a part is made of the records of two sources or more",
                    n_sources == 0 ? "no source is meant" : "one source has no partner");
  if (n_sources > ASSEMBLY_SOURCES_MAX)
    assembly_fault (all, "from: %u sources; a part is made of %d at the most", n_sources,
                    ASSEMBLY_SOURCES_MAX);
  for (guint i = 0; i < n_inputs; i++)
    if (!take_schema (self, &inputs[i]))
      take_input (self, &inputs[i], all);
}

/**
 * assembly_plan_init:
 * @options: that assembly_options_check() took
 * @error: return location for LEAT_ERROR_CONFIG, a line for each fault
 */
gboolean
assembly_plan_init (AssemblyPlan *self, const AssemblyOptions *options, const LeatInput *inputs,
                    guint n_inputs, GError **error)
{
  GError *all = NULL;

  *self = (AssemblyPlan) { .inputs = g_array_new (FALSE, TRUE, sizeof (AssemblyInput)) };
  g_array_set_clear_func (self->inputs, clear_input);
  take_inputs (self, inputs, n_inputs, &all);
  self->rules.match = (AssemblyMatch) options->match;
  self->rules.n_sources = self->inputs->len;
  self->by_record = options->give == ASSEMBLY_GIVE_RECORDS;
  self->by_device = options->clock == ASSEMBLY_CLOCK_DEVICE;
  self->rules.apart = 1000 *
                      (options->match == ASSEMBLY_MATCH_WINDOW ? options->window : options->skew);
  self->rules.timeout = 1000 * options->timeout;
  self->rules.most_waiting = (guint64) options->most_waiting;
  if (all == NULL && self->by_record)
    check_alike (self, &all);
  if (all == NULL && options->match == ASSEMBLY_MATCH_KEY)
    {
      read_keys (self, options->keys, &all);
      find_keys (self, &all);
    }
  if (all == NULL && options->match == ASSEMBLY_MATCH_LATEST)
    find_stamps (self, options->stamps, &all);
  if (all == NULL && self->by_device)
    find_clocks (self, &all);
  return tell (error, all);
}

void
assembly_plan_clear (AssemblyPlan *self)
{
  g_clear_pointer (&self->inputs, g_array_unref);
}
