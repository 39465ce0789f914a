/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-bytes.c - bytes that a device writes as text; GLib's own readers pass over what is wrong */
#include "leat-bytes.h"

/* blanks may stand between two bytes, not inside one */
static gboolean
read_hex (const char *text, gsize length, guint8 *bytes, gsize *n_bytes)
{
  gsize n = 0;

  for (gsize at = 0; at < length; at += 2)
    {
      while (at < length && text[at] == ' ')
        at++;
      if (length - at < 2)
        return FALSE;

      const int high = g_ascii_xdigit_value (text[at]), low = g_ascii_xdigit_value (text[at + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      bytes[n++] = (guint8) (high << 4 | low);
    }
  *n_bytes = n;
  return TRUE;
}

static int
get_base64_value (char letter)
{
  if (letter >= 'A' && letter <= 'Z')
    return letter - 'A';
  if (letter >= 'a' && letter <= 'z')
    return letter - 'a' + 26;
  if (letter >= '0' && letter <= '9')
    return letter - '0' + 52;
  if (letter == '+')
    return 62;
  return letter == '/' ? 63 : -1;
}

/* RFC 4648, section 4: groups of four; bits that are left over are zero */
static gboolean
read_base64 (const char *text, gsize length, guint8 *bytes, gsize *n_bytes)
{
  guint32 bits = 0;
  gsize n = 0, n_letters = length;

  if (length % 4 != 0)
    return FALSE;
  while (n_letters > 0 && length - n_letters < 2 && text[n_letters - 1] == '=')
    n_letters--;
  for (gsize i = 0; i < n_letters; i++)
    {
      const int value = get_base64_value (text[i]);

      if (value < 0)
        return FALSE;
      bits = bits << 6 | (guint32) value;
      if (i % 4 != 0)
        bytes[n++] = (guint8) (bits >> (6 - 2 * (i % 4)));
    }
  *n_bytes = n;
  return n_letters == length || (bits & (n_letters % 4 == 3 ? 0x03 : 0x0f)) == 0;
}

/**
 * leat_bytes_read:
 * @text: (array length=length): pairs of hexadecimal digits, or base64 as in RFC 4648, section 4
 * @length: of @text
 * @bytes: (out): room for @length bytes
 * @n_bytes: (out): how many it has become
 *
 * Any thread.
 *
 * Returns: %FALSE if @text is not of that form
 */
gboolean
leat_bytes_read (LeatBytesForm form, const char *text, gsize length, guint8 *bytes, gsize *n_bytes)
{
  return form == LEAT_BYTES_HEX ? read_hex (text, length, bytes, n_bytes)
                                : read_base64 (text, length, bytes, n_bytes);
}
