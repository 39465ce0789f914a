/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-in-sight.c - Cognex In-Sight native mode: prompts, "1", and a value on the next line */
#include "simulate-faults.h"
#include "simulate-family.h"
#include <string.h>

/* docs.cognex.com isvs_2530, comms_native_mode; is_611, NativeModeCommunications; is_581, Get and
 * SetOnline; manualshive in-sight-1721, p. 71 and 75; CognexNativePy at 2ad1155 for GO, jobs, SM,
 * and answers with a length. What is sent without being asked is set in its job: layout is assumed.
 */

static const LeatSimulatedSetting settings[] = {
  { "terminator", "\\r\\n", "", "What every line ends with; \\r on a serial line" },
  { "login", "yes", "yes|no", "Ask for user and password; no: as on a serial line" },
  { "user", "admin", "", "Who may log in" },
  { "password", "", "", "The password" },
  { "access", "full", "full|read", "What the user may; read: -6 to those that change something" },
  { "model", "8502P", "", "As the greeting names it" },
  { "layout", "block", "block|pose",
    "A result: [text,score,passed], or (x,y) angle\\xb0 score = s (assumed)" },
  { "code", "UH587IX1", "", "What is read begins with; the counter follows" },
  { "tags", "A001=1.000;A002=;A003=text", "", "What GV knows: names and values" },
  { "event-answer", "status", "status|sized", "SE8: 1, or 1, a length and as many bytes" },
  { "event-text", "<r>1</r>", "", "Those bytes" },
  { NULL, NULL, NULL, NULL },
};

enum { ASK_USER, ASK_PASSWORD, LOGGED_IN };
enum { DONE = 1, UNKNOWN = 0, INVALID = -1, NOT_EXECUTED = -2, NO_ACCESS = -6 };

static void
append_line (LeatSimulatedMachine *machine, const char *line, GString *text)
{
  g_string_append (text, line);
  leat_simulated_machine_end (machine, text);
}

/* the prompts have no end */
static void
in_sight_greet (LeatSimulatedMachine *machine, GString *text)
{
  g_autofree char *welcome = g_strdup_printf ("Welcome to In-Sight(tm)  %s Session 0",
                                              leat_simulated_machine_get (machine, "model"));

  if (leat_simulated_machine_is (machine, "login", "no"))
    return;
  append_line (machine, welcome, text);
  g_string_append (text, "User: ");
}

static void
log_in (LeatSimulatedMachine *machine, const char *word, GString *answer)
{
  if (machine->stage == ASK_USER)
    {
      g_strlcpy (machine->name, word, sizeof machine->name);
      machine->stage = ASK_PASSWORD;
      g_string_append (answer, "Password: ");
    }
  else if (leat_simulated_machine_is (machine, "user", machine->name) &&
           leat_simulated_machine_is (machine, "password", word))
    {
      machine->stage = LOGGED_IN;
      append_line (machine, "User Logged In", answer);
    }
  else
    {
      machine->stage = ASK_USER;
      append_line (machine, "Invalid Password", answer);
      g_string_append (answer, "User: ");
    }
}

/* in latin-1: "\xb0" is the degree sign, "\xe4" an a with two dots */
static void
append_block (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  g_autofree char *code = g_strdup_printf ("%s%s%06" G_GUINT64_FORMAT,
                                           leat_simulated_machine_get (machine, "code"),
                                           result->is_foreign ? "\xe4" : "", result->number);

  g_string_append_c (text, '[');
  leat_simulated_result_tell (result, text, code);
  for (guint i = 0; i < result->n_values; i++)
    {
      g_autoptr (GString) value = g_string_new (NULL);

      leat_simulated_append_decimal (value, result->values[i].measure, 3);
      g_string_append_c (text, ',');
      if (result->values[i].state == LEAT_SIMULATED_GOOD)
        leat_simulated_result_tell (result, text, value->str);
      else
        leat_simulated_result_tell (result, text, "#ERR");
    }
  g_string_append (text, result->is_good ? ",1.000]" : ",0.000]");
}

static void
append_pose (LeatSimulatedResult *result, GString *text)
{
  static const char *const before[] = { "(", ",", ") ", "\xb0 score = " };

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      gint64 measure = i < result->n_values ? result->values[i].measure : 70200;
      g_autoptr (GString) value = g_string_new (NULL);

      leat_simulated_append_decimal (value, measure, 1);
      g_string_append (text, before[i]);
      leat_simulated_result_tell (result, text, value->str);
    }
}

static void
in_sight_result (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text)
{
  if (leat_simulated_machine_is (machine, "layout", "block"))
    append_block (machine, result, text);
  else
    append_pose (result, text);
  leat_simulated_machine_end (machine, text);
}

/* status and, on the next line, the value */
static int
get_value (LeatSimulatedMachine *machine, const char *tag, GString *answer)
{
  g_auto (GStrv) tags = g_strsplit (leat_simulated_machine_get (machine, "tags"), ";", -1);

  for (gsize i = 0; tags[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (tags[i], "=", 2);

      if (pair[0] == NULL || pair[1] == NULL || g_ascii_strcasecmp (pair[0], tag) != 0)
        continue;
      append_line (machine, "1", answer);
      append_line (machine, pair[1], answer);
      return DONE;
    }
  return INVALID;
}

/* 8 acquires an image, the others are events of the job; the answer comes when it is done */
static int
set_event_and_wait (LeatSimulatedMachine *machine, const char *event, GString *answer)
{
  guint number;

  if (!leat_simulated_read_number (event, 0, 8, &number))
    return INVALID;
  if (!machine->is_running)
    return NOT_EXECUTED;
  append_line (machine, "1", answer);
  if (number == 8)
    leat_simulated_machine_trigger (machine);
  return DONE;
}

/* of this one alone a length and as many bytes may follow */
static int
set_event (LeatSimulatedMachine *machine, const char *event, GString *answer)
{
  const char *text = leat_simulated_machine_get (machine, "event-text");
  const int status = set_event_and_wait (machine, event, answer);

  if (status != DONE || leat_simulated_machine_is (machine, "event-answer", "status"))
    return status;
  g_string_append_printf (answer, "%" G_GSIZE_FORMAT, strlen (text));
  append_line (machine, "", answer);
  append_line (machine, text, answer);
  return DONE;
}

/* SM"string"event: what is sent is compared with what is read: text, score, passed */
static int
match (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  const char *end = command[0] == '"' ? strchr (command + 1, '"') : NULL;
  g_autofree char *line = NULL;
  guint event;

  if (end == NULL || !leat_simulated_read_number (end + 1, 0, 8, &event))
    return INVALID;
  if (!machine->is_running)
    return NOT_EXECUTED;
  line = g_strdup_printf ("[%.*s,398.000,1.000]", (int) (end - command - 1), command + 1);
  append_line (machine, "1", answer);
  append_line (machine, line, answer);
  return DONE;
}

static int
set_online (LeatSimulatedMachine *machine, const char *flag, GString *answer)
{
  if (leat_simulated_machine_is (machine, "access", "read"))
    return NO_ACCESS;
  if (!g_str_equal (flag, "0") && !g_str_equal (flag, "1"))
    return INVALID;
  machine->is_running = *flag == '1';
  append_line (machine, "1", answer);
  return DONE;
}

/* no status: the value alone */
static int
get_online (LeatSimulatedMachine *machine, const char *rest, GString *answer)
{
  append_line (machine, machine->is_running ? "1" : "0", answer);
  return DONE;
}

/* jobs have their numbers before their names */
static int
get_file (LeatSimulatedMachine *machine, const char *rest, GString *answer)
{
  const char *loaded = g_hash_table_lookup (machine->memory, "job");
  g_autofree char *name = loaded != NULL ? g_strdup (loaded)
                                         : g_strdup_printf ("%03u.job", machine->program);

  append_line (machine, "1", answer);
  append_line (machine, name, answer);
  return DONE;
}

static int
get_job (LeatSimulatedMachine *machine, const char *rest, GString *answer)
{
  g_autofree char *number = g_strdup_printf ("%u", machine->program);

  append_line (machine, "1", answer);
  append_line (machine, number, answer);
  return DONE;
}

/* a job is loaded offline only */
static int
judge_loading (LeatSimulatedMachine *machine)
{
  if (leat_simulated_machine_is (machine, "access", "read"))
    return NO_ACCESS;
  return machine->is_running ? NOT_EXECUTED : DONE;
}

static int
load_file (LeatSimulatedMachine *machine, const char *name, GString *answer)
{
  const int status = *name == '\0' ? INVALID : judge_loading (machine);

  if (status != DONE)
    return status;
  g_hash_table_replace (machine->memory, g_strdup ("job"), g_strdup (name));
  machine->program = (guint) g_ascii_strtoull (name, NULL, 10);
  append_line (machine, "1", answer);
  return DONE;
}

static int
set_job (LeatSimulatedMachine *machine, const char *number, GString *answer)
{
  guint program;
  const int status = leat_simulated_read_number (number, 0, 999, &program) ? judge_loading (machine)
                                                                           : INVALID;

  if (status != DONE)
    return status;
  g_hash_table_remove (machine->memory, "job");
  machine->program = program;
  append_line (machine, "1", answer);
  return DONE;
}

static int
obey (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  static const struct {
    const char *word;
    int (*obey) (LeatSimulatedMachine *machine, const char *rest, GString *answer);
  } words[] = { { "GF", get_file },
                { "GJ", get_job },
                { "GO", get_online },
                { "GV", get_value },
                { "LF", load_file },
                { "SE", set_event },
                { "SJ", set_job },
                { "SM", match },
                { "SO", set_online },
                { "SW", set_event_and_wait } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strncasecmp (command, words[i].word, 2) == 0)
      return words[i].obey (machine, command + 2, answer);
  return UNKNOWN;
}

static void
in_sight_hear (LeatSimulatedMachine *machine, const char *command, GString *answer)
{
  int status;

  if (machine->stage != LOGGED_IN && leat_simulated_machine_is (machine, "login", "yes"))
    {
      log_in (machine, command, answer);
      return;
    }
  if (*command == '\0')
    return;
  status = obey (machine, command, answer);
  if (status == DONE)
    return;
  g_string_append_printf (answer, "%d", status);
  leat_simulated_machine_end (machine, answer);
}

static gboolean
in_sight_config (LeatSimulatedMachine *machine, GString *text, GError **error)
{
  if (leat_simulated_machine_is (machine, "login", "no"))
    g_string_append (text, "login=no\n");
  else
    {
      leat_simulated_add_key (text, "login-user", leat_simulated_machine_get (machine, "user"));
      leat_simulated_add_key (text, "login-password",
                              leat_simulated_machine_get (machine, "password"));
    }
  if (leat_simulated_machine_is (machine, "event-answer", "sized"))
    g_string_append (text, "event-answer=sized\n");
  if (leat_simulated_machine_is (machine, "terminator", "\r"))
    g_string_append (text, "terminator=cr\nframer=lines\n\n"
                           "[framer lines]\ntype=delimiter\ndelimiter=\\r\nskip-empty=no\n");
  return TRUE;
}

/* what layout=pose puts before each number, and how many there are */
static const char *const pose_names[] = { "x", "y", "angle", "score" };

static void
add_pose_schema (GString *text)
{
  g_string_append (text, "format=regex\nencoding=latin-1\n"
                         "pattern=^\\\\((?<x>[^,]+),(?<y>[^)]+)\\\\) (?<angle>[-0-9.]+)"
                         ".* score = (?<score>.+)$\n");
  for (guint i = 0; i < G_N_ELEMENTS (pose_names); i++)
    g_string_append_printf (text, "\n[field %s]\ntype=decimal\n", pose_names[i]);
}

/* [code,values,passed] */
static void
in_sight_schema (LeatSimulatedMachine *machine, GString *text)
{
  const guint n_values = leat_simulated_machine_count_values (machine);

  if (leat_simulated_machine_is (machine, "layout", "pose"))
    {
      add_pose_schema (text);
      return;
    }
  g_string_append (text, "format=regex\nencoding=latin-1\npattern=^\\\\[(?<code>[^,]+)");
  for (guint i = 0; i < n_values; i++)
    g_string_append_printf (text, ",(?<value_%u>[^,]+)", i + 1);
  g_string_append (text, ",(?<judgement>[^,]+)\\\\]$\n\n[field code]\ntype=string\n");
  for (guint i = 0; i < n_values; i++)
    g_string_append_printf (text, "\n[field value_%u]\ntype=decimal\ndevice-error=#ERR\n", i + 1);
  leat_simulated_add_judgement (text, "group=judgement", "1.000", "0.000");
}

const LeatSimulatedFamily leat_simulated_in_sight = {
  .name = "in-sight",
  .summary = "Cognex In-Sight native mode: login, GV, SE8, SM, SO, jobs and their status lines",
  .faults = LEAT_SIMULATED_FAULTS_OF_LINES | 1u << LEAT_SIMULATED_BAD |
            1u << LEAT_SIMULATED_CODE_PAGE,
  .certain = 6,
  .wrong = "1.000",
  .settings = settings,
  .has_trigger = TRUE,
  .config = in_sight_config,
  .schema = in_sight_schema,
  .hears_empty = TRUE,
  .greet = in_sight_greet,
  .result = in_sight_result,
  .hear = in_sight_hear,
};
