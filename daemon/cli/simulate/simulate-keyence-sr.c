/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-keyence-sr.c - Keyence SR code readers, N-410: LON, LOFF, what was read, "ERROR" */
#include "simulate-faults.h"
#include "simulate-family.h"
#include <string.h>

/* github.com/brianteachman/mqtt_serial_scanner_nodes, sr_scanner.py; N-410: Keyence manual,
 * azmanual.top 658143, pages 94, 102, 104. That LON and LOFF have no answer is assumed. */

static const LeatSimulatedSetting settings[] = {
  { "header", "", "", "What a message begins with: nothing, \\x02 or \\x1b" },
  { "terminator", "\\r", "", "What a message ends with: \\r, \\r\\n or \\x03" },
  { "multi-head", "no", "no|yes", "Put %Pmm-nnnn before what was read, as an N-410 does" },
  { "code", "LOT", "", "What is read begins with; the counter follows" },
  { "codes", "any", "any|fixed", "fixed: no other text is a code: --faults knows noise, cut" },
  { "answer-to-lon", "", "", "What LON and LOFF are answered by (assumed: nothing)" },
  { NULL, NULL, NULL, NULL },
};

/* an error, a full buffer, or what was read; nnnn is its length */
static void
sr_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  g_autoptr (GString) data = g_string_new (NULL);

  if (result->values[0].state == LEAT_SIMULATED_BEYOND)
    leat_simulated_result_tell (result, data, "OVER");
  else if (!result->is_good || result->values[0].state == LEAT_SIMULATED_NOT_MEASURED)
    leat_simulated_result_tell (result, data, "ERROR");
  else
    leat_simulated_tell_code (machine, result, data);

  g_string_append (text, leat_simulated_machine_get (machine, "header"));
  if (leat_simulated_machine_is (machine, "multi-head", "yes"))
    g_string_append_printf (text, "%%P%02u-%04u", result->camera, (guint) data->len);
  g_string_append (text, data->str);
  leat_simulated_machine_end (machine, text);
}

/* as it was asked: from STX to ETX, or up to CR */
static void
append_answer (LeatSimulatedMachine *machine, const char *says, GString *answer)
{
  if (machine->framing != 0)
    g_string_append_printf (answer, "\x02%s\x03", says);
  else
    {
      g_string_append (answer, says);
      leat_simulated_machine_end (machine, answer);
    }
}

static void
append_error (LeatSimulatedMachine *machine, const char *command, guint code, GString *answer)
{
  g_autofree char *says = g_strdup_printf ("ER,%s,%02u", command, code);

  append_answer (machine, says, answer);
}

/* reads that were good, bad and in error, stable ones, triggers: by those that were asked */
static void
append_counts (LeatSimulatedMachine *machine, GString *answer)
{
  g_autofree char *says = g_strdup_printf ("OK,NUM,%u,0,0,%u,%u", machine->stage, machine->stage,
                                           machine->stage);

  append_answer (machine, says, answer);
}

static void
sr_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  gboolean on = g_str_equal (command, "LON");
  const char *says = leat_simulated_machine_get (machine, "answer-to-lon");
  g_auto (GStrv) words = g_strsplit (command, ",", -1);

  if (on && !machine->is_running)
    append_error (machine, command, 20, answer);
  else if (on || g_str_equal (command, "LOFF"))
    {
      if (*says != '\0')
        append_answer (machine, says, answer);
      if (!on)
        return;
      machine->stage++;
      leat_simulated_machine_trigger (machine);
    }
  else if (g_str_equal (command, "NUM"))
    append_counts (machine, answer);
  else if (g_str_equal (words[0], "LON") || g_str_equal (words[0], "NUM"))
    append_error (machine, words[0], 1, answer);
  else
    append_error (machine, words[0], 0, answer);
}

/* with codes of one form alone */
static void
sr_schema (LeatSimulatedMachine *machine, GString *text)
{
  leat_simulated_add_code (machine, text, "ERROR|OVER");
}

const LeatSimulatedFamily leat_simulated_keyence_sr = {
  .name = "keyence-sr",
  .summary = "Keyence SR, N-410 code readers: LON, what was read, ERROR, OVER, multi-head",
  .faults = LEAT_SIMULATED_FAULTS_OF_ALL | 1u << LEAT_SIMULATED_MISSING |
            1u << LEAT_SIMULATED_SATURATED | 1u << LEAT_SIMULATED_CODE_PAGE,
  .certain = 0,
  .wrong = "OK,NUM,0,0,0,0,0",
  .settings = settings,
  .has_trigger = TRUE,
  .schema = sr_schema,
  .result = sr_result,
  .hear = sr_hear,
};
