/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-text.c - text of other encodings, made UTF-8 */
#include <errno.h>
#include <string.h>
#include "leat-text.h"

#define REPLACEMENT "\xef\xbf\xbd"   /* U+FFFD */
#define NOT_OPENED  ((GIConv) -1)

static void
close_converter (gpointer converter)
{
  g_iconv_close (converter);
}

/* A converter has a state: each thread has its own. Microsoft's variant is what devices mean by
 * Shift JIS: it leaves ASCII alone and knows the extensions of NEC and IBM. */
static GIConv
get_shift_jis (void)
{
  static GPrivate of_thread = G_PRIVATE_INIT (close_converter);
  GIConv converter = g_private_get (&of_thread);

  if (converter != NULL)
    return converter;
  converter = g_iconv_open ("UTF-8", "CP932");
  if (converter != NOT_OPENED)
    g_private_set (&of_thread, converter);
  return converter;
}

/**
 * leat_encoding_is_known:
 *
 * Whether this machine can read @encoding: the C library finds some of its converters in files.
 */
gboolean
leat_encoding_is_known (LeatEncoding encoding)
{
  return encoding != LEAT_ENCODING_SHIFT_JIS || get_shift_jis () != NOT_OPENED;
}

gboolean
leat_text_is_ascii (const char *text, gsize length)
{
  guint64 seen = 0, eight = 0;
  gsize at = 0;

  for (; at + sizeof eight <= length; at += sizeof eight)
    {
      memcpy (&eight, text + at, sizeof eight);
      seen |= eight;
    }
  for (; at < length; at++)
    seen |= (guint64) (guint8) text[at];
  return (seen & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

static char *
put_bytes (char *utf8, const char *bytes, gsize length)
{
  memcpy (utf8, bytes, length);
  return utf8 + length;
}

static char *
repair_utf8 (const char *text, gsize length, char *utf8, gboolean *is_whole)
{
  const char *at = text, *end = text + length;

  while (at < end)
    {
      const char *valid_end = at;

      g_utf8_validate_len (at, (gsize) (end - at), &valid_end);
      utf8 = put_bytes (utf8, at, (gsize) (valid_end - at));
      at = valid_end;
      if (at == end)
        break;
      *is_whole = *is_whole && *at == '\0';
      utf8 = *at == '\0' ? put_bytes (utf8, "", 1)
                         : put_bytes (utf8, REPLACEMENT, strlen (REPLACEMENT));
      at++;
    }
  return utf8;
}

static char *
convert_latin_1 (const char *text, gsize length, char *utf8)
{
  for (gsize i = 0; i < length; i++)
    {
      const guint8 byte = (guint8) text[i];

      if (byte >= 0x80)
        *utf8++ = (char) (0xc0 | byte >> 6);
      *utf8++ = (char) (byte < 0x80 ? byte : 0x80 | (byte & 0x3f));
    }
  return utf8;
}

static char *
convert_shift_jis (const char *text, gsize length, char *utf8, gboolean *is_whole)
{
  GIConv converter = get_shift_jis ();
  char *from = (char *) text;
  gsize left = length, room = length * LEAT_TEXT_GROWTH;

  g_return_val_if_fail (converter != NOT_OPENED, utf8);
  while (left > 0 && g_iconv (converter, &from, &left, &utf8, &room) == (gsize) -1)
    {
      *is_whole = FALSE;
      if (errno == E2BIG || room < strlen (REPLACEMENT))
        break;
      utf8 = put_bytes (utf8, REPLACEMENT, strlen (REPLACEMENT));
      room -= strlen (REPLACEMENT);
      from++;
      left--;
    }
  return utf8;
}

/**
 * leat_text_convert:
 * @text: (array length=length): any bytes, NUL among them
 * @length: of @text
 * @encoding: what they are meant to be
 * @utf8: (out): room for %LEAT_TEXT_GROWTH times @length; no NUL is put behind it
 * @is_whole: (out): all of it is text in @encoding
 *
 * What is no text in @encoding becomes U+FFFD. Any thread.
 *
 * Returns: the length of @utf8
 */
gsize
leat_text_convert (const char *text, gsize length, LeatEncoding encoding, char *utf8,
                   gboolean *is_whole)
{
  *is_whole = TRUE;
  switch (encoding)
    {
    case LEAT_ENCODING_LATIN_1:
      return (gsize) (convert_latin_1 (text, length, utf8) - utf8);
    case LEAT_ENCODING_SHIFT_JIS:
      return (gsize) (convert_shift_jis (text, length, utf8, is_whole) - utf8);
    case LEAT_ENCODING_UTF_8:
    default:
      return (gsize) (repair_utf8 (text, length, utf8, is_whole) - utf8);
    }
}
