/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-pv310.c - Panasonic PV310: "%G05,80" and its echo, "%U", "%Z" */
#include "simulate-faults.h"
#include "simulate-family.h"
#include <string.h>

/* MICRO-IMAGECHECKER PV310 manual, chapter 11 (Panasonic; easymanua.ls, p. 277..287), and AX40,
 * p. 234. The layout of results, and which command triggers, were not found. */

#define CHECKERS     96
#define LIMITS_UNSET "-02147483648002147483647"

static const LeatSimulatedSetting settings[] = {
  { "terminator", "\\r", "", "What every message ends with" },
  { "format", "comma", "comma|fixed",
    "How arguments are sent: ENVIRONMENT > Serial Communication > Command" },
  { "fill", "0", "0|blank", "What unused digits are filled with in the fixed format" },
  { "layout", "number;judgement;values", "",
    "Columns of a result: number, judgement, camera, program, values (assumed)" },
  { "separator", ",", "", "What stands between them (assumed)" },
  { "good", "1", "", "The judgement of a good part (assumed)" },
  { "bad", "0", "", "The judgement of a bad part (assumed)" },
  { "missing", "*****", "", "What stands for a value that was not measured (assumed)" },
  { "saturated", "2147483647", "", "What stands for a value that is too large (assumed)" },
  { "trigger-command", "%S", "", "The command that has it measure (assumed); its echo follows" },
  { NULL, NULL, NULL, NULL },
};

static void
pv310_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  leat_simulated_tell_layout (machine, result, text);
  leat_simulated_machine_end (machine, text);
}

/* a threshold as it is sent: "080" or four digits in the fixed format */
static void
append_threshold (LeatSimulatedMachine *machine, guint threshold, GString *answer)
{
  if (leat_simulated_machine_is (machine, "format", "comma"))
    g_string_append_printf (answer, ",%03u", threshold);
  else if (leat_simulated_machine_is (machine, "fill", "0"))
    g_string_append_printf (answer, "%04u", threshold);
  else
    g_string_append_printf (answer, "%4u", threshold);
}

/* "05,80" and "05,100,20", or "0500800020"; a threshold that is not said is 0 */
static gboolean
read_thresholds (LeatSimulatedMachine *machine, const char *arguments, guint *checker,
                 guint thresholds[2])
{
  g_auto (GStrv) parts = g_new0 (char *, 4);

  thresholds[1] = 0;
  if (leat_simulated_machine_is (machine, "format", "fixed"))
    {
      if (strlen (arguments) != 6 && strlen (arguments) != 10)
        return FALSE;
      parts[0] = g_strndup (arguments, 2);
      parts[1] = g_strchug (g_strndup (arguments + 2, 4));
      parts[2] = strlen (arguments) == 10 ? g_strchug (g_strdup (arguments + 6)) : NULL;
    }
  else
    {
      g_strfreev (parts);
      parts = g_strsplit (arguments, ",", 3);
    }

  return parts[0] != NULL && leat_simulated_read_number (parts[0], 1, CHECKERS, checker) &&
         leat_simulated_read_number (parts[1], 0, 9999, &thresholds[0]) &&
         (parts[2] == NULL || leat_simulated_read_number (parts[2], 0, 9999, &thresholds[1]));
}

/* FALSE: the target is missing, or the value out of range */
static gboolean
write_thresholds (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  guint checker, thresholds[2];

  if (!read_thresholds (machine, command + 2, &checker, thresholds))
    return FALSE;
  g_hash_table_replace (machine->memory, g_strdup_printf ("H%02u", checker),
                        g_strdup_printf ("%u,%u", thresholds[0], thresholds[1]));
  g_string_append (answer, command);
  return TRUE;
}

static gboolean
read_back (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  const char *stored = g_hash_table_lookup (machine->memory, command + 1);
  g_auto (GStrv) thresholds = g_strsplit (stored != NULL ? stored : "100,0", ",", 2);
  guint checker, number;

  if (!leat_simulated_read_number (command + 2, 1, CHECKERS, &checker))
    return FALSE;
  g_string_append (answer, command);
  for (guint i = 0; i < 2; i++)
    if (leat_simulated_read_number (thresholds[i], 0, 9999, &number))
      append_threshold (machine, number, answer);
  return TRUE;
}

/* minimum and maximum of a numeric calculation, two numbers of 12 characters */
static gboolean
limits (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  gboolean writes = command[1] == 'N';
  g_autofree char *number = g_strndup (command + 2, 2);
  const char *stored = g_hash_table_lookup (machine->memory, number);
  guint calculation;

  if (!leat_simulated_read_number (number, 1, CHECKERS, &calculation) ||
      strlen (command) != (writes ? 4 + strlen (LIMITS_UNSET) : 4))
    return FALSE;
  g_string_append (answer, command);
  if (writes)
    g_hash_table_replace (machine->memory, g_steal_pointer (&number), g_strdup (command + 4));
  else
    g_string_append (answer, stored != NULL ? stored : LIMITS_UNSET);
  return TRUE;
}

static gboolean
obey (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  guint level;

  switch (command[1])
    {
    case 'G':
      return write_thresholds (machine, command, answer);
    case 'H':
      return read_back (machine, command, answer);
    case 'C':
    case 'N':
      return limits (machine, command, answer);
    default:
      if (!leat_simulated_read_number (command + 2, 1, 8, &level))
        return FALSE;
      g_string_append (answer, command);
      return TRUE;
    }
}

static void
pv310_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  if (leat_simulated_machine_is (machine, "trigger-command", command) && machine->is_running)
    {
      leat_simulated_machine_trigger (machine);
      g_string_append (answer, command);
    }
  else if (command[0] != '%' || command[1] == '\0' || strchr ("GHTCN", command[1]) == NULL)
    g_string_append (answer, "%U");
  else if (!obey (machine, command, answer))
    g_string_append (answer, "%Z");
  leat_simulated_machine_end (machine, answer);
}

const LeatSimulatedFamily leat_simulated_pv310 = {
  .name = "pv310",
  .summary = "Panasonic PV310, AX40: commands with % and their echo, results of your layout",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | LEAT_SIMULATED_FAULTS_OF_VALUES,
  .certain = 1,
  .wrong = "%T01",
  .settings = settings,
  .schema = leat_simulated_add_layout,
  .result = pv310_result,
  .hear = pv310_hear,
};
