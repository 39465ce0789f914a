/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-crc.c - a cyclic redundancy check of any width up to 64 bits
 *
 * The register is 64 bits wide whatever the CRC's width is: if bytes come lowest bit first it
 * stands at its right end, else at its left one. So all widths have the same loops. */
#include <string.h>

#include "leat-crc.h"

static guint64
reflect (guint64 value, guint width)
{
  guint64 reflected = 0;

  for (guint i = 0; i < width; i++)
    reflected |= (value >> i & 1) << (width - 1 - i);
  return reflected;
}

/* of one byte; @poly: as it stands in the register */
static guint64
divide (guint64 byte, guint64 poly, gboolean refin)
{
  guint64 rest = refin ? byte : byte << 56;

  for (guint i = 0; i < 8; i++)
    if (refin)
      rest = rest >> 1 ^ ((rest & 1) != 0 ? poly : 0);
    else
      rest = rest << 1 ^ (rest >> 63 != 0 ? poly : 0);
  return rest;
}

static inline guint64
step (const LeatCrc *self, guint64 rest, guint8 byte)
{
  if (self->model.refin)
    return self->tables[0][(rest ^ byte) & 0xff] ^ rest >> 8;
  return self->tables[0][rest >> 56 ^ byte] ^ rest << 8;
}

/* tables[k] is of a byte that k zeros follow */
void
leat_crc_init (LeatCrc *self, const LeatCrcModel *model)
{
  const guint shift = 64 - model->width;
  const guint64 poly = model->refin ? reflect (model->poly, model->width) : model->poly << shift;

  self->model = *model;
  self->begin = model->refin ? reflect (model->init, model->width) : model->init << shift;
  for (guint byte = 0; byte < 256; byte++)
    self->tables[0][byte] = divide (byte, poly, model->refin);
  for (guint k = 1; k < 8; k++)
    for (guint byte = 0; byte < 256; byte++)
      self->tables[k][byte] = step (self, self->tables[k - 1][byte], 0);
}

/* the eight bytes of @word, its first one highest or, if refin, lowest */
static inline guint64
step_word (const guint64 tables[8][256], guint64 word, gboolean refin)
{
  guint64 rest = 0;

  for (guint k = 0; k < 8; k++)
    rest ^= tables[refin ? 7 - k : k][word >> 8 * k & 0xff];
  return rest;
}

guint64
leat_crc_compute (const LeatCrc *self, const guint8 *data, gsize length)
{
  const LeatCrcModel *model = &self->model;
  guint64 rest = self->begin;

  for (; length >= 8; data += 8, length -= 8)
    {
      guint64 word;

      memcpy (&word, data, sizeof word);
      if (model->refin)
        rest = step_word (self->tables, rest ^ GUINT64_FROM_LE (word), TRUE);
      else
        rest = step_word (self->tables, rest ^ GUINT64_FROM_BE (word), FALSE);
    }
  for (; length > 0; length--)
    rest = step (self, rest, *data++);

  if (!model->refin)
    rest >>= 64 - model->width;
  if (model->refin != model->refout)
    rest = reflect (rest, model->width);
  return rest ^ model->xorout;
}
