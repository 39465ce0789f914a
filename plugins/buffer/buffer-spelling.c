/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-spelling.c - reads back what leat-json.h writes: strings, times, bytes, numbers */
#include "buffer-spelling.h"
#include <errno.h>
#include <string.h>

gboolean
buffer_text_take_literal (BufferText *self, const char *literal, gsize length)
{
  if ((gsize) (self->end - self->cursor) < length || memcmp (self->cursor, literal, length) != 0)
    return FALSE;
  self->cursor += length;
  return TRUE;
}

/* four hexadecimal digits of a control character: all others stand there as they are */
static gboolean
take_control (BufferText *self, GString *scratch)
{
  int number = 0;

  for (guint i = 0; i < 4; i++)
    {
      const int digit = self->cursor < self->end ? g_ascii_xdigit_value (*self->cursor++) : -1;

      if (digit < 0)
        return FALSE;
      number = number * 16 + digit;
    }
  if (number > 0x7f)
    return FALSE;
  g_string_append_c (scratch, (char) number);
  return TRUE;
}

static gboolean
take_escape (BufferText *self, GString *scratch)
{
  static const char short_forms[] = "\"\"\\\\b\bf\fn\nr\rt\t";

  if (buffer_text_take (self, 'u'))
    return take_control (self, scratch);
  for (const char *form = short_forms; *form != '\0'; form += 2)
    if (buffer_text_take (self, *form))
      {
        g_string_append_c (scratch, form[1]);
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_plain (char character)
{
  return (guchar) character >= 0x20 && character != '"' && character != '\\';
}

static gboolean
take_escaped_string (BufferText *self, const char *start, GString *scratch)
{
  g_string_truncate (scratch, 0);
  g_string_append_len (scratch, start, self->cursor - start);
  while (!buffer_text_take (self, '"'))
    {
      const char *plain = self->cursor;

      if (buffer_text_take (self, '\\'))
        {
          if (!take_escape (self, scratch))
            return FALSE;
          continue;
        }
      while (self->cursor < self->end && is_plain (*self->cursor))
        self->cursor++;
      if (self->cursor == plain)
        return FALSE;
      g_string_append_len (scratch, plain, self->cursor - plain);
    }
  return TRUE;
}

gboolean
buffer_text_take_string (BufferText *self, GString *scratch, const char **string, gsize *length)
{
  const char *start;

  if (!buffer_text_take (self, '"'))
    return FALSE;
  start = self->cursor;
  while (self->cursor < self->end && is_plain (*self->cursor))
    self->cursor++;
  *string = start;
  *length = (gsize) (self->cursor - start);
  if (buffer_text_take (self, '"'))
    return TRUE;
  if (!take_escaped_string (self, start, scratch))
    return FALSE;
  *string = scratch->str;
  *length = scratch->len;
  return TRUE;
}

gboolean
buffer_text_take_number (BufferText *self, const char **number, gsize *length)
{
  *number = self->cursor;
  while (self->cursor < self->end &&
         (g_ascii_isdigit (*self->cursor) || memchr ("+-.eE", *self->cursor, 5) != NULL))
    self->cursor++;
  *length = (gsize) (self->cursor - *number);
  return *length > 0;
}

/* exactly @n digits, none of them above 9 */
static gboolean
take_digits (BufferText *self, guint n, guint *number)
{
  *number = 0;
  for (; n > 0; n--)
    {
      const guint digit = self->cursor < self->end ? (guint) (guchar) *self->cursor - '0' : 10;

      if (digit > 9)
        return FALSE;
      *number = *number * 10 + digit;
      self->cursor++;
    }
  return TRUE;
}

/* days from 1970-01-01 to a Gregorian date: years begin in March, so that the day which comes and
 * goes is the last one */
static gint64
count_days (guint year, guint month, guint day)
{
  const guint shifted_year = month <= 2 ? year - 1 : year;
  const guint era = shifted_year / 400;
  const guint year_of_era = shifted_year % 400;
  const guint day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const guint day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return (gint64) era * 146097 + day_of_era - 719468;
}

static gboolean
take_date (BufferText *self, gint64 *days)
{
  guint year, month, day;

  if (!take_digits (self, 4, &year) || !buffer_text_take (self, '-') ||
      !take_digits (self, 2, &month) || !buffer_text_take (self, '-') ||
      !take_digits (self, 2, &day))
    return FALSE;
  if (year < 1600 || month < 1 || month > 12 || day < 1 || day > 31)
    return FALSE;
  *days = count_days (year, month, day);
  return TRUE;
}

static gboolean
take_clock (BufferText *self, gint64 *seconds)
{
  guint hour, minute, second;

  if (!take_digits (self, 2, &hour) || !buffer_text_take (self, ':') ||
      !take_digits (self, 2, &minute) || !buffer_text_take (self, ':') ||
      !take_digits (self, 2, &second))
    return FALSE;
  *seconds = hour * 3600 + minute * 60 + second;
  return hour < 24 && minute < 60 && second < 60;
}

static gboolean
take_fraction (BufferText *self, gint64 *nanoseconds)
{
  gint64 unit = LEAT_NSEC_PER_SEC / 10;
  guint digit;

  *nanoseconds = 0;
  if (!buffer_text_take (self, '.'))
    return TRUE;
  for (; unit > 0 && take_digits (self, 1, &digit); unit /= 10)
    *nanoseconds += digit * unit;
  return unit < LEAT_NSEC_PER_SEC / 10;
}

gboolean
buffer_spelling_time (const char *text, gsize length, gint64 *time)
{
  BufferText self = { text, text + length };
  gint64 days, seconds, nanoseconds;

  if (!take_date (&self, &days) || !buffer_text_take (&self, 'T') ||
      !take_clock (&self, &seconds) || !take_fraction (&self, &nanoseconds) ||
      !buffer_text_take (&self, 'Z') || !buffer_text_is_at_end (&self))
    return FALSE;
  seconds += days * 86400;
  /* the first second of a gint64 is not whole: from there on upwards */
  if (seconds < 0 && nanoseconds > 0)
    {
      seconds++;
      nanoseconds -= LEAT_NSEC_PER_SEC;
    }
  return !__builtin_mul_overflow (seconds, LEAT_NSEC_PER_SEC, time) &&
         !__builtin_add_overflow (*time, nanoseconds, time);
}

static gboolean
is_base64 (const char *text, gsize length)
{
  gsize n_padding = 0;

  while (n_padding < 2 && n_padding < length && text[length - 1 - n_padding] == '=')
    n_padding++;
  for (gsize i = 0; i < length - n_padding; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;
  return length % 4 == 0;
}

GBytes *
buffer_spelling_bytes (const char *text, gsize length)
{
  g_autofree guchar *data = NULL;
  int state = 0;
  guint save = 0;
  gsize n_bytes;

  if (!is_base64 (text, length))
    return NULL;
  data = g_malloc (length / 4 * 3 + 3);
  n_bytes = g_base64_decode_step (text, length, data, &state, &save);
  return g_bytes_new_take (g_steal_pointer (&data), n_bytes);
}

gboolean
buffer_spelling_double (const char *text, gsize length, double *number)
{
  char copy[LEAT_VALUE_TEXT_MAX];
  char *end;

  if (length == 0 || length >= sizeof copy)
    return FALSE;
  memcpy (copy, text, length);
  copy[length] = '\0';
  *number = g_ascii_strtod (copy, &end);
  return end == copy + length;
}
