/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-batch-key.c - what a request that holds certain records is known by */
#include "leat-batch.h"
#include <string.h>
#include "leat-digits.h"

/* source/epoch/ of a record's id */
static void
append_stream (GString *text, const LeatOrigin *origin)
{
  g_string_append (text, origin->source);
  g_string_append_c (text, '/');
  g_string_append (text, origin->epoch);
  g_string_append_c (text, '/');
}

static void
append_sequence (GString *text, guint64 sequence)
{
  char digits[LEAT_DIGITS_MAX];

  g_string_append_len (text, digits, leat_digits_write (sequence, digits) - digits);
}

static gboolean
is_same_stream (const LeatOrigin *a, const LeatOrigin *b)
{
  return a == b || (g_str_equal (a->epoch, b->epoch) && g_str_equal (a->source, b->source));
}

static gboolean
is_run (const LeatBatch *self, guint from, guint count)
{
  const LeatRecord *first = leat_batch_get_record (self, from);

  for (guint i = 1; i < count; i++)
    {
      const LeatRecord *record = leat_batch_get_record (self, from + i);

      if (record->sequence != first->sequence + i ||
          !is_same_stream (record->origin, first->origin))
        return FALSE;
    }
  return TRUE;
}

static char *
hash_ids (const LeatBatch *self, guint from, guint count)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) id = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    {
      const LeatRecord *record = leat_batch_get_record (self, from + i);

      g_string_truncate (id, 0);
      append_stream (id, record->origin);
      append_sequence (id, record->sequence);
      g_string_append_c (id, '\n');
      g_checksum_update (checksum, (const guchar *) id->str, (gssize) id->len);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * leat_batch_get_key:
 * @self: a sealed batch
 * @from: index of the first record
 * @count: how many, at least one
 *
 * Names a request that holds these records, so that a peer knows it again when it comes twice: the
 * key is made of their ids alone. Of one record it is its id, `source/epoch/sequence`; of several
 * of one stream without gaps `source/epoch/first-last`; of any others the SHA-256 over their ids,
 * each ended by \n, as 64 hexadecimal digits. Any thread.
 *
 * Returns: (transfer full): a key
 */
char *
leat_batch_get_key (const LeatBatch *self, guint from, guint count)
{
  const LeatRecord *first;
  GString *key;

  g_return_val_if_fail (count > 0 && from < leat_batch_get_n_records (self), NULL);
  g_return_val_if_fail (count <= leat_batch_get_n_records (self) - from, NULL);

  if (count > 1 && !is_run (self, from, count))
    return hash_ids (self, from, count);
  first = leat_batch_get_record (self, from);
  key = g_string_sized_new (96);
  append_stream (key, first->origin);
  append_sequence (key, first->sequence);
  if (count > 1)
    {
      g_string_append_c (key, '-');
      append_sequence (key, first->sequence + count - 1);
    }
  return g_string_free (key, FALSE);
}
