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
  { "decimals", "least", "least|0|1|2|3",
    "Digits behind the point; least: as Python writes round (x, 3)" },
  { "missing", "*****", "", "What stands for a value that was not measured (assumed)" },
  { "saturated", "9999.999", "", "What stands for a value that is too large (assumed)" },
  { "trigger-command", "", "", "A command that has it measure; none is known" },
  { "trigger-answer", "", "", "What it says to that; nothing is known" },
  { NULL, NULL, NULL, NULL },
};

static void
pv200_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  g_autoptr (GDateTime) wall = g_date_time_new_from_unix_utc (result->time + WALL_TIME_OFFSET);
  g_autofree char *time = g_date_time_format (wall, "%y/%m/%d,%H:%M:%S");

  g_string_append_printf (text, "%s, %" G_GUINT64_FORMAT ", %u,", time, result->number,
                          leat_simulated_machine_get_number (machine, "machine") + result->camera -
                              1);
  for (guint i = 0; i < result->n_values; i++)
    {
      leat_simulated_tell_value (machine, result, i, text);
      g_string_append_c (text, ',');
    }
  leat_simulated_machine_end (machine, text);
}

const LeatSimulatedFamily leat_simulated_pv200 = {
  .name = "pv200",
  .summary = "Panasonic PV200: date, time, number, machine, two measurements",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | LEAT_SIMULATED_FAULTS_OF_VALUES,
  .certain = 16,
  .wrong = "%U",
  .settings = settings,
  .result = pv200_result,
  .hear = leat_simulated_hear_trigger,
};
