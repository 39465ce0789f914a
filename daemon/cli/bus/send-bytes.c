/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* send-bytes.c - bytes for a device, as a command line spells them */
#include "send-bytes.h"
#include "leat-host.h"
#include <string.h>

static GBytes *
read_hex (const char *hex, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (const char *at = hex; *at != '\0';)
    {
      const int high = g_ascii_xdigit_value (at[0]);
      const int low = high >= 0 ? g_ascii_xdigit_value (at[1]) : -1;
      guint8 byte;

      if (strchr (" :,", *at) != NULL)
        {
          at++;
          continue;
        }
      if (low < 0)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "--hex %s: two digits for each byte are right, from %s on they are not", hex,
                       at);
          return NULL;
        }
      byte = (guint8) (high * 16 + low);
      g_byte_array_append (bytes, &byte, 1);
      at += 2;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static GBytes *
read_file (const char *file, GError **error)
{
  char *data = NULL;
  gsize length;

  if (!g_file_get_contents (file, &data, &length, error))
    return NULL;
  return g_bytes_new_take (data, length);
}

/**
 * leat_send_bytes_read:
 * @text: (nullable): with the escapes of a key file
 * @hex: (nullable): two digits for each byte, with blanks, colons or commas as one likes
 * @file: (nullable): whose bytes are meant
 * @error: return location for LEAT_ERROR_CONFIG, or what the file has
 *
 * Just one of them is to be given.
 *
 * Returns: (transfer full) (nullable): the bytes, at least one and at most %LEAT_SEND_BYTES_MOST
 */
GBytes *
leat_send_bytes_read (const char *text, const char *hex, const char *file, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if ((text != NULL) + (hex != NULL) + (file != NULL) != 1)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "just one of TEXT, --hex and --file is right");
      return NULL;
    }
  if (hex != NULL)
    bytes = read_hex (hex, error);
  else if (file != NULL)
    bytes = read_file (file, error);
  else
    bytes = leat_escape_undo (text, strlen (text), error);
  if (bytes == NULL)
    return NULL;
  if (g_bytes_get_size (bytes) > 0 && g_bytes_get_size (bytes) <= LEAT_SEND_BYTES_MOST)
    return g_steal_pointer (&bytes);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "1 to %d bytes are right, these are %zu",
               LEAT_SEND_BYTES_MOST, g_bytes_get_size (bytes));
  return NULL;
}
