/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-pieces.c - the sizes of the pieces in which a recording is fed */
#include "leat-decode-pieces.h"
#include <string.h>

#define SIZE_MAX_BITS 16
#define SIZE_MAX_READ (1 << SIZE_MAX_BITS)

gboolean
leat_decode_pieces_init (LeatDecodePieces *self, const char *text, GError **error)
{
  gboolean random = text != NULL && g_str_has_prefix (text, "random:");
  guint64 number = SIZE_MAX_READ;

  *self = (LeatDecodePieces) { 0 };
  if (random &&
      g_ascii_string_to_unsigned (text + strlen ("random:"), 10, 0, G_MAXUINT32, &number, NULL))
    {
      self->random = g_rand_new_with_seed ((guint32) number);
      number = SIZE_MAX_READ;
    }
  else if (random || (text != NULL &&
                      !g_ascii_string_to_unsigned (text, 10, 1, SIZE_MAX_READ, &number, NULL)))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "--chunk: %s is neither a number of bytes from 1 to %d nor random:SEED with a "
                   "SEED from 0 to %u",
                   text, SIZE_MAX_READ, G_MAXUINT32);
      return FALSE;
    }
  self->size = (gsize) number;
  return TRUE;
}

void
leat_decode_pieces_clear (LeatDecodePieces *self)
{
  g_clear_pointer (&self->random, g_rand_free);
}

/* of the next piece; a read may bring less */
gsize
leat_decode_pieces_next (LeatDecodePieces *self)
{
  gint32 longest;

  if (self->random == NULL)
    return self->size;

  longest = 1 << g_rand_int_range (self->random, 0, SIZE_MAX_BITS + 1);
  return (gsize) g_rand_int_range (self->random, 1, longest + 1);
}
