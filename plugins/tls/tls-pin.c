/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-pin.c - a server's public key, as people write it down: sha256//BASE64 */
#include "tls-pin.h"
#include <string.h>

#define PREFIX "sha256//"

/* tags of X.690: what a certificate is made of down to its key */
#define SEQUENCE 0x30
#define INTEGER  0x02
#define VERSION  0xa0

#define HASH_SIZE 32

typedef struct {
  const guint8 *at;
  const guint8 *end;
} Der;

/* the element that begins here: what is in it, and the reader behind it */
static gboolean
take (Der *self, guint8 tag, Der *inner)
{
  gsize length, n_bytes;

  if (self->end - self->at < 2 || *self->at != tag)
    return FALSE;
  length = self->at[1];
  self->at += 2;
  if (length >= 0x80)
    {
      n_bytes = length & 0x7f;
      if (n_bytes == 0 || n_bytes > 4 || (gsize) (self->end - self->at) < n_bytes)
        return FALSE;
      for (length = 0; n_bytes > 0; n_bytes--)
        length = length << 8 | *self->at++;
    }
  if ((gsize) (self->end - self->at) < length)
    return FALSE;
  *inner = (Der) { self->at, self->at + length };
  self->at += length;
  return TRUE;
}

char *
tls_pin_of (const guint8 *certificate, gsize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  Der outer = { certificate, certificate + length };
  Der signed_part, fields, inner;
  guint8 digest[HASH_SIZE];
  gsize digest_length = sizeof digest;
  const guint8 *key;

  if (!take (&outer, SEQUENCE, &signed_part) || !take (&signed_part, SEQUENCE, &fields))
    return NULL;
  take (&fields, VERSION, &inner);   /* the first version says none */
  if (!take (&fields, INTEGER, &inner))
    return NULL;
  /* signature, issuer, validity, subject */
  for (guint i = 0; i < 4; i++)
    if (!take (&fields, SEQUENCE, &inner))
      return NULL;
  key = fields.at;
  if (!take (&fields, SEQUENCE, &inner))
    return NULL;
  g_checksum_update (checksum, key, fields.at - key);
  g_checksum_get_digest (checksum, digest, &digest_length);
  hash = g_base64_encode (digest, digest_length);
  return g_strconcat (PREFIX, hash, NULL);
}

gboolean
tls_pin_is_sound (const char *text)
{
  g_autofree guchar *digest = NULL;
  gsize length = 0;

  if (!g_str_has_prefix (text, PREFIX))
    return FALSE;
  digest = g_base64_decode (text + strlen (PREFIX), &length);
  return length == HASH_SIZE && strlen (text) == strlen (PREFIX) + 44;
}
