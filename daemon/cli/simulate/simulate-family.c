/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-family.c - the families of vision machines that can be simulated */
#include "simulate-family.h"
#include "leat-host.h"

/* in the order that they are listed in; ends with NULL */
const LeatSimulatedFamily *const leat_simulated_families[] = {
  &leat_simulated_pv200,
  &leat_simulated_pv310,
  &leat_simulated_keyence_cvx,
  &leat_simulated_keyence_iv3,
  &leat_simulated_keyence_sr,
  &leat_simulated_keyence_im,
  &leat_simulated_in_sight,
  &leat_simulated_dataman,
  &leat_simulated_omron,
  NULL,
};

/**
 * leat_simulated_family_find:
 * @name: as the command line spells it
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer none): the family; %NULL: there is none of that name
 */
const LeatSimulatedFamily *
leat_simulated_family_find (const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  for (gsize i = 0; leat_simulated_families[i] != NULL; i++)
    {
      if (g_str_equal (leat_simulated_families[i]->name, name))
        return leat_simulated_families[i];
      g_ptr_array_add (names, (gpointer) leat_simulated_families[i]->name);
    }
  g_ptr_array_add (names, NULL);

  nearest = leat_nearest (name, (const char *const *) names->pdata);
  leat_error_fail (error, LEAT_ERROR_CONFIG, "no machine \"%s\"%s%s%s; `leat simulate` lists them",
                   name, nearest != NULL ? ", did you mean \"" : "", nearest != NULL ? nearest : "",
                   nearest != NULL ? "\"?" : "");
  return NULL;
}

/* what a gauge that sees nothing may print: none is a number */
static const char *
draw_no_number (GRand *random)
{
  static const char *const texts[] = { "1.5?3", "-", "1.52.3", "OVER", "1.7x" };

  return texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];
}

static guint
count_decimals (const LeatSimulatedMachine *machine, gint64 thousandths)
{
  if (!leat_simulated_machine_is (machine, "decimals", "least"))
    return leat_simulated_machine_get_number (machine, "decimals");
  if (thousandths % 10 != 0)
    return 3;
  return thousandths % 100 != 0 ? 2 : 1;
}

/**
 * leat_simulated_tell_value:
 * @machine: a machine with settings "missing" and "saturated"
 * @result: a result
 * @index: of one of its values
 * @text: gets it, or what stands for it
 */
void
leat_simulated_tell_value (LeatSimulatedMachine *machine, LeatSimulatedResult *result, guint index,
                           GString *text)
{
  const LeatSimulatedValue *value = &result->values[index];
  g_autoptr (GString) digits = g_string_new (NULL);

  switch (value->state)
    {
    case LEAT_SIMULATED_GOOD:
      leat_simulated_append_decimal (digits, value->measure,
                                     count_decimals (machine, value->measure));
      leat_simulated_result_tell (result, text, digits->str);
      break;
    case LEAT_SIMULATED_NO_NUMBER:
      leat_simulated_result_tell (result, text, draw_no_number (result->random));
      break;
    case LEAT_SIMULATED_NOT_MEASURED:
      g_string_append (text, leat_simulated_machine_get (machine, "missing"));
      leat_simulated_result_tell (result, text, NULL);
      break;
    case LEAT_SIMULATED_BEYOND:
      leat_simulated_result_tell (result, text, leat_simulated_machine_get (machine, "saturated"));
      break;
    }
}

static void
append_values (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  for (guint i = 0; i < result->n_values; i++)
    {
      if (i > 0)
        g_string_append (text, leat_simulated_machine_get (machine, "separator"));
      leat_simulated_tell_value (machine, result, i, text);
    }
}

static void
append_column (LeatSimulatedMachine *machine, LeatSimulatedResult *result, const char *column,
               GString *text)
{
  if (g_str_equal (column, "values"))
    append_values (machine, result, text);
  else if (g_str_equal (column, "number"))
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, result->number);
  else if (g_str_equal (column, "camera"))
    g_string_append_printf (text, "%u", result->camera);
  else if (g_str_equal (column, "program"))
    g_string_append_printf (text, "%u", result->program);
  else if (g_str_equal (column, "judgement"))
    g_string_append (text, leat_simulated_machine_get (machine, result->is_good ? "good" : "bad"));
  else
    g_string_append (text, column);
}

/**
 * leat_simulated_tell_layout:
 * @machine: a machine with settings "layout", "separator", "good", "bad", and those of its values
 * @result: a result
 * @text: gets the columns that the layout names, with separators between them
 */
void
leat_simulated_tell_layout (LeatSimulatedMachine *machine, LeatSimulatedResult *result,
                            GString *text)
{
  g_auto (GStrv) columns = g_strsplit (leat_simulated_machine_get (machine, "layout"), ";", -1);
  gboolean is_first = TRUE;

  for (gsize i = 0; columns[i] != NULL; i++)
    {
      if (g_str_equal (columns[i], "values") && result->n_values == 0)
        continue;
      if (!is_first)
        g_string_append (text, leat_simulated_machine_get (machine, "separator"));
      append_column (machine, result, columns[i], text);
      is_first = FALSE;
    }
}

/**
 * leat_simulated_tell_code:
 * @machine: a machine with a setting "code"
 * @result: a result
 * @text: gets what was read: the setting and the counter; or a text in Shift-JIS
 */
void
leat_simulated_tell_code (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  g_autofree char *code = g_strdup_printf ("%s%06" G_GUINT64_FORMAT "%s",
                                           leat_simulated_machine_get (machine, "code"),
                                           result->number,
                                           result->is_foreign ? "\x83\x8d\x83" : "");

  leat_simulated_result_tell (result, text, code);
}

/**
 * leat_simulated_has_fixed_codes:
 * @machine: a machine
 *
 * Returns: whether it reads codes, and all of them are of one form: other texts are told from them
 */
gboolean
leat_simulated_has_fixed_codes (const LeatSimulatedMachine *machine)
{
  return g_strcmp0 (leat_simulated_machine_get (machine, "codes"), "fixed") == 0;
}

/**
 * leat_simulated_hear_trigger:
 * @machine: a machine with settings "trigger-command" and "trigger-answer"
 * @command: what it hears
 * @answer: what it says to that
 *
 * For a machine of which no command is known but the one that the settings name.
 */
void
leat_simulated_hear_trigger (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  const char *trigger = leat_simulated_machine_get (machine, "trigger-command");
  const char *says = leat_simulated_machine_get (machine, "trigger-answer");

  if (*trigger == '\0' || !g_str_equal (trigger, command))
    return;
  if (machine->is_running)
    leat_simulated_machine_trigger (machine);
  g_string_append (answer, says);
  if (*says != '\0')
    leat_simulated_machine_end (machine, answer);
}

/**
 * leat_simulated_read_number:
 * @text: (nullable): of a command
 * @least: it may be
 * @most: it may be
 * @number: (out): the number
 *
 * Returns: whether it is one
 */
gboolean
leat_simulated_read_number (const char *text, guint64 least, guint64 most, guint *number)
{
  guint64 wide;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, least, most, &wide, NULL))
    return FALSE;
  *number = (guint) wide;
  return TRUE;
}
