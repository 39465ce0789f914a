/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-sums.c - checksums that only add, or take turns of exclusive or */
#include "leat-sums.h"

/* so many turns fit into 64 bits before the remainders are taken, for words up to 16 bits */
#define TURNS_MAX 65536

typedef struct {
  guint64 first;
  guint64 second;
} Sums;

guint64
leat_sum_xor8 (const guint8 *data, gsize length)
{
  guint8 sum = 0;

  for (gsize i = 0; i < length; i++)
    sum ^= data[i];
  return sum;
}

guint64
leat_sum_bytes (const guint8 *data, gsize length)
{
  guint64 sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += data[i];
  return sum;
}

guint64
leat_sum_lrc (const guint8 *data, gsize length)
{
  return -leat_sum_bytes (data, length);
}

guint64
leat_sum_words (const guint8 *data, gsize length)
{
  guint64 sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += (guint64) data[i] << i % 2 * 8;
  return sum;
}

guint64
leat_sum_lrc_words (const guint8 *data, gsize length)
{
  return -leat_sum_words (data, length);
}

static void
add_bytes (Sums *sums, const guint8 *data, gsize length, guint64 modulus)
{
  while (length > 0)
    {
      const gsize turns = MIN (length, TURNS_MAX);

      for (gsize i = 0; i < turns; i++)
        {
          sums->first += data[i];
          sums->second += sums->first;
        }
      sums->first %= modulus;
      sums->second %= modulus;
      data += turns;
      length -= turns;
    }
}

guint64
leat_sum_fletcher8 (const guint8 *data, gsize length)
{
  Sums sums = { 0 };

  add_bytes (&sums, data, length, 256);
  return sums.second << 8 | sums.first;
}

guint64
leat_sum_fletcher16 (const guint8 *data, gsize length)
{
  Sums sums = { 0 };

  add_bytes (&sums, data, length, 255);
  return sums.second << 8 | sums.first;
}

guint64
leat_sum_adler32 (const guint8 *data, gsize length)
{
  Sums sums = { .first = 1 };

  add_bytes (&sums, data, length, 65521);
  return sums.second << 16 | sums.first;
}

guint64
leat_sum_fletcher32 (const guint8 *data, gsize length)
{
  Sums sums = { 0 };

  for (gsize i = 0; i < length; i += 2)
    {
      sums.first += data[i] + (i + 1 < length ? (guint64) data[i + 1] << 8 : 0);
      sums.second += sums.first;
      if (i % TURNS_MAX != 0)
        continue;
      sums.first %= 65535;
      sums.second %= 65535;
    }
  return sums.second % 65535 << 16 | sums.first % 65535;
}
