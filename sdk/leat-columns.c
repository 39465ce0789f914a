/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-columns.c - where the columns of a frame begin and end: RFC 4180 with any delimiter */
#include <string.h>
#include "leat-columns.h"

#define EACH_BYTE(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (guint8) (byte))

static inline void
add_column (LeatColumns *self, const LeatColumnForm *form, guint32 begin)
{
  if (self->n <= form->n_used)
    self->begin[self->n] = begin;
  self->last_begin = begin;
  self->n++;
}

/* the top bit of each byte that is @byte: exactly, as no carry leaves a byte */
static inline guint64
find_byte (guint64 eight, guint64 each_byte)
{
  const guint64 difference = eight ^ each_byte, low = EACH_BYTE (0x7f);

  return ~(((difference & low) + low) | difference | low);
}

/* Eight bytes at a time. FALSE: there is a quote somewhere, and columns may have been counted that
 * are none */
static gboolean
find_unquoted (LeatColumns *self, const LeatColumnForm *form)
{
  const char quote = form->has_quote ? form->quote : form->delimiter;
  const guint64 delimiters = EACH_BYTE (form->delimiter), quotes = EACH_BYTE (quote);
  guint64 quoted = 0;
  guint32 at = 0;

  add_column (self, form, 0);
  for (; at + 8 <= self->length; at += 8)
    {
      guint64 eight;

      memcpy (&eight, self->frame + at, sizeof eight);
      quoted |= find_byte (eight, quotes);
      for (guint64 found = find_byte (GUINT64_FROM_LE (eight), delimiters); found != 0;
           found &= found - 1)
        add_column (self, form, at + (guint32) __builtin_ctzll (found) / 8 + 1);
    }
  for (; at < self->length; at++)
    if (self->frame[at] == form->delimiter)
      add_column (self, form, at + 1);
    else
      quoted |= self->frame[at] == quote;
  return quoted == 0 || quote == form->delimiter;
}

/* behind the quote that closes the one at @at; the frame's end if none does */
static guint32
skip_quoted (const LeatColumns *self, char quote, guint32 at, gboolean *closed)
{
  for (at++; at < self->length; at++)
    if (self->frame[at] == quote)
      {
        if (at + 1 == self->length || self->frame[at + 1] != quote)
          {
            *closed = TRUE;
            return at + 1;
          }
        at++;   /* two quotes inside quotes are one */
      }
  *closed = FALSE;
  return at;
}

static guint32
skip_blanks (const LeatColumns *self, const LeatColumnForm *form, guint32 at)
{
  while (at < self->length && leat_columns_is_blank (form, self->frame[at]))
    at++;
  return at;
}

static LeatQuotes
find_quoted (LeatColumns *self, const LeatColumnForm *form)
{
  guint32 at = 0;

  for (gboolean more = TRUE; more; at++)
    {
      add_column (self, form, at);
      at = skip_blanks (self, form, at);
      if (at < self->length && self->frame[at] == form->quote)
        {
          gboolean closed = FALSE;

          at = skip_blanks (self, form, skip_quoted (self, form->quote, at, &closed));
          if (!closed)
            return LEAT_QUOTES_OPEN;
          if (at < self->length && self->frame[at] != form->delimiter)
            return LEAT_QUOTES_FOLLOWED;
        }
      while (at < self->length && self->frame[at] != form->delimiter)
        at++;
      more = at < self->length;
    }
  return LEAT_QUOTES_SOUND;
}

/**
 * leat_columns_find:
 * @frame: (array length=length): any bytes
 * @length: of @frame
 *
 * Finds the columns; only where the form's highest one ends, behind that they are counted. A
 * quote counts where it begins a column. After an unsound quote the last column is the one it is
 * in.
 */
LeatQuotes
leat_columns_find (LeatColumns *self, const LeatColumnForm *form, const char *frame, guint32 length)
{
  LeatQuotes quotes = LEAT_QUOTES_SOUND;

  self->frame = frame;
  self->length = length;
  self->n = 0;
  self->has_quotes = !find_unquoted (self, form);
  if (self->has_quotes)
    {
      self->n = 0;
      quotes = find_quoted (self, form);
    }
  if (self->n <= form->n_used)
    self->begin[self->n] = length + 1;
  return quotes;
}

gboolean
leat_columns_is_quoted (const LeatColumns *self, const LeatColumnForm *form, guint first,
                        guint last)
{
  for (guint column = first; column <= last; column++)
    {
      const LeatSpan span = leat_columns_get (self, form, column, column);

      if (span.length > 0 && span.text[0] == form->quote)
        return TRUE;
    }
  return FALSE;
}

static void
append_unquoted (GString *text, LeatSpan span, char quote)
{
  for (gsize i = 1; i + 1 < span.length; i++)
    {
      g_string_append_c (text, span.text[i]);
      i += span.text[i] == quote;
    }
}

/**
 * leat_columns_unquote:
 * @text: gets what the columns say without their quotes, with the delimiters between them
 */
void
leat_columns_unquote (const LeatColumns *self, const LeatColumnForm *form, guint first, guint last,
                      GString *text)
{
  for (guint column = first; column <= last; column++)
    {
      const LeatSpan span = leat_columns_get (self, form, column, column);

      if (column > first)
        g_string_append_c (text, form->delimiter);
      if (span.length > 0 && span.text[0] == form->quote)
        append_unquoted (text, span, form->quote);
      else
        g_string_append_len (text, span.text, (gssize) span.length);
    }
}
