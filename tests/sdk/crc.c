/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* crc.c - tests of a CRC that takes eight bytes at a time against one that goes bit by bit, of all
 * widths and any parameters, and against zlib's */
#include "leat-crc.h"
#include <zlib.h>

#define N_ROUNDS 2000
#define LENGTH_MAX 100

static guint64
reverse (guint64 value, guint width)
{
  guint64 reversed = 0;

  for (guint i = 0; i < width; i++, value >>= 1)
    reversed = reversed << 1 | (value & 1);
  return reversed;
}

/* as the catalogue explains it: a register of the CRC's own width, one bit after the other */
static guint64
compute_by_bits (const LeatCrcModel *model, const guint8 *data, gsize length)
{
  guint64 rest = model->init;

  for (gsize i = 0; i < 8 * length; i++)
    {
      const guint place = model->refin ? (guint) i % 8 : 7 - (guint) i % 8;
      const guint64 bit = (guint64) (data[i / 8] >> place & 1);
      const guint64 high = rest >> (model->width - 1) & 1;

      rest = rest << 1 ^ (high != bit ? model->poly : 0);
      if (model->width < 64)
        rest &= (G_GUINT64_CONSTANT (1) << model->width) - 1;
    }
  return (model->refout ? reverse (rest, model->width) : rest) ^ model->xorout;
}

static guint64
get_bits (guint width)
{
  const guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  return bits >> (64 - width);
}

static void
test_by_bits (void)
{
  g_autofree LeatCrc *crc = g_new (LeatCrc, 1);
  guint8 data[LENGTH_MAX];

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      const guint width = 1 + round % 64;
      const LeatCrcModel model = {
        .width = width,
        .poly = get_bits (width),
        .init = get_bits (width),
        .xorout = get_bits (width),
        .refin = g_test_rand_bit (),
        .refout = g_test_rand_bit (),
      };
      gsize length = (gsize) g_test_rand_int_range (0, LENGTH_MAX);

      for (gsize i = 0; i < length; i++)
        data[i] = (guint8) g_test_rand_int ();
      leat_crc_init (crc, &model);
      g_assert_cmphex (leat_crc_compute (crc, data, length), ==,
                       compute_by_bits (&model, data, length));
    }
}

static void
test_zlib (void)
{
  const LeatCrcModel model = { 32, 0x04c11db7, 0xffffffff, 0xffffffff, TRUE, TRUE };
  g_autofree LeatCrc *crc = g_new (LeatCrc, 1);
  guint8 data[LENGTH_MAX] = { 0 };

  leat_crc_init (crc, &model);
  for (guint length = 0; length < LENGTH_MAX; length++)
    {
      data[length] = (guint8) g_test_rand_int ();
      g_assert_cmphex (leat_crc_compute (crc, data, length), ==, crc32 (0, data, length));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crc/by-bits", test_by_bits);
  g_test_add_func ("/crc/zlib", test_zlib);
  return g_test_run ();
}
