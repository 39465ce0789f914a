/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-omron.c - Omron FZ/FH, FQ2 and F250: values as text or as 32 bits, "OK", "ER" */
#include "simulate-faults.h"
#include "simulate-family.h"
#include "leat-host.h"
#include <string.h>

/* FZ/FH: omronkft.hu fz3_html fz011-17, manualslib 1238811 p. 523; FQ2: manualshive fq2-series
 * p. 359, easymanua.ls fq2-s p. 269 and 294; FQ-CR2 p. 131; F250: manualshive f250-ume p. 955.
 * That the judgement comes before the values, and -1 for a bad part of an F250, are assumed. */

static const LeatSimulatedSetting settings[] = {
  { "series", "fz", "fz|fq2|f250", "What judgement and saturation are like" },
  { "format", "ascii", "ascii|binary", "Text, or value * 1000 in 32 bits, high byte first" },
  { "judgement", "yes", "yes|no", "Send the judgement before the values (assumed)" },
  { "separator", ",", "", "What stands between values; F250: blank, comma, blank" },
  { "terminator", "\\r", "", "What a message ends with" },
  { "values", "3", "0-32", "Values of a result" },
  { NULL, NULL, NULL, NULL },
};

/* what is printed for a value that is too large */
static const char *
get_limit (const LeatSimulatedMachine *machine)
{
  return leat_simulated_machine_is (machine, "series", "f250") ? "9999999.999" : "999999999.9999";
}

static int
get_judgement (const LeatSimulatedMachine *machine, gboolean is_good)
{
  if (leat_simulated_machine_is (machine, "series", "fz"))
    return is_good ? 1 : -1;
  if (is_good)
    return 0;
  return leat_simulated_machine_is (machine, "series", "fq2") ? -1000 : -1;
}

static void
append_binary (GString *text, gint32 number)
{
  guint32 bits = GUINT32_TO_BE ((guint32) number);

  g_string_append_len (text, (const char *) &bits, sizeof bits);
}

static void
tell_binary (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  if (leat_simulated_machine_is (machine, "judgement", "yes"))
    append_binary (text, (leat_simulated_machine_is (machine, "series", "fz") ? 1000 : 1) *
                             get_judgement (machine, result->is_good));
  for (guint i = 0; i < result->n_values; i++)
    {
      const LeatSimulatedValue *value = &result->values[i];
      gint32 number = value->state == LEAT_SIMULATED_BEYOND ? G_MAXINT32 : (gint32) value->measure;
      g_autoptr (GString) digits = g_string_new (NULL);

      leat_simulated_append_decimal (digits, number, 3);
      g_ptr_array_add (result->told, g_strdup (digits->str));
      append_binary (text, number);
    }
}

/* an F250 without zero suppression: "12345.678", and "- 76.912": blanks behind the sign */
static char *
spell (const LeatSimulatedMachine *machine, gint64 thousandths)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  if (leat_simulated_machine_is (machine, "series", "fz"))
    {
      leat_simulated_append_decimal (digits, thousandths, 3);
      g_string_append_c (digits, '0');
      return g_strdup (digits->str);
    }
  if (leat_simulated_machine_is (machine, "series", "fq2") || thousandths >= 0)
    {
      leat_simulated_append_decimal (digits, thousandths, 3);
      return g_strdup (digits->str);
    }
  leat_simulated_append_decimal (digits, -thousandths, 3);
  return g_strdup_printf ("-%7s", digits->str);
}

static void
tell_text (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  gboolean spread = leat_simulated_machine_is (machine, "series", "f250") &&
                    leat_simulated_machine_is (machine, "separator", ",");
  const char *separator = spread ? " , " : leat_simulated_machine_get (machine, "separator");
  const char *between = "";

  if (leat_simulated_machine_is (machine, "judgement", "yes"))
    {
      g_string_append_printf (text, "%d", get_judgement (machine, result->is_good));
      between = separator;
    }
  for (guint i = 0; i < result->n_values; i++)
    {
      g_autofree char *value = result->values[i].state == LEAT_SIMULATED_BEYOND
                                   ? g_strdup (get_limit (machine))
                                   : spell (machine, result->values[i].measure);

      g_string_append (text, between);
      leat_simulated_result_tell (result, text, value);
      between = separator;
    }
}

/* a command's result comes before its "OK" */
static void
omron_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  if (leat_simulated_machine_is (machine, "format", "binary"))
    tell_binary (machine, result, text);
  else
    tell_text (machine, result, text);
  leat_simulated_machine_end (machine, text);
  if (!result->is_asked)
    return;
  result->behind = text->len;
  g_string_append (text, "OK");
  leat_simulated_machine_end (machine, text);
  result->behind = text->len - result->behind;
}

/* "ITEMDATA0 10 1 100" sets data 1 of item 10; without the last one it is told */
static gboolean
item_data (LeatSimulatedMachine *machine, char **words, GString *answer)
{
  guint item, data;
  guint count = g_strv_length (words);
  g_autofree char *name = NULL;
  const char *stored;

  if ((count != 3 && count != 4) || !leat_simulated_read_number (words[1], 0, 9999, &item) ||
      !leat_simulated_read_number (words[2], 0, 9999, &data))
    return FALSE;

  name = g_strdup_printf ("%u %u", item, data);
  stored = g_hash_table_lookup (machine->memory, name);
  if (count == 4)
    {
      g_hash_table_replace (machine->memory, g_steal_pointer (&name), g_strdup (words[3]));
      return TRUE;
    }
  g_string_append (answer, stored != NULL ? stored : "0");
  leat_simulated_machine_end (machine, answer);
  return TRUE;
}

/* FALSE: its result says OK behind itself */
static gboolean
measure (LeatSimulatedMachine *machine, const char *how, gboolean *good)
{
  *good = machine->is_running;
  if (how == NULL && machine->is_running)
    {
      leat_simulated_machine_trigger (machine);
      return FALSE;
    }
  if (g_strcmp0 (how, "/C") == 0 || g_strcmp0 (how, "/E") == 0)
    machine->is_continuous = how[1] == 'C';
  else
    *good = FALSE;
  return TRUE;
}

static void
omron_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  static const char *const measures[] = { "MEASURE", "M", "GL", NULL };
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  gboolean good = FALSE;

  if (g_strv_contains ((const char *const *) measures, words[0]))
    {
      if (!measure (machine, words[1], &good))
        return;
    }
  else if (g_str_equal (words[0], "ITEMDATA0"))
    good = item_data (machine, words, answer);

  g_string_append (answer, good ? "OK" : "ER");
  leat_simulated_machine_end (machine, answer);
}

/* as separator= of the plugin names it; NULL: it has no such name */
static const char *
name_separator (const LeatSimulatedMachine *machine)
{
  static const char *const names[][2] = { { ",", "comma" },
                                          { " ", "blank" },
                                          { "\t", "tab" },
                                          { ";", "semicolon" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (leat_simulated_machine_is (machine, "separator", names[i][0]))
      return names[i][1];
  return NULL;
}

static gboolean
omron_config (LeatSimulatedMachine *machine, GString *text, GError **error)
{
  const char *separator = name_separator (machine);

  if (!leat_simulated_machine_is (machine, "format", "ascii"))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--config: plugin=omron reads text; plugin=serial or tcp with framer "
                            "type fixed and a schema with format=binary read format=binary");
  if (separator == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--config: plugin=omron knows comma, blank, tab and semicolon as "
                            "separators");
  leat_simulated_add_key (text, "series", leat_simulated_machine_get (machine, "series"));
  leat_simulated_add_key (text, "separator", separator);
  if (leat_simulated_machine_is (machine, "judgement", "yes"))
    g_string_append (text, "judgement-column=1\n");
  return TRUE;
}

/* the judgement becomes a field by judgement-column= */
static void
omron_schema (LeatSimulatedMachine *machine, GString *text)
{
  const guint first = leat_simulated_machine_is (machine, "judgement", "yes") ? 2 : 1;
  const guint n_values = leat_simulated_machine_count_values (machine);

  g_string_append (text, "format=csv\nspaced-sign=yes\n");
  leat_simulated_add_key (text, "delimiter", leat_simulated_machine_get (machine, "separator"));
  g_string_append_printf (text, "columns=%u\nshortage=reject\nsurplus=reject\n",
                          first - 1 + n_values);
  for (guint i = 0; i < n_values; i++)
    g_string_append_printf (text, "\n[field value_%u]\ncolumn=%u\ntype=decimal\nsaturated=%s\n",
                            i + 1, first + i, get_limit (machine));
}

const LeatSimulatedFamily leat_simulated_omron = {
  .name = "omron",
  .summary = "Omron FZ, FH, FQ2, F250: values as text or 32 bits, MEASURE, ITEMDATA0",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | 1u << LEAT_SIMULATED_SATURATED,
  .certain = 1,
  .wrong = "ER",
  .settings = settings,
  .has_trigger = TRUE,
  .config = omron_config,
  .schema = omron_schema,
  .result = omron_result,
  .hear = omron_hear,
};
