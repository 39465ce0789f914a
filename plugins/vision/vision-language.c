/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-language.c - what the languages of vision machines have in common */
#include "vision-language.h"
#include <string.h>

#define SHOWN_MAX 40

gboolean
vision_text_is (VisionText self, const char *word)
{
  return self.text != NULL && self.length == strlen (word) &&
         memcmp (self.text, word, self.length) == 0;
}

gboolean
vision_text_equal (VisionText self, VisionText other)
{
  return self.text != NULL && other.text != NULL && self.length == other.length &&
         memcmp (self.text, other.text, self.length) == 0;
}

gboolean
vision_text_begins (VisionText self, const char *word)
{
  const gsize length = strlen (word);

  return self.text != NULL && self.length >= length && memcmp (self.text, word, length) == 0;
}

/**
 * vision_text_take:
 * @self: (inout): text NULL: nothing is left
 * @delimiter: is taken off, too
 *
 * Returns: what stands before it; text NULL: nothing was left
 */
VisionText
vision_text_take (VisionText *self, char delimiter)
{
  const VisionText all = *self;
  const char *end = all.text != NULL ? memchr (all.text, delimiter, all.length) : NULL;

  if (end == NULL)
    {
      *self = vision_text (NULL, 0);
      return all;
    }
  *self = vision_text (end + 1, all.length - (gsize) (end - all.text) - 1);
  return vision_text (all.text, (gsize) (end - all.text));
}

gboolean
vision_text_number (VisionText self, guint *number)
{
  guint value = 0;

  if (self.text == NULL || self.length == 0 || self.length > 9)
    return FALSE;
  for (gsize i = 0; i < self.length; i++)
    {
      if (!g_ascii_isdigit (self.text[i]))
        return FALSE;
      value = value * 10 + (guint) (self.text[i] - '0');
    }
  *number = value;
  return TRUE;
}

const char *
vision_act_get_name (VisionAct act)
{
  static const char *const names[] = {
    [VISION_TRIGGER] = "trigger",
    [VISION_READ_MODE] = "read the mode",
    [VISION_RUN] = "switch to run mode",
    [VISION_SETUP] = "switch to setup mode",
    [VISION_READ_PROGRAM] = "read the program",
    [VISION_PROGRAM] = "switch the program",
    [VISION_RESET] = "reset",
    [VISION_READ_RESULT] = "read the result",
    [VISION_WORD] = "say",
  };

  return names[act];
}

const char *
vision_mode_get_name (VisionMode mode)
{
  static const char *const names[] = { "unknown", "run", "setup", "offline" };

  return names[mode];
}

const VisionFault *
vision_language_find_fault (const VisionLanguage *self, VisionText code)
{
  for (const VisionFault *fault = self->faults; fault != NULL && fault->code != NULL; fault++)
    if (vision_text_is (code, fault->code))
      return fault;
  return NULL;
}

char *
vision_text_show (VisionText text)
{
  g_autofree char *copy = text.text != NULL ? g_strndup (text.text, MIN (text.length, SHOWN_MAX))
                                            : g_strdup ("");

  return g_strescape (copy, NULL);
}

char *
vision_language_tell_fault (const VisionLanguage *self, const VisionEvent *event)
{
  const VisionFault *fault = vision_language_find_fault (self, event->code);
  g_autofree char *command = vision_text_show (event->command);
  g_autofree char *code = vision_text_show (event->code);

  return g_strdup_printf ("refused%s%s: %s%s%s: %s", *command != '\0' ? " " : "", command,
                          fault != NULL ? fault->name : "unknown code", *code != '\0' ? " " : "",
                          code,
                          fault != NULL ? fault->meaning : "the manual's list does not have it");
}

void
vision_event_refuse (VisionEvent *self, const VisionQuestion *question, VisionText code)
{
  self->kind = question != NULL ? VISION_REFUSAL : VISION_STRAY;
  self->code = code;
  if (question != NULL)
    self->command = vision_text (question->argument, strlen (question->argument));
}

gboolean
vision_language_lacks (const VisionLanguage *self, VisionAct act, GError **error)
{
  if (act == VISION_TRIGGER)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "%s has no trigger command that is known; trigger-command= names it",
                            self->name);
  return leat_error_fail (error, LEAT_ERROR_CONFIG, "%s has no command that is known to %s",
                          self->name, vision_act_get_name (act));
}

gboolean
vision_message_add (VisionMessage *self, const char *argument, GError **error)
{
  for (const char *at = argument; *at != '\0'; at++)
    if ((guchar) *at < 0x20 || *at == 0x7f)
      return leat_error_fail (error, LEAT_ERROR_CONFIG,
                              "a command has no control characters: byte 0x%02x stands at %u",
                              (guint) (guchar) *at, (guint) (at - argument));
  g_string_append (self->bytes, argument);
  return TRUE;
}
