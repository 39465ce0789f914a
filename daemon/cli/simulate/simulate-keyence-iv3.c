/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-keyence-iv3.c - Keyence IV3: "T2" and "RT,00000,NG", tools as "value,OK" */
#include "simulate-faults.h"
#include "simulate-family.h"
#include <string.h>

/* github.com/GrTravis2/iv3 at 1a0dff85 and 832bb411, community code that is partly untested: that
 * the number of RT counts, the codes of errors, DW and CNR are assumed. */

#define TOOLS   16
#define NUMBERS 100000 /* five digits */

static const LeatSimulatedSetting settings[] = {
  { "terminator", "\\r", "", "What every message ends with" },
  { "programs", "128", "1-128", "Programs that there are, counted from 0" },
  { "missing", "", "", "What stands for a tool's value that was not measured (assumed)" },
  { "saturated", "9999999", "", "What stands for a tool's value that is too large (assumed)" },
  { "characters", "123456789ABCDE", "", "What a tool has read; blanks fill it to 16 characters" },
  { NULL, NULL, NULL, NULL },
};

enum { COMMAND_ERROR = 2, DISABLED = 3, PARAMETER_ERROR = 22, DONE = 100 };
enum { NO_SHOT, SHOT };

/* a tool: its value, and the judgement of it; the first is bad where the part is */
static void
append_tool (LeatSimulatedMachine *machine, LeatSimulatedResult *result, guint index, GString *text)
{
  const LeatSimulatedValue *value = &result->values[index];
  g_autofree char *digits = g_strdup_printf ("%07" G_GINT64_FORMAT, ABS (value->measure));

  g_string_append_c (text, ',');
  if (value->state == LEAT_SIMULATED_GOOD)
    leat_simulated_result_tell (result, text, digits);
  else
    leat_simulated_tell_value (machine, result, index, text);
  g_string_append (text, index == 0 && !result->is_good ? ",NG" : ",OK");
}

static void
iv3_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  result->number %= NUMBERS; /* as the ledger has it, too */
  g_string_append_printf (text, "RT,%05u,%s", (guint) result->number,
                          result->is_good ? "OK" : "NG");
  for (guint i = 0; i < result->n_values; i++)
    append_tool (machine, result, i, text);
  leat_simulated_machine_end (machine, text);
  g_hash_table_replace (machine->memory, g_strdup ("last"), g_strdup (text->str));
}

/* the last result: one that nobody has asked for yet, or the same again */
static guint
last_result (LeatSimulatedMachine *machine, GString *answer)
{
  const char *last = g_hash_table_lookup (machine->memory, "last");

  if (machine->stage == SHOT)
    leat_simulated_machine_trigger (machine);
  else if (last == NULL)
    return DISABLED;
  else
    g_string_append_len (answer, last,
                         (gssize) (strlen (last) -
                                   strlen (leat_simulated_machine_get (machine, "terminator"))));
  machine->stage = NO_SHOT;
  return DONE;
}

static guint
trigger (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  if (!machine->is_running)
    return DISABLED;
  if (g_str_equal (command, "T2"))
    leat_simulated_machine_trigger (machine);
  else
    {
      machine->stage = SHOT;
      g_string_append (answer, command);
    }
  return DONE;
}

static guint
choose_program (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  guint program;

  if (g_strv_length (words) != 2 ||
      !leat_simulated_read_number (words[1], 0,
                                   leat_simulated_machine_get_number (machine, "programs") - 1,
                                   &program))
    return PARAMETER_ERROR;
  machine->program = program;
  g_string_append (answer, "PW");
  return DONE;
}

/* a threshold of a tool: "DR,03,0,0023250"; "DW,03,0,0023250" sets it */
static guint
threshold (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  gboolean writes = g_str_equal (words[0], "DW");
  guint tool, which, value = 0;
  g_autofree char *name = NULL;
  const char *stored;

  if (g_strv_length (words) != (writes ? 4 : 3) ||
      !leat_simulated_read_number (words[1], 0, TOOLS, &tool) ||
      !leat_simulated_read_number (words[2], 0, 1, &which) ||
      (writes && !leat_simulated_read_number (words[3], 0, 9999999, &value)))
    return PARAMETER_ERROR;

  name = g_strdup_printf ("%u,%u", tool, which);
  stored = g_hash_table_lookup (machine->memory, name);
  if (writes)
    {
      g_hash_table_replace (machine->memory, g_steal_pointer (&name), g_strdup (words[3]));
      g_string_append (answer, "DW");
      return DONE;
    }
  leat_simulated_read_number (stored != NULL ? stored : "23250", 0, 9999999, &value);
  g_string_append_printf (answer, "DR,%02u,%u,%07u", tool, which, value);
  return DONE;
}

/* 16 characters; the blanks behind are of the text */
static guint
characters (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  guint tool;

  if (g_strv_length (words) != 2 || !leat_simulated_read_number (words[1], 0, TOOLS, &tool))
    return PARAMETER_ERROR;
  g_string_append_printf (answer, "CR,%02u,%-16.16s", tool,
                          leat_simulated_machine_get (machine, "characters"));
  return DONE;
}

static guint
obey (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  const char *command = words[0];

  if (g_str_equal (command, "T1") || g_str_equal (command, "T2"))
    return trigger (machine, command, answer);
  if (g_str_equal (command, "RT"))
    return last_result (machine, answer);
  if (g_str_equal (command, "PW"))
    return choose_program (machine, words, answer);
  if (g_str_equal (command, "DR") || g_str_equal (command, "DW"))
    return threshold (machine, words, answer);
  if (g_str_equal (command, "CR"))
    return characters (machine, words, answer);
  if (g_str_equal (command, "PR"))
    g_string_append_printf (answer, "PR,%03u", machine->program);
  else if (g_str_equal (command, "CNR"))
    g_string_append (answer, "CNR");
  else
    return COMMAND_ERROR;
  return DONE;
}

static void
iv3_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  g_auto (GStrv) words = g_strsplit (command, ",", -1);
  guint code = obey (machine, words, answer);

  if (code != DONE)
    g_string_append_printf (answer, "ER,%s,%02u", words[0], code);
  if (answer->len > 0)
    leat_simulated_machine_end (machine, answer);
}

/* the judgement of the part is in each result, and the source says it */
static void
iv3_schema (LeatSimulatedMachine *machine, GString *text)
{
  const guint n_tools = leat_simulated_machine_count_values (machine);

  g_string_append_printf (text,
                          "format=csv\ncolumns=%u\nshortage=reject\nsurplus=reject\n\n"
                          "[field num]\ncolumn=2\ntype=int\nrequired=yes\n",
                          3 + 2 * n_tools);
  for (guint i = 0; i < n_tools; i++)
    {
      g_autofree char *place = g_strdup_printf ("column=%u", 4 + 2 * i);

      leat_simulated_add_value (machine, text, i, "int", place);
      g_string_append_printf (text, "\n[field tool_%u]\ncolumn=%u\ntype=string\n", i + 1,
                              5 + 2 * i);
    }
}

const LeatSimulatedFamily leat_simulated_keyence_iv3 = {
  .name = "keyence-iv3",
  .summary = "Keyence IV3: T1, T2, RT with all judgements, PW, DR, CR",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | LEAT_SIMULATED_FAULTS_OF_VALUES,
  .certain = 8,
  .wrong = "PR,099",
  .settings = settings,
  .has_trigger = TRUE,
  .schema = iv3_schema,
  .result = iv3_result,
  .hear = iv3_hear,
};
