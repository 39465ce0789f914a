/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-shape.c - how the frames of a recording seem to hold their fields: in columns, or a text */
#include "guess-shape.h"
#include <string.h>

#define COLUMNS_MAX 1024

/* between two columns, in the order of trial; a blank: any number of them */
static const char delimiters[] = ",;\t| ";

static void
free_column (gpointer data)
{
  LeatGuessColumn *column = data;

  g_free (column->name);
  g_free (column->key);
  g_ptr_array_unref (column->texts);
  g_free (column);
}

/* one frame in five may be torn or of another kind, or it is chance */
gboolean
leat_guess_shape_agrees (guint n, const GArray *frames)
{
  return n * 5 >= frames->len * 4;
}

LeatGuessColumn *
leat_guess_shape_add_column (LeatGuessShape *self, const char *name, char *key)
{
  LeatGuessColumn *column = g_new0 (LeatGuessColumn, 1);

  column->name = g_strdup (name);
  column->key = key;
  column->texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->columns, column);
  return column;
}

void
leat_guess_shape_add_frame (LeatGuessShape *self, const LeatGuessFrame *frame)
{
  g_array_append_val (self->fitting, *frame);
}

static void
level_column (const LeatGuessShape *self, LeatGuessColumn *column, guint n)
{
  while (column->texts->len < n)
    g_ptr_array_add (column->texts, NULL);
}

void
leat_guess_column_add (const LeatGuessShape *self, LeatGuessColumn *column, char *text)
{
  level_column (self, column, self->fitting->len - 1);
  if (column->texts->len < self->fitting->len)
    g_ptr_array_add (column->texts, text);
  else
    g_free (text); /* the frame says it twice */
}

void
leat_guess_shape_level (LeatGuessShape *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    level_column (self, self->columns->pdata[i], self->fitting->len);
}

/* --- columns --- */

/* (transfer full): the columns of a frame, without blanks around them */
static GStrv
split (const LeatGuessFrame *frame, char delimiter)
{
  const char separator[] = { delimiter, '\0' };
  g_autofree char *text = g_strndup (frame->data, frame->length);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (delimiter != ' ')
    {
      parts = g_strsplit (text, separator, COLUMNS_MAX);
      for (guint i = 0; parts[i] != NULL; i++)
        g_strstrip (parts[i]);
      return g_steal_pointer (&parts);
    }
  parts = g_strsplit_set (text, " \t", COLUMNS_MAX);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

/* how many columns most frames have; 0: too few agree */
static guint
find_count (const GArray *frames, char delimiter)
{
  guint counts[COLUMNS_MAX + 1] = { 0 };
  guint most = 0;

  for (guint i = 0; i < frames->len; i++)
    {
      g_auto (GStrv) parts = split (&g_array_index (frames, LeatGuessFrame, i), delimiter);

      counts[g_strv_length (parts)]++;
    }
  for (guint n = 2; n <= COLUMNS_MAX; n++)
    if (counts[n] > counts[most] || most < 2)
      most = n;
  return leat_guess_shape_agrees (counts[most], frames) ? most : 0;
}

static gboolean
is_word (const char *text)
{
  return g_ascii_isalpha (*text) && strlen (text) <= 64;
}

/* words alone in the first frame, none of which stands there in the second */
static gboolean
is_header (GStrv first, GStrv second)
{
  for (guint i = 0; first[i] != NULL; i++)
    if (*first[i] != '\0' && (!is_word (first[i]) || strcmp (first[i], second[i]) == 0))
      return FALSE;
  return TRUE;
}

static void
fill_columns (LeatGuessShape *self, const GArray *frames, char delimiter, guint n_columns)
{
  g_auto (GStrv) header = NULL;

  for (guint i = 0; i < frames->len; i++)
    {
      const LeatGuessFrame *frame = &g_array_index (frames, LeatGuessFrame, i);
      g_auto (GStrv) parts = split (frame, delimiter);

      if (g_strv_length (parts) != n_columns)
        continue;
      if (i == 0)
        header = g_strdupv (parts);
      leat_guess_shape_add_frame (self, frame);
      for (guint k = 0; k < n_columns; k++)
        leat_guess_column_add (self, self->columns->pdata[k], g_strdup (parts[k]));
      if (i == 1 && header != NULL && is_header (header, parts))
        self->has_header = TRUE;
    }
  for (guint k = 0; self->has_header && k < n_columns; k++)
    ((LeatGuessColumn *) self->columns->pdata[k])->name = g_strdup (header[k]);
}

/* the first frame is none of the others' kind */
static void
drop_header (LeatGuessShape *self)
{
  g_array_remove_index (self->fitting, 0);
  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_remove_index (((LeatGuessColumn *) self->columns->pdata[i])->texts, 0);
}

/* what a delimiter at the end of each frame adds is no column */
static void
drop_last_empty (LeatGuessShape *self)
{
  const LeatGuessColumn *last = g_ptr_array_index (self->columns, self->columns->len - 1);

  for (guint i = 0; i < last->texts->len; i++)
    if (*(const char *) last->texts->pdata[i] != '\0')
      return;
  g_ptr_array_remove_index (self->columns, self->columns->len - 1);
}

static void
set_columns (LeatGuessShape *self, const GArray *frames, char delimiter, guint n_columns)
{
  self->format = delimiter == ' ' ? "tokens" : "csv";
  self->joint = g_strdup_printf ("%c", delimiter);
  for (guint i = 0; i < n_columns; i++)
    leat_guess_shape_add_column (self, NULL, g_strdup_printf ("column=%u", i + 1));
  fill_columns (self, frames, delimiter, n_columns);
  if (self->has_header)
    drop_header (self);
  drop_last_empty (self);
  self->options = delimiter == ' '    ? g_strdup ("")
                  : delimiter == '\t' ? g_strdup ("delimiter=\\t\n")
                                      : g_strdup_printf ("delimiter=%c\n", delimiter);
}

static gboolean
try_columns (LeatGuessShape *self, const GArray *frames)
{
  guint most = 0;
  char best = '\0';

  for (const char *delimiter = delimiters; *delimiter != '\0'; delimiter++)
    {
      const guint n = find_count (frames, *delimiter);

      /* blanks stand in columns, too */
      if (n > most && (*delimiter != ' ' || best == '\0'))
        {
          most = n;
          best = *delimiter;
        }
    }
  if (best != '\0')
    set_columns (self, frames, best, most);
  return best != '\0';
}

static void
set_text (LeatGuessShape *self, const GArray *frames)
{
  LeatGuessColumn *column = leat_guess_shape_add_column (self, "text", NULL);

  self->format = "text";
  self->options = g_strdup ("");
  for (guint i = 0; i < frames->len; i++)
    {
      const LeatGuessFrame *frame = &g_array_index (frames, LeatGuessFrame, i);

      leat_guess_shape_add_frame (self, frame);
      leat_guess_column_add (self, column, g_strstrip (g_strndup (frame->data, frame->length)));
    }
}

static void
shape_begin (LeatGuessShape *self)
{
  *self = (LeatGuessShape) {
    .columns = g_ptr_array_new_with_free_func (free_column),
    .fitting = g_array_new (FALSE, FALSE, sizeof (LeatGuessFrame)),
  };
}

void
leat_guess_shape_init (LeatGuessShape *self, const GArray *frames)
{
  static gboolean (*const tries[]) (LeatGuessShape *self, const GArray *frames) = {
    leat_guess_shape_try_json, leat_guess_shape_try_pairs, try_columns
  };

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      shape_begin (self);
      if (tries[i](self, frames))
        {
          leat_guess_shape_level (self);
          return;
        }
      leat_guess_shape_clear (self);
    }
  shape_begin (self);
  set_text (self, frames);
}

void
leat_guess_shape_clear (LeatGuessShape *self)
{
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->fitting, g_array_unref);
  g_clear_pointer (&self->options, g_free);
  g_clear_pointer (&self->joint, g_free);
}
