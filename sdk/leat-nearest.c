/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-nearest.c - the word that was probably meant */
#include <string.h>

#include "leat-option-host.h"

#define WORD_MAX 64

/* Damerau-Levenshtein distance (optimal string alignment), letters of both cases alike: slips of
 * the fingers are a letter too many, too few, another one, or two that changed places */
static guint
distance (const char *word, gsize word_length, const char *other, gsize other_length)
{
  guint rows[3][WORD_MAX + 1]; /* the row that is made, and the two before it */
  guint *row = rows[0], *before = rows[1], *before_that = rows[2];

  for (gsize k = 0; k <= other_length; k++)
    row[k] = (guint) k;
  for (gsize i = 1; i <= word_length; i++)
    {
      guint *oldest = before_that;
      const char letter = g_ascii_tolower (word[i - 1]);

      before_that = before;
      before = row;
      row = oldest;
      row[0] = (guint) i;
      for (gsize k = 1; k <= other_length; k++)
        {
          const char other_letter = g_ascii_tolower (other[k - 1]);

          row[k] = MIN (before[k], row[k - 1]) + 1;
          row[k] = MIN (row[k], before[k - 1] + (letter != other_letter));
          if (i > 1 && k > 1 && letter == g_ascii_tolower (other[k - 2]) &&
              g_ascii_tolower (word[i - 2]) == other_letter)
            row[k] = MIN (row[k], before_that[k - 2] + 1);
        }
    }
  return row[other_length];
}

static gboolean
is_beginning (const char *word, gsize length, const char *other)
{
  return length >= 2 && g_ascii_strncasecmp (word, other, length) == 0;
}

/**
 * leat_nearest:
 * @word: what somebody wrote
 * @candidates: (array zero-terminated=1): what would be right
 *
 * Finds what was probably meant: a candidate that is two slips away at most and no more than one
 * for each three letters; else one that @word is the beginning of, or that is the beginning of
 * @word. Any thread.
 *
 * Returns: (transfer none) (nullable): one of @candidates, or %NULL if none is near enough
 */
const char *
leat_nearest (const char *word, const char *const *candidates)
{
  const gsize length = strlen (word);
  const char *nearest = NULL, *beginning = NULL;
  guint least = 3;

  for (; *candidates != NULL && length <= WORD_MAX; candidates++)
    {
      const gsize other_length = strlen (*candidates);
      guint slips;

      if (other_length > WORD_MAX)
        continue;
      slips = distance (word, length, *candidates, other_length);
      if (slips < least && slips <= MAX (length, other_length) / 3)
        {
          least = slips;
          nearest = *candidates;
        }
      if (beginning == NULL && (is_beginning (word, length, *candidates) ||
                                is_beginning (*candidates, other_length, word)))
        beginning = *candidates;
    }
  return nearest != NULL ? nearest : beginning;
}
