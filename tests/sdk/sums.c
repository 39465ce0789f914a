/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sums.c - tests of sums against zlib's and against ones that take the remainder at each byte */
#include "leat-sums.h"
#include <string.h>
#include <zlib.h>

/* so long that remainders are needed in between */
#define LENGTH_MAX (3 * 1000 * 1000 + 1)

static const gsize lengths[] = { 0, 1, 2, 3, 65535, 65536, 65537, 131072, 131073, LENGTH_MAX };

/* modulo 2^n - 1 or not: words of @width bytes, the lower byte first */
static guint64
fletcher_by_words (const guint8 *data, gsize length, gsize width, guint64 modulus)
{
  guint64 first = 0, second = 0;

  for (gsize i = 0; i < length; i += width)
    {
      guint64 word = data[i];

      if (width == 2 && i + 1 < length)
        word |= (guint64) data[i + 1] << 8;
      first = (first + word) % modulus;
      second = (second + first) % modulus;
    }
  return second << 8 * width | first;
}

/* the byte: all are such ones; < 0: by chance */
static void
check (gint byte)
{
  g_autofree guint8 *data = g_malloc (LENGTH_MAX);

  for (gsize i = 0; i < LENGTH_MAX; i++)
    data[i] = byte < 0 ? (guint8) g_test_rand_int () : (guint8) byte;
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      const gsize length = lengths[i];
      guint8 turns = 0;

      g_test_message ("%zu bytes", length);
      for (gsize k = 0; k < length; k++)
        turns ^= data[k];
      g_assert_cmphex (leat_sum_xor8 (data, length), ==, turns);
      g_assert_cmphex (leat_sum_bytes (data, length) + leat_sum_lrc (data, length), ==, 0);
      g_assert_cmphex (leat_sum_words (data, length) % 65535, ==,
                       fletcher_by_words (data, length, 2, 65535) % 65536);
      g_assert_cmphex (leat_sum_words (data, length) + leat_sum_lrc_words (data, length), ==, 0);
      g_assert_cmphex (leat_sum_adler32 (data, length), ==, adler32 (1, data, (uInt) length));
      g_assert_cmphex (leat_sum_fletcher8 (data, length), ==,
                       fletcher_by_words (data, length, 1, 256));
      g_assert_cmphex (leat_sum_fletcher16 (data, length), ==,
                       fletcher_by_words (data, length, 1, 255));
      g_assert_cmphex (leat_sum_fletcher32 (data, length), ==,
                       fletcher_by_words (data, length, 2, 65535));
    }
}

static void
test_any (void)
{
  check (-1);
}

static void
test_highest (void)
{
  check (0xff);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sums/any", test_any);
  g_test_add_func ("/sums/highest", test_highest);
  return g_test_run ();
}
