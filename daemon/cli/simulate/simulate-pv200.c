/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-pv200.c - what a Panasonic PV200 sends: "18/09/17,23:15:00, 0, 1,1.523,2.004,", CR LF */
#include "simulate-faults.h"
#include "simulate-family.h"
#include "leat-host.h"

/* from the gateway that such machines had: github.com/chairco/kaohsiung.py_talk at a21e08c,
 * 20180918_Data_Engineering_at_Traditional_Factory/client/mock.py; no manual was found */

/* Asia/Taipei, which has had no summer time since 1979 */
#define WALL_TIME_OFFSET (8 * 3600)

static const LeatSimulatedSetting settings[] = {
  { "machine", "1", "1-9", "Which machine it is; with several cameras, the first of them" },
  { "terminator", "\\r\\n", "", "What a result ends with" },
  { "missing", "*****", "", "What stands for a value that was not measured (assumed)" },
  { "saturated", "9999.999", "", "What stands for a value that is too large (assumed)" },
  { "trigger-command", "", "", "A command that has it measure; none is known" },
  { "trigger-answer", "", "", "What it says to that; nothing is known" },
  { NULL, NULL, NULL, NULL },
};

/* as Python writes round (x, 3): 1.523, 1.5, 2.0 */
static void
append_rounded (GString *text, gint64 thousandths)
{
  leat_simulated_append_decimal (text, thousandths,
                                 thousandths % 100 == 0  ? 1
                                 : thousandths % 10 == 0 ? 2
                                                         : 3);
}

/* what a gauge that sees nothing may print: none is a number */
static const char *
draw_no_number (GRand *random)
{
  static const char *const texts[] = { "1.5?3", "-", "1.52.3", "OVER", "1.7x" };

  return texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];
}

static void
tell_value (LeatSimulatedMachine *machine, LeatSimulatedResult *result, guint index, GString *text)
{
  const LeatSimulatedValue *value = &result->values[index];
  g_autoptr (GString) digits = g_string_new (NULL);

  switch (value->state)
    {
    case LEAT_SIMULATED_GOOD:
      append_rounded (digits, value->measure);
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
  g_string_append_c (text, ',');
}

static void
pv200_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  g_autoptr (GDateTime) wall = g_date_time_new_from_unix_utc (result->time + WALL_TIME_OFFSET);
  g_autofree char *time = g_date_time_format (wall, "%y/%m/%d,%H:%M:%S");

  g_string_append_printf (text, "%s, %" G_GUINT64_FORMAT ", %u,", time, result->number,
                          leat_simulated_machine_get_number (machine, "machine") + result->camera -
                              1);
  for (guint i = 0; i < result->n_values; i++)
    tell_value (machine, result, i, text);
  leat_simulated_machine_end (machine, text);
}

static void
pv200_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
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

const LeatSimulatedFamily leat_simulated_pv200 = {
  .name = "pv200",
  .summary = "Panasonic PV200: date, time, number, machine, two measurements",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | LEAT_SIMULATED_FAULTS_OF_VALUES,
  .certain = 16,
  .wrong = "%U",
  .settings = settings,
  .result = pv200_result,
  .hear = pv200_hear,
};
