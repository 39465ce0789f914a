/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-words.c - words of a device that mean something else than their letters */
#include <string.h>
#include "leat-words.h"

static void
clear_word (gpointer word)
{
  g_free (((LeatWord *) word)->text);
}

void
leat_words_init (LeatWords *self)
{
  *self = (LeatWords) { .words = g_array_new (FALSE, FALSE, sizeof (LeatWord)) };
  g_array_set_clear_func (self->words, clear_word);
}

void
leat_words_clear (LeatWords *self)
{
  g_clear_pointer (&self->words, g_array_unref);
}

/**
 * leat_words_add:
 * @text: a word that is not empty
 * @meaning: whatever the caller makes of it
 *
 * Returns: %FALSE if it is there already
 */
gboolean
leat_words_add (LeatWords *self, const char *text, int meaning)
{
  const LeatWord word = { .text = g_strdup (text), .length = strlen (text), .meaning = meaning };
  const guint8 first = (guint8) text[0];
  int other;

  if (leat_words_find (self, text, word.length, &other))
    {
      g_free (word.text);
      return FALSE;
    }
  g_array_append_val (self->words, word);
  self->first_bytes[first / 64] |= G_GUINT64_CONSTANT (1) << first % 64;
  return TRUE;
}

/* see leat_words_find() */
gboolean
leat_words_seek (const LeatWords *self, const char *text, gsize length, int *meaning)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const LeatWord *word = &g_array_index (self->words, LeatWord, i);

      if (word->length == length && memcmp (word->text, text, length) == 0)
        {
          *meaning = word->meaning;
          return TRUE;
        }
    }
  return FALSE;
}
