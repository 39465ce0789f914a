/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-keyence-im.c - Keyence IM: a block of lines from ST to EN for each part */
#include "simulate-faults.h"
#include "simulate-family.h"
#include <string.h>

/* github.com/mathieu-girard/pyIM at 24cefc40, RS-232 8N1. What stands behind JG, LO and CH, what
 * the last column of IT says, and that the checksum is that of its line, are assumed. */

static const LeatSimulatedSetting settings[] = {
  { "terminator", "\\r\\n", "", "What every line ends with (assumed)" },
  { "values", "3", "0-32", "Measurements of a part: lines IT" },
  { "judgement", "JG", "JG|JH|none", "The line of the judgement" },
  { "good", "OK", "", "The judgement of a good part (assumed)" },
  { "bad", "NG", "", "The judgement of a bad part (assumed)" },
  { "point", ".", ".|,", "The decimal point" },
  { "checksum", "no", "no|yes", "Two hex digits behind each line: the sum of its bytes" },
  { "missing", "----", "", "What stands for a value that was not measured (assumed)" },
  { "saturated", "9999.999", "", "What stands for a value that is too large (assumed)" },
  { "serial", "IM0001", "", "Its serial number" },
  { "trigger-command", "", "", "A command that has it measure; none is known" },
  { "trigger-answer", "", "", "What it says to that; nothing is known" },
  { NULL, NULL, NULL, NULL },
};

static void
append_line (LeatSimulatedMachine *machine, const char *line, GString *text)
{
  guint8 sum = 0;

  g_string_append (text, line);
  for (const char *byte = line; *byte != '\0'; byte++)
    sum = (guint8) (sum + (guint8) *byte);
  if (leat_simulated_machine_is (machine, "checksum", "yes"))
    g_string_append_printf (text, "%02X", sum);
  leat_simulated_machine_end (machine, text);
}

/* a number of our own, with the decimal point of the machine */
static void
append_number (LeatSimulatedMachine *machine, gint64 thousandths, GString *line)
{
  gsize start = line->len;

  g_string_append_c (line, ' ');
  leat_simulated_append_decimal (line, thousandths, 3);
  if (leat_simulated_machine_is (machine, "point", ","))
    g_strdelimit (line->str + start, ".", ',');
}

/* "IT 1 1.523 mm width 1.500 0.300 -0.300 0"; in latin-1 where it is to be of another code page */
static void
append_item (LeatSimulatedMachine *machine, LeatSimulatedResult *result, guint index, GString *text)
{
  gint64 nominal = index % 3 == 2 ? -600 : 1700;
  g_autoptr (GString) line = g_string_new (NULL);
  gsize start;

  g_string_append_printf (line, "IT %u ", index + 1);
  start = line->len;
  leat_simulated_tell_value (machine, result, index, line);
  if (leat_simulated_machine_is (machine, "point", ","))
    g_strdelimit (line->str + start, ".", ',');
  g_string_append_printf (line, " mm %s%u", result->is_foreign ? "L\xe4nge" : "length", index + 1);
  append_number (machine, nominal, line);
  append_number (machine, 700, line);
  append_number (machine, -700, line);
  g_string_append (line, " 0");
  append_line (machine, line->str, text);
}

static void
append_judgement (LeatSimulatedMachine *machine, const LeatSimulatedResult *result, GString *text)
{
  g_autofree char *line =
      g_strjoin (" ", leat_simulated_machine_get (machine, "judgement"),
                 leat_simulated_machine_get (machine, result->is_good ? "good" : "bad"), NULL);

  if (!leat_simulated_machine_is (machine, "judgement", "none"))
    append_line (machine, line, text);
}

static void
im_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (result->time);
  g_autofree char *date = g_date_time_format (time, "DA %Y/%m/%d %H:%M:%S");
  g_autofree char *serial = g_strdup_printf ("SE %s 1.0",
                                             leat_simulated_machine_get (machine, "serial"));
  g_autofree char *program = g_strdup_printf ("MS program%u", result->program);
  g_autofree char *lot = g_strdup_printf ("LO %" G_GUINT64_FORMAT, result->number);
  g_autofree char *channel = g_strdup_printf ("CH %u", result->camera);

  append_line (machine, "ST", text);
  append_judgement (machine, result, text);
  append_line (machine, serial, text);
  append_line (machine, date, text);
  append_line (machine, program, text);
  append_line (machine, lot, text);
  append_line (machine, channel, text);
  for (guint i = 0; i < result->n_values; i++)
    append_item (machine, result, i, text);
  append_line (machine, "EN", text);
}

static gboolean
im_config (LeatSimulatedMachine *machine, GString *text, GError **error)
{
  if (leat_simulated_machine_is (machine, "checksum", "yes"))
    g_string_append (text, "line-sums=yes\n");
  return TRUE;
}

/* plugin=keyence-im hands on a block as lines of KEY=VALUE */
static void
im_schema (LeatSimulatedMachine *machine, GString *text)
{
  const char *judgement = leat_simulated_machine_get (machine, "judgement");
  g_autofree char *key = g_strconcat ("key=", judgement, NULL);

  g_string_append (text, "format=pairs\nseparators=\\n\nsurplus=ignore\nencoding=latin-1\n");
  if (leat_simulated_machine_is (machine, "point", ","))
    g_string_append (text, "decimal-comma=yes\n");
  if (!g_str_equal (judgement, "none"))
    leat_simulated_add_judgement (text, key, leat_simulated_machine_get (machine, "good"),
                                  leat_simulated_machine_get (machine, "bad"));
  g_string_append (text, "\n[field program]\nkey=MS\ntype=string\nrole=program\n");
  for (guint i = 0; i < leat_simulated_machine_count_values (machine); i++)
    {
      g_autofree char *place = g_strdup_printf ("key=%u.value\nunit=mm", i + 1);

      leat_simulated_add_value (machine, text, i, "decimal", place);
    }
}

const LeatSimulatedFamily leat_simulated_keyence_im = {
  .name = "keyence-im",
  .summary = "Keyence IM: a block of lines for each part, ST to EN, with a line for each value",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | LEAT_SIMULATED_FAULTS_OF_VALUES |
            1u << LEAT_SIMULATED_CODE_PAGE,
  .certain = 12,
  .wrong = "EN",
  .settings = settings,
  .config = im_config,
  .schema = im_schema,
  .result = im_result,
  .hear = leat_simulated_hear_trigger,
};
