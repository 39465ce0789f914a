/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-in-sight-language.c - what a Cognex In-Sight says in native mode, and is told
 *
 * docs.cognex.com/isvs_2530: comms_native_mode, SetOnline; support.cognex.com/docs/is_581: Get; the
 * recorded login of an 8502P; a client that is tested against cameras (github.com/FLo-ABB/
 * CognexNativePy at 2ad1155). A command is two letters and its arguments. Its answer is a status on
 * a line, 1 or why not, and of a Get command the value on the next, which may be empty. GO alone
 * answers by its value. SE may be answered by a status, a length and as many bytes. An answer does
 * not say which command it is of. */
#include "vision-in-sight-language.h"
#include <string.h>

/* of an answer with a length, as much as that client takes */
#define SIZED_MAX 65536

static const VisionFault in_sight_faults[] = {
  { "0", "unrecognized-command", "the command is not known to this model" },
  { "-1", "invalid-parameter",
    "the cell or tag is not there, a name is missing, or a number is out of range" },
  { "-2", "not-executed",
    "the command could not be executed: a job can only be loaded offline, an event only be waited "
    "for online" },
  { "-3", "checksum-failed", "the checksum does not match the data" },
  { "-4", "out-of-memory", "the camera is out of memory" },
  { "-5", "offline",
    "the camera is set offline by hand or by a discrete signal: it must be put online there" },
  { "-6", "no-full-access", "the user has no full access: login-user= must be one who has" },
  { .code = NULL },
};

/* commands whose status is followed by lines with what they ask for */
static const struct {
  const char *word;
  guint n_lines;
} values[] = {
  { "GV", 1 },
  { "GF", 1 },
  { "GJ", 1 },
  { "GI", 5 },
};

static gboolean
in_sight_say (gconstpointer data, VisionAct act, const char *argument, VisionMessage *message,
              GError **error)
{
  const VisionInSightGrammar *grammar = data;
  const char *word = "";

  switch (act)
    {
    case VISION_TRIGGER:
      word = *argument == '\0' ? "SW8" : "";
      break;
    case VISION_READ_MODE:
      word = "GO";
      break;
    case VISION_RUN:
      word = "SO1";
      break;
    case VISION_SETUP:
      word = "SO0";
      break;
    case VISION_READ_PROGRAM:
      word = grammar->numbers ? "GJ" : "GF";
      break;
    case VISION_PROGRAM:
      word = grammar->numbers ? "SJ" : "LF";
      break;
    case VISION_RESET:
      return vision_language_lacks (&vision_in_sight_language, act, error);
    case VISION_READ_RESULT:
    case VISION_WORD:
    case VISION_N_ACTS:
      break;
    }
  if (*word == '\0' && *argument == '\0')
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "a command is missing, such as GVtag");
  if (act == VISION_PROGRAM && *argument == '\0')
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "a job is missing: its file, or its number");
  g_string_append (message->bytes, word);
  if (!vision_message_add (message, argument, error))
    return FALSE;
  g_string_append (message->bytes, grammar->terminator);
  return TRUE;
}

/* --- what it says --- */

static gboolean
is_login (VisionText line, VisionEvent *event)
{
  static const struct {
    const char *text;
    VisionKind kind;
  } known[] = {
    { "User: ", VISION_ASKS_USER },
    { "Password: ", VISION_ASKS_PASSWORD },
    { "User Logged In", VISION_LOGGED_IN },
    { "Invalid Password", VISION_LOGIN_REFUSED },
    { "Welcome to In-Sight", VISION_NOTHING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (vision_text_begins (line, known[i].text))
      {
        event->kind = known[i].kind;
        return TRUE;
      }
  return FALSE;
}

/* lines behind the status 1 */
static guint
count_values (const VisionInSightGrammar *grammar, const VisionQuestion *question)
{
  const char *command = question->argument;

  switch (question->act)
    {
    case VISION_READ_PROGRAM:
      return 1;
    case VISION_TRIGGER:
      return grammar->trigger_value ? 1 : 0;
    case VISION_READ_RESULT:
    case VISION_WORD:
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        if (g_ascii_strncasecmp (command, values[i].word, 2) == 0)
          return values[i].n_lines;
      return 0;
    case VISION_READ_MODE:
    case VISION_RUN:
    case VISION_SETUP:
    case VISION_PROGRAM:
    case VISION_RESET:
    case VISION_N_ACTS:
      break;
    }
  return 0;
}

/* of SE alone, and set by the user: answers with a length are known from a client only */
static gboolean
is_sized (const VisionInSightGrammar *grammar, const VisionQuestion *question)
{
  return grammar->sized_events && g_ascii_strncasecmp (question->argument, "SE", 2) == 0;
}

static gboolean
is_result (const VisionInSightGrammar *grammar, const VisionQuestion *question)
{
  return question->act == VISION_READ_RESULT ||
         (question->act == VISION_TRIGGER && grammar->trigger_value);
}

static void
take_length (VisionText line, VisionEvent *event)
{
  guint n_bytes;

  if (vision_text_number (line, &n_bytes) && n_bytes <= SIZED_MAX)
    {
      event->kind = VISION_PART;
      event->n_bytes = n_bytes;
    }
  else
    {
      event->kind = VISION_STRAY;
      event->reason = "no length of an event's answer, which was to come (event-answer=sized)";
    }
}

/* there may be ends of lines in it, which count; the last one does not */
static void
take_sized (const VisionInSightGrammar *grammar, const VisionQuestion *question, VisionText line,
            VisionEvent *event)
{
  const gsize length = line.length + strlen (grammar->terminator);

  event->value = line;
  if (line.length == question->n_bytes)
    {
      event->kind = VISION_ANSWER;
      event->is_result = is_result (grammar, question);
    }
  else if (length <= question->n_bytes)
    {
      event->kind = VISION_PART;
      event->n_bytes = question->n_bytes - (guint) length;
    }
  else
    {
      event->kind = VISION_STRAY;
      event->reason = "an event's answer, and not of the length that was said before it";
    }
}

static void
take_value (const VisionInSightGrammar *grammar, const VisionQuestion *question, VisionText line,
            VisionEvent *event)
{
  event->kind = question->n_parts < count_values (grammar, question) ? VISION_PART : VISION_ANSWER;
  event->value = line;
  event->is_result = event->kind == VISION_ANSWER && is_result (grammar, question);
}

/* what stands behind the status 1 */
static gboolean
has_rest (const VisionInSightGrammar *grammar, const VisionQuestion *question)
{
  return is_sized (grammar, question) || count_values (grammar, question) > 0;
}

static void
take_rest (const VisionInSightGrammar *grammar, const VisionQuestion *question, VisionText line,
           VisionEvent *event)
{
  if (!is_sized (grammar, question))
    take_value (grammar, question, line, event);
  else if (question->n_parts == 1)
    take_length (line, event);
  else
    take_sized (grammar, question, line, event);
}

/* GO says 1 or 0, and means it */
static void
take_mode (VisionText line, VisionEvent *event)
{
  event->kind = VISION_ANSWER;
  event->value = line;
  event->mode = vision_text_is (line, "1") ? VISION_MODE_RUN : VISION_MODE_OFFLINE;
}

static void
take_refusal (VisionText line, VisionEvent *event)
{
  event->kind = VISION_REFUSAL;
  event->code = line;
  if (vision_text_is (line, "-5"))
    event->mode = VISION_MODE_OFFLINE;
}

static void
in_sight_understand (gconstpointer data, const VisionQuestion *question, const guint8 *frame,
                     gsize length, VisionEvent *event)
{
  const VisionInSightGrammar *grammar = data;
  const VisionText line = vision_text ((const char *) frame, length);
  const gboolean is_one = vision_text_is (line, "1");
  const gboolean is_fault = vision_language_find_fault (&vision_in_sight_language, line) != NULL;

  if (is_login (line, event))
    return;
  if (question != NULL && question->n_parts > 0)
    take_rest (grammar, question, line, event);
  else if (!is_one && !is_fault)
    event->kind = length > 0 ? VISION_RESULT : VISION_NOTHING;
  else if (question == NULL)
    {
      event->kind = VISION_STRAY;
      event->reason = "the status of a command, and none was sent";
    }
  else if (question->act == VISION_READ_MODE && line.text[0] != '-')
    take_mode (line, event);
  else if (is_fault)
    take_refusal (line, event);
  else
    event->kind = has_rest (grammar, question) ? VISION_PART : VISION_ANSWER;
}

#define IN_SIGHT_ACTS \
  (1 << VISION_TRIGGER | 1 << VISION_READ_MODE | 1 << VISION_RUN | 1 << VISION_SETUP | \
   1 << VISION_READ_PROGRAM | 1 << VISION_PROGRAM)

const VisionLanguage vision_in_sight_language = {
  .name = "in-sight",
  .acts = IN_SIGHT_ACTS,
  .has_login = TRUE,
  .sets_up_for_program = TRUE,
  .faults = in_sight_faults,
  .say = in_sight_say,
  .understand = in_sight_understand,
};

const VisionLanguage vision_in_sight_open_language = {
  .name = "in-sight",
  .acts = IN_SIGHT_ACTS,
  .sets_up_for_program = TRUE,
  .faults = in_sight_faults,
  .say = in_sight_say,
  .understand = in_sight_understand,
};
