/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-keyence-cvx.c - Keyence CV-X and XG-X, non-procedural: "PW,1,002", "PW", "ER,PW,22" */
#include "simulate-faults.h"
#include "simulate-family.h"
#include <string.h>

/* from a public C# client, CVXCommunication. What a value without a measurement looks like was not
 * found; the columns of a result are set in the controller under Output > Ethernet. */

static const LeatSimulatedSetting settings[] = {
  { "terminator", "\\r", "", "What every message ends with, as set in the controller" },
  { "layout", "number;judgement;values", "",
    "Columns of a result: number, judgement, camera, program, values; as set in the controller" },
  { "separator", ",", "", "What stands between them, as set in the controller" },
  { "good", "0", "", "The judgement of a good part (assumed)" },
  { "bad", "1", "", "The judgement of a bad part (assumed)" },
  { "missing", "", "", "What stands for a value that was not measured (assumed)" },
  { "saturated", "99999.999", "", "What stands for a value that is too large (assumed)" },
  { "card", "1", "1-2", "The SD card of the programs" },
  { "programs", "1000", "1-1000", "Programs that there are, counted from 0" },
  { NULL, NULL, NULL, NULL },
};

enum { COMMAND_ERROR = 2, DISABLED = 3, PARAMETER_ERROR = 22, DONE = 100 };

static void
cvx_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  leat_simulated_tell_layout (machine, result, text);
  leat_simulated_machine_end (machine, text);
}

static guint
choose_program (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  guint card, program;
  guint programs = leat_simulated_machine_get_number (machine, "programs");

  if (g_strv_length (words) != 3 || !leat_simulated_read_number (words[1], 1, 2, &card) ||
      !leat_simulated_read_number (words[2], 0, programs - 1, &program))
    return PARAMETER_ERROR;
  machine->program = program;
  g_hash_table_replace (machine->memory, g_strdup ("card"), g_strdup (words[1]));
  g_string_append (answer, "PW");
  return DONE;
}

/* the execute condition */
static guint
condition (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  const char *stored = g_hash_table_lookup (machine->memory, "condition");
  guint number = 0;

  if (g_str_equal (words[0], "EXR"))
    {
      leat_simulated_read_number (stored, 0, 99, &number);
      g_string_append_printf (answer, "EXR,%02u", number);
      return DONE;
    }
  if (g_strv_length (words) != 2 || !leat_simulated_read_number (words[1], 0, 99, &number))
    return PARAMETER_ERROR;
  g_hash_table_replace (machine->memory, g_strdup ("condition"), g_strdup (words[1]));
  g_string_append (answer, "EXW");
  return DONE;
}

static guint
register_image (char **words, GString *answer)
{
  guint number;

  if (g_strv_length (words) != 3 || !leat_simulated_read_number (words[1], 1, 4, &number) ||
      !leat_simulated_read_number (words[2], 0, 999, &number))
    return PARAMETER_ERROR;
  g_string_append (answer, "BS");
  return DONE;
}

static guint
set_mode (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  machine->is_running = command[0] == 'R';
  g_string_append (answer, command);
  return DONE;
}

static guint
measure (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  if (!machine->is_running)
    return DISABLED;
  leat_simulated_machine_trigger (machine);
  g_string_append (answer, command);
  return DONE;
}

static guint
obey (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  static const char *const triggers[] = { "TA", "T1", "T2", "T3", "T4", NULL };
  const char *command = words[0];

  if (g_str_equal (command, "PW"))
    return choose_program (machine, words, answer);
  if (g_str_equal (command, "EXR") || g_str_equal (command, "EXW"))
    return condition (machine, words, answer);
  if (g_str_equal (command, "BS"))
    return register_image (words, answer);
  if (words[1] != NULL)
    return COMMAND_ERROR;
  if (g_str_equal (command, "R0") || g_str_equal (command, "S0"))
    return set_mode (machine, command, answer);
  if (g_strv_contains (triggers, command))
    return measure (machine, command, answer);

  if (g_str_equal (command, "RM"))
    g_string_append_printf (answer, "RM,%d", machine->is_running ? 1 : 0);
  else if (g_str_equal (command, "RS"))
    g_string_append (answer, "RS");
  else if (g_str_equal (command, "PR"))
    {
      const char *card = g_hash_table_lookup (machine->memory, "card");

      g_string_append_printf (answer, "PR,%s,%03u",
                              card != NULL ? card : leat_simulated_machine_get (machine, "card"),
                              machine->program);
    }
  else
    return COMMAND_ERROR;
  return DONE;
}

static void
cvx_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  g_auto (GStrv) words = g_strsplit (command, ",", -1);
  guint code = obey (machine, words, answer);

  if (code != DONE)
    g_string_append_printf (answer, "ER,%s,%02u", words[0], code);
  leat_simulated_machine_end (machine, answer);
}

const LeatSimulatedFamily leat_simulated_keyence_cvx = {
  .name = "keyence-cvx",
  .summary = "Keyence CV-X, XG-X: TA, PW, R0, S0 and errors, your layout",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | LEAT_SIMULATED_FAULTS_OF_VALUES,
  .certain = 1,
  .wrong = "RM,1",
  .settings = settings,
  .has_trigger = TRUE,
  .schema = leat_simulated_add_layout,
  .result = cvx_result,
  .hear = cvx_hear,
};
