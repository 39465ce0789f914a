/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-config.c - what reads a simulated machine: a section of a key file, and a schema */
#include "simulate-config.h"
#include "leat-host.h"
#include <string.h>

static gboolean
add_trigger (const LeatSimulatedMachine *machine, GString *text, GError **error)
{
  const char *command = machine->family->has_trigger
                            ? ""
                            : leat_simulated_machine_get (machine, "trigger-command");

  if (!machine->family->has_trigger && *command == '\0')
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--trigger: no command of %s is known; --set trigger-command=TEXT "
                            "makes one up",
                            machine->family->name);
  g_string_append (text, "trigger=interval\ntrigger-interval=1s\n");
  leat_simulated_add_key (text, "trigger-command", command);
  return TRUE;
}

/* leatd has one for codes that may be any text */
static gboolean
has_schema (const LeatSimulatedMachine *machine)
{
  return machine->family->schema != NULL &&
         g_strcmp0 (leat_simulated_machine_get (machine, "codes"), "any") != 0;
}

/**
 * leat_simulated_config_write:
 * @machine: as it is set
 * @place: where it is
 * @schema: (nullable): path of the schema of its results
 * @is_triggered: it measures only when a command has it measure
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer full): the section of a key file that reads it; %NULL: its plugin cannot
 */
char *
leat_simulated_config_write (LeatSimulatedMachine *machine, const char *place, const char *schema,
                             gboolean is_triggered, GError **error)
{
  const LeatSimulatedFamily *family = machine->family;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "[source %s]\nplugin=%s\n", family->name, family->name);
  leat_simulated_add_key (text, "device", place);
  if (is_triggered && !add_trigger (machine, text, error))
    return NULL;
  if (schema != NULL)
    leat_simulated_add_key (text, "schema", schema);
  else if (has_schema (machine))
    g_string_append (text, "# a record is the line as it came, in the field text; --schema FILE "
                           "beside --config writes a schema\n");
  if (family->config != NULL && !family->config (machine, text, error))
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * leat_simulated_schema_write:
 * @machine: as it is set
 *
 * Returns: (transfer full) (nullable): the text of a schema of its results, those of the program
 *   that it begins with; %NULL: the family has one that leatd knows
 */
char *
leat_simulated_schema_write (LeatSimulatedMachine *machine)
{
  const LeatSimulatedFamily *family = machine->family;
  g_autoptr (GString) text = NULL;

  if (!has_schema (machine))
    return NULL;
  text = g_string_new ("[schema]\n");
  g_string_append_printf (text, "name=simulated-%s\nsummary=Results of %s as it is simulated\n",
                          family->name, family->name);
  family->schema (machine, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- what several families have alike --- */

/**
 * leat_simulated_add_key:
 * @text: of a key file or a schema
 * @key: a key
 * @value: unless it is empty
 */
void
leat_simulated_add_key (GString *text, const char *key, const char *value)
{
  g_autofree char *spelled = leat_escape_do (value, strlen (value));

  if (*value != '\0')
    g_string_append_printf (text, "%s=%s\n", key, spelled);
}

/**
 * leat_simulated_add_value:
 * @machine: a machine with settings "missing" and "saturated"
 * @text: of a schema, gets the field of a value
 * @index: of the value
 * @type: of the field
 * @place: where it stands in a result: "column=3"
 */
void
leat_simulated_add_value (const LeatSimulatedMachine *machine, GString *text, guint index,
                          const char *type, const char *place)
{
  g_string_append_printf (text, "\n[field value_%u]\n%s\ntype=%s\n", index + 1, place, type);
  leat_simulated_add_key (text, "missing", leat_simulated_machine_get (machine, "missing"));
  leat_simulated_add_key (text, "saturated", leat_simulated_machine_get (machine, "saturated"));
}

/**
 * leat_simulated_add_judgement:
 * @text: of a schema, gets the field of the judgement
 * @place: where it stands in a result
 * @good: what it is of a good part
 * @bad: of a bad one
 */
void
leat_simulated_add_judgement (GString *text, const char *place, const char *good, const char *bad)
{
  g_string_append_printf (text, "\n[field judgement]\n%s\ntype=string\nrole=judgement\n", place);
  leat_simulated_add_key (text, "good", good);
  leat_simulated_add_key (text, "bad", bad);
}

/* its fields; returns how many columns it has */
static guint
add_column (const LeatSimulatedMachine *machine, const char *name, guint column, GString *text)
{
  g_autofree char *place = g_strdup_printf ("column=%u", column);
  const guint n_values = leat_simulated_machine_count_values (machine);

  if (g_str_equal (name, "judgement"))
    leat_simulated_add_judgement (text, place, leat_simulated_machine_get (machine, "good"),
                                  leat_simulated_machine_get (machine, "bad"));
  else if (g_str_equal (name, "number"))
    g_string_append_printf (text, "\n[field num]\n%s\ntype=int\nrole=counter\nrequired=yes\n",
                            place);
  else if (g_str_equal (name, "camera") || g_str_equal (name, "program"))
    g_string_append_printf (text, "\n[field %s]\n%s\ntype=string\nrole=%s\n", name, place, name);
  if (!g_str_equal (name, "values"))
    return 1;

  for (guint i = 0; i < n_values; i++)
    {
      g_autofree char *next = g_strdup_printf ("column=%u", column + i);

      leat_simulated_add_value (machine, text, i, "decimal", next);
    }
  return n_values;
}

/**
 * leat_simulated_add_layout:
 * @machine: a machine that tells its results by leat_simulated_tell_layout()
 * @text: of a schema, gets what stands in their columns
 */
void
leat_simulated_add_layout (LeatSimulatedMachine *machine, GString *text)
{
  g_auto (GStrv) names = g_strsplit (leat_simulated_machine_get (machine, "layout"), ";", -1);
  g_autoptr (GString) fields = g_string_new (NULL);
  guint n_columns = 0;

  for (gsize i = 0; names[i] != NULL; i++)
    n_columns += add_column (machine, names[i], n_columns + 1, fields);
  g_string_append (text, "format=csv\n");
  leat_simulated_add_key (text, "delimiter", leat_simulated_machine_get (machine, "separator"));
  g_string_append_printf (text, "columns=%u\nshortage=reject\nsurplus=reject\n%s", n_columns,
                          fields->str);
}

/**
 * leat_simulated_add_code:
 * @machine: a machine whose codes are of one form: `code` and six digits
 * @text: of a schema, gets the code and the counter in it
 * @no_reads: a pattern of what is sent where no code was read
 */
void
leat_simulated_add_code (const LeatSimulatedMachine *machine, GString *text, const char *no_reads)
{
  g_autofree char *code = g_regex_escape_string (leat_simulated_machine_get (machine, "code"), -1);
  g_autofree char *pattern = g_strdup_printf ("^(?<code>%s(?<num>[0-9]{6})|%s)$", code, no_reads);

  g_string_append (text, "format=regex\n");
  leat_simulated_add_key (text, "pattern", pattern);
  g_string_append (text, "\n[field code]\ntype=string\nrole=part\nrequired=yes\n"
                         "\n[field num]\ntype=int\nrole=counter\n");
}
