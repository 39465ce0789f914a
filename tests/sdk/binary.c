/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* binary.c - tests numbers of any width, byte order and bits, against what was put there */
#include <string.h>
#include "leat-binary.h"

static void
write_bytes (guint64 number, const LeatBinary *item, guint8 *frame)
{
  for (guint i = 0; i < item->width; i++)
    {
      const guint at = item->is_big ? item->width - 1 - i : i;

      frame[item->offset + at] = (guint8) (number >> (8 * i));
    }
}

static guint64
draw (void)
{
  return (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
}

static LeatBinary
draw_item (void)
{
  LeatBinary item = {
    .reading = g_test_rand_bit () ? LEAT_READING_SIGNED : LEAT_READING_UNSIGNED,
    .type = LEAT_TYPE_INT,
    .offset = (guint32) g_test_rand_int_range (0, 4),
    .width = (guint32) g_test_rand_int_range (1, 8),   /* 8 bytes may be text */
    .is_big = g_test_rand_bit (),
    .factor = 1,
  };

  if (g_test_rand_bit ())
    {
      item.low_bit = (guint8) g_test_rand_int_range (0, (int) item.width * 8);
      item.n_bits = (guint8) g_test_rand_int_range (1, (int) item.width * 8 - item.low_bit + 1);
    }
  return item;
}

static gint64
expect (guint64 raw, const LeatBinary *item)
{
  const guint n_bits = item->n_bits != 0 ? item->n_bits : item->width * 8;
  gint64 number = (gint64) (raw >> item->low_bit << (64 - n_bits) >> (64 - n_bits));

  if (item->reading == LEAT_READING_SIGNED && (number >> (n_bits - 1) & 1) != 0)
    number -= G_GINT64_CONSTANT (1) << n_bits;
  return number;
}

static void
test_random (void)
{
  for (guint i = 0; i < 100000; i++)
    {
      const LeatBinary item = draw_item ();
      const guint32 length = item.offset + item.width;
      g_autofree guint8 *frame = g_malloc0 (length);
      const LeatWork work = { .frame = (const char *) frame, .length = length };
      const guint64 raw = draw ();
      LeatFound piece;

      write_bytes (raw, &item, frame);
      leat_binary_find (&item, &work, &piece);
      g_assert_cmpint (piece.kind, ==, LEAT_FOUND_VALUE);
      g_assert_cmpint (piece.value.integer, ==, expect (raw, &item));
    }
}

/* each float is the shortest decimal that is the same float */
static void
test_floats (void)
{
  const LeatBinary item = {
    .reading = LEAT_READING_FLOAT,
    .type = LEAT_TYPE_DOUBLE,
    .width = 4,
    .is_big = G_BYTE_ORDER == G_BIG_ENDIAN,
    .factor = 1,
  };

  for (guint i = 0; i < 20000; i++)
    {
      const guint32 raw = (guint32) draw ();
      const LeatWork work = { .frame = (const char *) &raw, .length = 4 };
      LeatFound piece;
      float number;

      memcpy (&number, &raw, sizeof number);
      leat_binary_find (&item, &work, &piece);
      if (number == number)
        g_assert_true ((float) piece.value.number == number);
      else
        g_assert_true (piece.value.number != piece.value.number);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/binary/random", test_random);
  g_test_add_func ("/binary/floats", test_floats);
  return g_test_run ();
}
