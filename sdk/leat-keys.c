/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-keys.c - by which keys of a frame which places are found */
#include <string.h>
#include "leat-keys.h"

static void
clear_key (gpointer key)
{
  g_free (((LeatKey *) key)->text);
}

LeatKeys *
leat_keys_new (void)
{
  LeatKeys *self = g_array_new (FALSE, FALSE, sizeof (LeatKey));

  g_array_set_clear_func (self, clear_key);
  return self;
}

void
leat_keys_add (LeatKeys *self, const char *text, gsize length, guint place)
{
  const LeatKey key = { g_strndup (text, length), length, place };

  g_array_append_val (self, key);
}

static int
compare (const char *text, gsize length, const LeatKey *key)
{
  return length != key->length ? (length < key->length ? -1 : 1) : memcmp (text, key->text, length);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const LeatKey *key = a;

  return compare (key->text, key->length, b);
}

void
leat_keys_sort (LeatKeys *self)
{
  g_array_sort (self, compare_keys);
}

const LeatKey *
leat_keys_find (const LeatKeys *self, const char *text, gsize length, guint *n)
{
  const LeatKey *keys = (const LeatKey *) (gconstpointer) self->data;
  guint low = 0, high = self->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (compare (text, length, &keys[middle]) > 0)
        low = middle + 1;
      else
        high = middle;
    }
  for (*n = 0; low + *n < self->len && compare (text, length, &keys[low + *n]) == 0;)
    (*n)++;
  return *n > 0 ? &keys[low] : NULL;
}
