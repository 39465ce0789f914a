/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-escape.c - bytes that no key file can hold, spelled with backslashes */
#include <string.h>

#include "leat-option-host.h"

/* each letter behind a backslash, and the byte it stands for */
static const char escapes[][2] = {
  { 'r', '\r' }, { 'n', '\n' }, { 't', '\t' }, { 's', ' ' }, { '\\', '\\' }, { ';', ';' },
};

/* the bytes that @text, which begins with a backslash, stands for; 0: it is no escape */
static gsize
undo_one (const char *text, gsize length, guint8 *byte)
{
  if (length >= 4 && text[1] == 'x' && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]))
    {
      *byte = (guint8) (g_ascii_xdigit_value (text[2]) * 16 + g_ascii_xdigit_value (text[3]));
      return 4;
    }
  for (guint i = 0; length >= 2 && i < G_N_ELEMENTS (escapes); i++)
    if (text[1] == escapes[i][0])
      {
        *byte = (guint8) escapes[i][1];
        return 2;
      }
  return 0;
}

/**
 * leat_escape_undo:
 * @text: as the key file spells it
 * @length: of @text in bytes
 * @error: return location for a #GError
 *
 * Makes bytes of a text in which `\r \n \t \s \\ \;` and `\xHH` stand for bytes. The message of an
 * error gives the place, counted in bytes from 1, and nothing of the text: it may be a secret. Any
 * thread.
 *
 * Returns: (transfer full): the bytes, or %NULL with %LEAT_ERROR_CONFIG
 */
GBytes *
leat_escape_undo (const char *text, gsize length, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new ((guint) length);
  gsize used = 0;

  for (gsize i = 0; i < length; i += used)
    {
      guint8 byte = (guint8) text[i];

      used = text[i] == '\\' ? undo_one (text + i, length - i, &byte) : 1;
      if (used == 0)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "the backslash at byte %" G_GSIZE_FORMAT " begins no escape; "
                       "\\r \\n \\t \\s \\\\ \\; and \\xHH are right",
                       i + 1);
          return NULL;
        }
      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* the letter that spells @byte; 0: there is none */
static char
find_letter (guint8 byte)
{
  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    if ((guint8) escapes[i][1] == byte)
      return escapes[i][0];
  return 0;
}

/**
 * leat_escape_do:
 * @data: any bytes
 * @length: of @data
 *
 * Spells bytes so that leat_escape_undo() gives them back, and that they may stand in a key file,
 * in a list too. Valid UTF-8 stays as it is; a blank is spelled only where a key file would take it
 * away. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
leat_escape_do (gconstpointer data, gsize length)
{
  const char *bytes = data;
  g_autoptr (GString) text = g_string_sized_new (length + 8);
  gsize used = 1;

  for (gsize i = 0; i < length; i += used)
    {
      const guint8 byte = (guint8) bytes[i];
      const char letter = byte != ' ' || i == 0 || i == length - 1 ? find_letter (byte) : 0;
      const gunichar character = g_utf8_get_char_validated (bytes + i, (gssize) (length - i));

      used = 1;
      if (letter != 0)
        g_string_append_printf (text, "\\%c", letter);
      else if (byte < 0x20 || byte == 0x7f || character >= 0x110000)
        g_string_append_printf (text, "\\x%02X", byte);
      else
        {
          used = (gsize) g_unichar_to_utf8 (character, NULL);
          g_string_append_len (text, bytes + i, (gssize) used);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
