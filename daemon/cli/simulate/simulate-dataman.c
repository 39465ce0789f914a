/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-dataman.c - Cognex DataMan: "||1:7>TRIGGER ON", "||0:7[0]", and what was read */
#include "simulate-faults.h"
#include "simulate-family.h"
#include "simulate-push.h"
#include <string.h>

/* docs.cognex.com dmst_2310, DMCAP, CommandSyntax; the status codes are from a digest of the guide,
 * "prefix" and the push of pictures from field notes on a DM475V with firmware 6.1.16_sr4. */

static const LeatSimulatedSetting settings[] = {
  { "terminator", "\\r\\n", "", "What every message ends with" },
  { "response", "silent", "silent|extended", "COM.DMCC-RESPONSE when it is switched on" },
  { "prefix", "", "", "What stands before the status where a command has no id; :::2 was seen" },
  { "code", "LOT", "", "What is read begins with; the counter follows" },
  { "codes", "any", "any|fixed", "fixed: no other text is a code: --faults knows noise, cut" },
  { "no-read", "NO-READ", "", "What stands for a code that was not read (assumed)" },
  LEAT_SIMULATED_PUSH_SETTINGS,
  { NULL, NULL, NULL, NULL },
};

enum {
  DONE = 0,
  UNIDENTIFIED = 100,
  INVALID_COMMAND = 101,
  INVALID_PARAMETER = 102,
  WRONG_CHECKSUM = 103,
  OFFLINE = 105,
};

static void
dataman_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  if (result->is_good && result->values[0].state == LEAT_SIMULATED_GOOD)
    leat_simulated_tell_code (machine, result, text);
  else
    {
      g_string_append (text, leat_simulated_machine_get (machine, "no-read"));
      leat_simulated_result_tell (result, text, NULL);
    }
  leat_simulated_machine_end (machine, text);
}

static gboolean
is_extended (const LeatSimulatedMachine *machine)
{
  const char *set = g_hash_table_lookup (machine->memory, "COM.DMCC-RESPONSE");

  if (set == NULL)
    return leat_simulated_machine_is (machine, "response", "extended");
  return !g_str_equal (set, "0");
}

static guint
trigger (LeatSimulatedMachine *machine, const char *flag)
{
  if (g_strcmp0 (flag, "ON") != 0 && g_strcmp0 (flag, "OFF") != 0)
    return INVALID_PARAMETER;
  if (!machine->is_running)
    return OFFLINE;
  if (g_str_equal (flag, "ON"))
    leat_simulated_machine_trigger (machine);
  return DONE;
}

/* what was set is told again; of the rest only that it is there */
static guint
get (LeatSimulatedMachine *machine, const char *name, GString *data)
{
  const char *set = name != NULL ? g_hash_table_lookup (machine->memory, name) : NULL;

  if (name == NULL)
    return INVALID_PARAMETER;
  if (set == NULL && g_str_equal (name, "COM.DMCC-RESPONSE"))
    set = is_extended (machine) ? "1" : "0";
  if (set == NULL)
    return INVALID_COMMAND;
  g_string_append (data, set);
  return DONE;
}

static guint
obey (LeatSimulatedMachine *machine, const char *command, GString *data)
{
  g_autofree char *upper = g_ascii_strup (command, -1);
  g_auto (GStrv) words = g_strsplit (upper, " ", 3);

  if (words[0] == NULL)
    return UNIDENTIFIED;
  if (g_str_equal (words[0], "TRIGGER"))
    return trigger (machine, words[1]);
  if (g_str_equal (words[0], "GET"))
    return get (machine, words[1], data);
  if (!g_str_equal (words[0], "SET"))
    return UNIDENTIFIED;
  if (g_strv_length (words) != 3)
    return INVALID_PARAMETER;
  g_hash_table_replace (machine->memory, g_strdup (words[1]), g_strdup (words[2]));
  return DONE;
}

/* the last byte is the XOR of those before it */
static gboolean
take_checksum (char *command)
{
  gsize length = strlen (command);
  guint8 sum = 0;

  if (length == 0)
    return FALSE;
  for (gsize i = 0; i + 1 < length; i++)
    sum ^= (guint8) command[i];
  if (sum != (guint8) command[length - 1])
    return FALSE;
  command[length - 1] = '\0';
  return TRUE;
}

/* "||1:7>…": the header, up to the ">"; (transfer full) what stands in it */
static char *
read_header (char *command, char **rest)
{
  char *end = g_str_has_prefix (command, "||") ? strchr (command, '>') : NULL;

  if (end == NULL)
    return NULL;
  *rest = end + 1;
  return g_strndup (command + 2, (gsize) (end - command - 2));
}

static void
append_answer (LeatSimulatedMachine *machine, const char *header, guint status, const GString *data,
               GString *answer)
{
  g_auto (GStrv) parts = g_strsplit (header, ":", 2);

  if (!is_extended (machine))
    g_string_append (answer, data->str);
  else if (parts[0] != NULL && parts[1] != NULL)
    g_string_append_printf (answer, "||0:%s[%u]%s", parts[1], status, data->str);
  else
    g_string_append_printf (answer, "||%s[%u]%s", leat_simulated_machine_get (machine, "prefix"),
                            status, data->str);
  if (answer->len > 0)
    leat_simulated_machine_end (machine, answer);
}

static void
dataman_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  g_autofree char *copy = g_strdup (command);
  g_autoptr (GString) data = g_string_new (NULL);
  g_autofree char *header = NULL;
  char *rest = NULL;
  guint status = WRONG_CHECKSUM;

  /* the sum is over all of it, before its parts are looked at */
  if (!g_str_has_prefix (command, "||1") || take_checksum (copy))
    {
      header = read_header (copy, &rest);
      if (header == NULL)
        return;
      status = obey (machine, rest, data);
    }
  append_answer (machine, header != NULL ? header : "", status, data, answer);
}

/* with codes of one form alone */
static void
dataman_schema (LeatSimulatedMachine *machine, GString *text)
{
  const char *no_read = leat_simulated_machine_get (machine, "no-read");
  g_autofree char *pattern = g_regex_escape_string (no_read, -1);

  leat_simulated_add_code (machine, text, pattern);
}

const LeatSimulatedFamily leat_simulated_dataman = {
  .name = "dataman",
  .summary = "Cognex DataMan: DMCC commands, silent or with a status, what was read",
  .faults = LEAT_SIMULATED_FAULTS_OF_ALL | 1u << LEAT_SIMULATED_MISSING |
            1u << LEAT_SIMULATED_CODE_PAGE,
  .certain = 0,
  .wrong = "||0:999[0]",
  .settings = settings,
  .has_trigger = TRUE,
  .schema = dataman_schema,
  .result = dataman_result,
  .hear = dataman_hear,
};
