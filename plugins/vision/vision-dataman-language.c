/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-dataman-language.c - what a Cognex DataMan reader says, and is told
 *
 * DataMan Control Commands (docs.cognex.com/dmst_2310, DMCAP, Command Syntax): ||>COMMAND and
 * CR LF. With COM.DMCC-RESPONSE silent, as a reader is delivered, nothing but data comes back;
 * extended, ||checksum:command-id[status]data. Before the status stand numbers and colons alone: a
 * DM475V says ||:::2[0]. What is read comes by itself, apart from the answer to the trigger.
 * Commands are sent without a checksum and a number. */
#include "vision-dataman-language.h"
#include <string.h>

static const VisionFault dataman_faults[] = {
  { "100", "unidentified", "an error that the reader does not tell more of" },
  { "101", "command-invalid", "the reader does not know the command" },
  { "102", "parameter-invalid", "an argument is missing, wrong, or out of its range" },
  { "103", "checksum", "the checksum of the command is wrong" },
  { "104", "rejected", "the reader cannot do it in the state that it is in" },
  { "105", "offline", "the reader is offline; it must be put online" },
  { .code = NULL },
};

static gboolean
is_get (const char *argument)
{
  return g_ascii_strncasecmp (argument, "GET ", strlen ("GET ")) == 0;
}

static gboolean
dataman_say (gconstpointer data, VisionAct act, const char *argument, VisionMessage *message,
             GError **error)
{
  const VisionDatamanGrammar *grammar = data;

  if (act != VISION_TRIGGER && (act != VISION_WORD || *argument == '\0'))
    return vision_language_lacks (&vision_dataman_language, act, error);
  g_string_append (message->bytes, "||>");
  if (!vision_message_add (message, *argument != '\0' ? argument : "TRIGGER ON", error))
    return FALSE;
  g_string_append (message->bytes, "\r\n");
  message->is_silent = !grammar->answers && !is_get (argument);
  return TRUE;
}

/* ||numbers and colons[status]: FALSE: it is none */
static gboolean
take_status (VisionText *line, VisionText *status)
{
  VisionText rest = *line;
  guint code;
  gsize at = 2;

  if (!vision_text_begins (rest, "||"))
    return FALSE;
  while (at < rest.length && (g_ascii_isdigit (rest.text[at]) || rest.text[at] == ':'))
    at++;
  if (at == rest.length || rest.text[at] != '[')
    return FALSE;
  rest = vision_text (rest.text + at + 1, rest.length - at - 1);
  *status = vision_text_take (&rest, ']');
  if (rest.text == NULL || !vision_text_number (*status, &code))
    return FALSE;
  *line = rest;
  return TRUE;
}

static void
dataman_answer (const VisionQuestion *question, VisionText status, VisionText value,
                VisionEvent *event)
{
  event->value = value;
  if (vision_text_is (status, "0"))
    {
      event->kind = question != NULL ? VISION_ANSWER : VISION_STRAY;
      event->reason = "an answer, and nothing was asked";
      return;
    }
  vision_event_refuse (event, question, status);
  if (vision_text_is (status, "105"))
    event->mode = VISION_MODE_OFFLINE;
}

static void
dataman_understand (gconstpointer data, const VisionQuestion *question, const guint8 *frame,
                    gsize length, VisionEvent *event)
{
  const VisionDatamanGrammar *grammar = data;
  VisionText line = vision_text ((const char *) frame, length);
  VisionText status;

  if (take_status (&line, &status))
    {
      dataman_answer (question, status, line, event);
      return;
    }
  if (!grammar->answers && question != NULL && question->act == VISION_WORD)
    {
      event->kind = VISION_ANSWER;
      event->value = line;
      return;
    }
  event->kind = VISION_RESULT;
  if (grammar->no_read != NULL && *grammar->no_read != '\0')
    event->judgement = vision_text_is (line, grammar->no_read) ? VISION_JUDGEMENT_BAD
                                                               : VISION_JUDGEMENT_GOOD;
}

const VisionLanguage vision_dataman_language = {
  .name = "dataman",
  .acts = 1 << VISION_TRIGGER,
  .gives_judgement = TRUE,
  .faults = dataman_faults,
  .say = dataman_say,
  .understand = dataman_understand,
};
