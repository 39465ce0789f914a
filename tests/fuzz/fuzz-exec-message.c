/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-exec-message.c - any lines of a child as messages */
#include "../../plugins/exec/exec-message.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* what is taken holds what its kind promises, and lies in its memory */
static void
check (const ExecMessage *message)
{
  if (message->type == NULL ||
      (message->kind == EXEC_MESSAGE_RECORD &&
       (message->fields == NULL || message->fields[0] != '{')) ||
      (message->id != NULL &&
       (message->id[0] == '\0' || strlen (message->id) > EXEC_MESSAGE_ID_MAX)) ||
      (message->text != NULL && !g_utf8_validate (message->text, -1, NULL)))
    abort ();
}

static void
take_line (ExecGrammar *grammar, const guint8 *line, gsize length)
{
  g_auto (ExecMessage) message = { 0 };
  g_autoptr (GError) error = NULL;

  if (exec_message_parse (&message, grammar, line, length, &error))
    check (&message);
  else if (error == NULL || message.memory != NULL)
    abort ();
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static ExecGrammar *grammar;

  if (grammar == NULL)
    grammar = exec_grammar_new ();
  while (size > 0)
    {
      const uint8_t *feed = memchr (data, '\n', size);
      const gsize length = feed != NULL ? (gsize) (feed - data) : size;

      take_line (grammar, data, length);
      data += MIN (length + 1, size);
      size -= MIN (length + 1, size);
    }
  return 0;
}
