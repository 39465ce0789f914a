/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine.c - a vision machine as others meet it: switched on, and asked by its family */
#include "leat-host.h"
#include "simulate-machine-private.h"
#include "simulate-settings.h"

/**
 * leat_simulated_machine_get:
 * @machine: a machine
 * @setting: a setting of its family, or of all
 *
 * Returns: its value
 */
const char *
leat_simulated_machine_get (const LeatSimulatedMachine *machine, const char *setting)
{
  return g_hash_table_lookup (((const LeatSimulatedWhole *) machine)->settings, setting);
}

/**
 * leat_simulated_machine_get_number:
 * @machine: a machine
 * @setting: a setting that takes numbers
 *
 * Returns: its value
 */
guint
leat_simulated_machine_get_number (const LeatSimulatedMachine *machine, const char *setting)
{
  return (guint) g_ascii_strtoull (leat_simulated_machine_get (machine, setting), NULL, 10);
}

/**
 * leat_simulated_machine_is:
 * @machine: a machine
 * @setting: a setting
 * @value: a text
 *
 * Returns: whether it has this value
 */
gboolean
leat_simulated_machine_is (const LeatSimulatedMachine *machine, const char *setting,
                           const char *value)
{
  return g_str_equal (leat_simulated_machine_get (machine, setting), value);
}

/**
 * leat_simulated_machine_trigger:
 * @machine: a machine that hears a command
 *
 * The command has it measure: the result comes behind the answer.
 */
void
leat_simulated_machine_trigger (LeatSimulatedMachine *machine)
{
  ((LeatSimulatedWhole *) machine)->triggered++;
}

/**
 * leat_simulated_machine_end:
 * @machine: a machine with a setting "terminator"
 * @text: gets it
 */
void
leat_simulated_machine_end (const LeatSimulatedMachine *machine, GString *text)
{
  g_string_append (text, leat_simulated_machine_get (machine, "terminator"));
}

/**
 * leat_simulated_result_tell:
 * @result: a result
 * @text: what is sent
 * @value: (nullable): as @text spells it; %NULL: nothing was measured
 *
 * Appends @value to @text, and remembers it for the ledger.
 */
void
leat_simulated_result_tell (LeatSimulatedResult *result, GString *text, const char *value)
{
  if (value != NULL)
    g_string_append (text, value);
  g_ptr_array_add (result->told, g_strdup (value));
}

/**
 * leat_simulated_append_decimal:
 * @text: gets the number
 * @thousandths: the number
 * @decimals: digits behind the point, 0 to 3; those that are cut off are not rounded
 */
void
leat_simulated_append_decimal (GString *text, gint64 thousandths, guint decimals)
{
  static const gint64 divisors[] = { 1000, 100, 10, 1 };
  gint64 number = ABS (thousandths) / divisors[decimals];
  gint64 whole = 1000 / divisors[decimals];

  if (thousandths < 0)
    g_string_append_c (text, '-');
  g_string_append_printf (text, "%" G_GINT64_FORMAT, number / whole);
  if (decimals > 0)
    g_string_append_printf (text, ".%0*" G_GINT64_FORMAT, (int) decimals, number % whole);
}

/* "1:3;2:5" */
static gboolean
read_program_values (LeatSimulatedWhole *self, GError **error)
{
  const char *text = leat_simulated_machine_get (&self->base, "values-of");
  g_auto (GStrv) items = g_strsplit (text, ";", -1);

  for (gsize i = 0; items[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (items[i], ":", 2);
      guint64 program, values;
      LeatSimulatedProgramValues pair;

      if (!g_ascii_string_to_unsigned (parts[0], 10, 0, 999, &program, NULL) || parts[1] == NULL ||
          !g_ascii_string_to_unsigned (parts[1], 10, 0, LEAT_SIMULATED_VALUES, &values, NULL))
        return leat_error_fail (error, LEAT_ERROR_CONFIG,
                                "--set values-of=%s: programs and their values: 1:3;2:5", text);
      pair = (LeatSimulatedProgramValues) { .program = (guint) program, .values = (guint) values };
      g_array_append_val (self->program_values, pair);
    }
  return TRUE;
}

/* where a code may be any text, noise and a half may be codes */
static guint
get_faults (const LeatSimulatedWhole *self)
{
  const guint faults = self->base.family->faults;

  if (!leat_simulated_has_fixed_codes (&self->base))
    return faults;
  return (faults | LEAT_SIMULATED_FAULTS_OF_FORM) & ~(1u << LEAT_SIMULATED_CODE_PAGE);
}

static gboolean
check_faults (const LeatSimulatedWhole *self, GError **error)
{
  const guint faults = get_faults (self);

  for (int i = 0; i < LEAT_SIMULATED_LATE; i++)
    if (leat_simulated_plan_has (&self->plan, (LeatSimulatedFault) i) && !(faults & 1u << i))
      return leat_error_fail (error, LEAT_ERROR_CONFIG,
                              "--faults: %s: %s has no such fault, or nobody could tell it from a "
                              "result",
                              leat_simulated_fault_names[i], self->base.family->name);
  return TRUE;
}

/**
 * leat_simulated_machine_new:
 * @family: what it is
 * @wishes: how it is
 * @say: takes what it says
 * @user_data: for @say
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer full): a machine that is switched on; %NULL: @wishes do not fit its family
 */
LeatSimulatedMachine *
leat_simulated_machine_new (const LeatSimulatedFamily *family, const LeatSimulatedWishes *wishes,
                            LeatSimulatedSay say, gpointer user_data, GError **error)
{
  g_autoptr (LeatSimulatedMachine)
      machine = (LeatSimulatedMachine *) g_new0 (LeatSimulatedWhole, 1);
  LeatSimulatedWhole *self = (LeatSimulatedWhole *) machine;

  self->base.family = family;
  self->base.memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->plan = wishes->plan;
  self->say = say;
  self->user_data = user_data;
  self->clock = wishes->clock;
  self->step = wishes->step;
  self->random = g_rand_new_with_seed (wishes->seed);
  self->luck = g_rand_new_with_seed (wishes->seed + 1);
  self->answer_luck = g_rand_new_with_seed (wishes->seed + 2);
  self->program_values = g_array_new (FALSE, FALSE, sizeof (LeatSimulatedProgramValues));
  self->command = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->note = g_string_new (NULL);
  self->push = leat_simulated_push_new ();

  self->settings = leat_simulated_settings_read (family, wishes->settings, error);
  if (self->settings == NULL || !read_program_values (self, error) || !check_faults (self, error) ||
      (family->check != NULL && !family->check (machine, error)))
    return NULL;

  leat_simulated_machine_power (machine);
  self->base.life = 0;
  return g_steal_pointer (&machine);
}

/**
 * leat_simulated_machine_free:
 * @self: a machine
 */
void
leat_simulated_machine_free (LeatSimulatedMachine *machine)
{
  LeatSimulatedWhole *self = (LeatSimulatedWhole *) machine;

  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_hash_table_unref (machine->memory);
  g_array_unref (self->program_values);
  g_rand_free (self->random);
  g_rand_free (self->luck);
  g_rand_free (self->answer_luck);
  g_string_free (self->command, TRUE);
  g_string_free (self->text, TRUE);
  g_string_free (self->note, TRUE);
  leat_simulated_push_free (self->push);
  g_free (self);
}

/**
 * leat_simulated_machine_power:
 * @machine: a machine
 *
 * Switches it off and on: it knows nothing of before.
 */
void
leat_simulated_machine_power (LeatSimulatedMachine *machine)
{
  LeatSimulatedWhole *self = (LeatSimulatedWhole *) machine;

  machine->life++;
  machine->is_running = leat_simulated_machine_is (machine, "mode", "run");
  machine->program = leat_simulated_machine_get_number (machine, "program");
  machine->is_continuous = FALSE;
  g_hash_table_remove_all (machine->memory);
  machine->stage = 0;
  machine->name[0] = '\0';
  self->number = leat_simulated_machine_get_number (machine, "first");
  self->camera = 0;
  self->gap = 0;
  self->triggered = 0;
  g_string_truncate (self->command, 0);
}
