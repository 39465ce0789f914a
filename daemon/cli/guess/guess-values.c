/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-values.c - what the values of a column seem to be: tried as they will be read */
#include "guess-values.h"
#include "leat.h"
#include <string.h>

/* of a hundred values so many are numbers where the rest are marks */
#define NUMBERS_MIN 70
#define MARKS_MAX 6
#define WORDS_MAX 4
#define WORD_LENGTH_MAX 24

static const char *const dates[] = { "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%y/%m/%d", "%y-%m-%d",
                                     "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y",
                                     "%d/%m/%y", "%m/%d/%y", NULL };
static const char *const clocks[] = { "%H:%M:%S", "%H:%M:%S.%f", "%H:%M", "%H%M%S", "%I:%M:%S %p",
                                      NULL };
static const char *const zones[] = { "", "%z", NULL };

/* --- a field of one type, that reads whatever is put into it --- */

typedef struct {
  LeatSchema *schema; /* NULL: there is no such field */
  LeatOrigin *origin;
} Trial;

static Trial *
trial_new (const char *text)
{
  static const char *const no_tags[] = { NULL };
  Trial *self = g_new0 (Trial, 1);

  self->schema = leat_schema_new_from_text ("trial", text, -1, NULL);
  if (self->schema != NULL)
    self->origin = leat_origin_new ("trial", "", self->schema, "", no_tags);
  return self;
}

/* each is made once, for all columns: there are as many as patterns and types */
static const Trial *
find_trial (const char *type, const char *rest)
{
  static GHashTable *trials = NULL;
  g_autofree char *text = g_strdup_printf ("[schema]\nname=trial\nformat=text\n"
                                           "[field value]\nrequired=yes\ntype=%s\n%s\n",
                                           type, rest);
  Trial *trial;

  if (trials == NULL)
    trials = g_hash_table_new (g_str_hash, g_str_equal);
  trial = g_hash_table_lookup (trials, text);
  if (trial != NULL)
    return trial;
  trial = trial_new (text);
  g_hash_table_insert (trials, g_steal_pointer (&text), trial);
  return trial;
}

static gboolean
trial_takes (const Trial *self, const char *text)
{
  LeatBatch *batch = leat_batch_new (1);
  const gboolean takes = leat_schema_decode (self->schema, (const guint8 *) text, strlen (text),
                                             batch, self->origin, (LeatMoment) { 0 }, NULL);

  leat_batch_unref (batch);
  return takes;
}

static gboolean
is_there (const char *text)
{
  return text != NULL && *text != '\0';
}

static guint
count_taken (const GPtrArray *texts, const char *type, const char *rest, gboolean all)
{
  const Trial *trial = find_trial (type, rest);
  guint n = 0;

  for (guint i = 0; trial->schema != NULL && i < texts->len; i++)
    {
      if (!is_there (texts->pdata[i]))
        continue;
      if (trial_takes (trial, texts->pdata[i]))
        n++;
      else if (all)
        return 0;
    }
  return n;
}

/* --- times --- */

static void
take_pattern (LeatGuessValues *self, const char *pattern)
{
  if (self->pattern == NULL)
    self->pattern = g_strdup (pattern);
  else if (self->other == NULL)
    self->other = g_strdup (pattern);
}

static const char *
find_first (const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    if (is_there (texts->pdata[i]))
      return texts->pdata[i];
  return "";
}

/* does the text have all signs of the pattern, in their order? Most patterns need no more trial */
static gboolean
has_signs (const char *text, const char *pattern)
{
  for (; *pattern != '\0'; pattern++)
    if (*pattern == '%')
      pattern++;
    else if ((text = strchr (text, *pattern)) != NULL)
      text++;
    else
      return FALSE;
  return TRUE;
}

static void
try_pattern (LeatGuessValues *self, const GPtrArray *texts, const char *pattern)
{
  g_autofree char *rest = g_strdup_printf ("timezone=UTC\npattern=%s", pattern);

  if (self->other == NULL && has_signs (find_first (texts), pattern) &&
      count_taken (texts, "time", rest, TRUE) > 0)
    take_pattern (self, pattern);
}

static void
try_moments (LeatGuessValues *self, const GPtrArray *texts, const char *joint)
{
  for (guint i = 0; dates[i] != NULL; i++)
    for (guint k = 0; clocks[k] != NULL; k++)
      for (guint z = 0; zones[z] != NULL; z++)
        {
          g_autofree char *pattern = g_strconcat (dates[i], joint, clocks[k], zones[z], NULL);

          try_pattern (self, texts, pattern);
        }
}

/* a date holds two signs between its numbers; what has none is tried as nothing else */
static gboolean
may_be_time (const GPtrArray *texts)
{
  const char *text = find_first (texts);
  guint n_signs = 0;

  for (const char *at = text; *at != '\0'; at++)
    n_signs += strchr ("-/.:", *at) != NULL;
  return n_signs >= 2 && g_ascii_isdigit (*text);
}

static gboolean
try_time (LeatGuessValues *self, const GPtrArray *texts)
{
  if (!may_be_time (texts))
    return FALSE;
  try_moments (self, texts, " ");
  try_moments (self, texts, "T");
  for (guint i = 0; dates[i] != NULL; i++)
    try_pattern (self, texts, dates[i]);
  if (self->pattern != NULL)
    self->type = "time";
  return self->pattern != NULL;
}

/* --- numbers --- */

static gboolean
has_zeros (const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = texts->pdata[i];

      if (is_there (text) && text[0] == '0' && g_ascii_isdigit (text[1]))
        return TRUE;
    }
  return FALSE;
}

/* up by one each time, but for a few gaps and resets */
static gboolean
is_counter (const GPtrArray *texts)
{
  guint n_steps = 0, n = 0;
  gint64 last = 0;

  for (guint i = 0; i < texts->len; i++)
    {
      const gint64 number = is_there (texts->pdata[i]) ? g_ascii_strtoll (texts->pdata[i], NULL, 10)
                                                       : last;

      n_steps += i > 0 && last < G_MAXINT64 && number == last + 1;
      n += i > 0;
      last = number;
    }
  return n >= 3 && n_steps * 10 >= n * 8;
}

static void
add_word (GPtrArray *words, const char *word)
{
  for (guint i = 0; i < words->len; i++)
    if (strcmp (words->pdata[i], word) == 0)
      return;
  g_ptr_array_add (words, g_strdup (word));
}

static void
find_marks (LeatGuessValues *self, const GPtrArray *texts, const char *rest)
{
  const Trial *trial = find_trial (self->type, rest);

  for (guint i = 0; i < texts->len; i++)
    if (is_there (texts->pdata[i]) && !trial_takes (trial, texts->pdata[i]))
      add_word (self->marks, texts->pdata[i]);
}

static gboolean
is_enough (const LeatGuessValues *self, guint n)
{
  return n > 0 && n * 100 >= self->n_values * NUMBERS_MIN;
}

/* an int where each number is one; a double where some have an exponent */
static gboolean
try_number (LeatGuessValues *self, const GPtrArray *texts, gboolean comma)
{
  const char *rest = comma ? "decimal-comma=yes" : "";
  const guint n_ints = count_taken (texts, "int", "", FALSE);
  const guint n_decimals = count_taken (texts, "decimal", rest, FALSE);
  const guint n_doubles = count_taken (texts, "double", rest, FALSE);

  if (!is_enough (self, MAX (n_decimals, n_doubles)))
    return FALSE;
  self->type = n_ints >= n_doubles && n_ints >= n_decimals ? "int"
               : n_decimals >= n_doubles                   ? "decimal"
                                                           : "double";
  self->has_comma = comma && strcmp (self->type, "int") != 0;
  find_marks (self, texts, self->has_comma ? rest : "");
  if (self->marks->len > MARKS_MAX)
    {
      g_ptr_array_set_size (self->marks, 0);
      return FALSE;
    }
  self->is_counter = strcmp (self->type, "int") == 0 && is_counter (texts);
  return TRUE;
}

/* zeros before a number are digits of a code: as a number they would be gone */
static void
keep_zeros (LeatGuessValues *self, const GPtrArray *texts)
{
  self->has_zeros = strcmp (self->type, "int") == 0 && !self->is_counter && has_zeros (texts);
  if (!self->has_zeros)
    return;
  self->type = "string";
  g_ptr_array_set_size (self->marks, 0);
}

/* --- words --- */

static void
find_words (LeatGuessValues *self, const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    {
      if (!is_there (texts->pdata[i]))
        continue;
      if (strlen (texts->pdata[i]) <= WORD_LENGTH_MAX)
        add_word (self->words, texts->pdata[i]);
      if (self->words->len > WORDS_MAX || strlen (texts->pdata[i]) > WORD_LENGTH_MAX)
        {
          g_ptr_array_set_size (self->words, 0);
          return;
        }
    }
}

static void
values_begin (LeatGuessValues *self)
{
  *self = (LeatGuessValues) {
    .type = "string",
    .marks = g_ptr_array_new_with_free_func (g_free),
    .words = g_ptr_array_new_with_free_func (g_free),
  };
}

static gboolean
is_truth (const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    if (strcmp (words->pdata[i], "true") != 0 && strcmp (words->pdata[i], "false") != 0)
      return FALSE;
  return words->len > 0;
}

void
leat_guess_values_init (LeatGuessValues *self, const GPtrArray *texts)
{
  values_begin (self);
  for (guint i = 0; i < texts->len; i++)
    self->n_values += is_there (texts->pdata[i]);
  if (self->n_values > 3)
    find_words (self, texts);
  if (is_truth (self->words))
    self->type = "bool";
  else if (try_number (self, texts, FALSE) || try_number (self, texts, TRUE))
    keep_zeros (self, texts);
  else
    try_time (self, texts);
}

gboolean
leat_guess_values_join (LeatGuessValues *self, const GPtrArray *texts, const char *joint,
                        const GPtrArray *more)
{
  g_autoptr (GPtrArray) joined = g_ptr_array_new_with_free_func (g_free);

  values_begin (self);
  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (joined, is_there (texts->pdata[i]) && is_there (more->pdata[i])
                                 ? g_strconcat (texts->pdata[i], joint, more->pdata[i], NULL)
                                 : NULL);
  if (may_be_time (joined))
    try_moments (self, joined, joint);
  if (self->pattern == NULL)
    {
      leat_guess_values_clear (self);
      return FALSE;
    }
  self->type = "time";
  return TRUE;
}

void
leat_guess_values_clear (LeatGuessValues *self)
{
  g_clear_pointer (&self->pattern, g_free);
  g_clear_pointer (&self->other, g_free);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
}
