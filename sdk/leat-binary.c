/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-binary.c - one number or text among the bytes of a frame */
#include <math.h>
#include <string.h>
#include "leat-binary.h"
#include "leat-digits.h"

/* 64 bits times 18 digits, with a sign and a point */
#define DIGITS_MAX 48

/* what 18 digits hold: see LeatValue */
#define NUMBER_MAX G_GINT64_CONSTANT (999999999999999999)

G_GNUC_EXTENSION typedef unsigned __int128 Wide;

static guint64
read_bytes (const LeatBinary *self, const guint8 *bytes)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->width; i++)
    sum = sum << 8 | bytes[self->is_big ? i : self->width - 1 - i];
  return sum;
}

/* its bits, and whether they say a number below 0; then what it is without the sign */
static guint64
read_number (const LeatBinary *self, const guint8 *bytes, gboolean *negative)
{
  const guint n_bits = self->n_bits != 0 ? self->n_bits : self->width * 8;
  const guint64 mask = n_bits < 64 ? (G_GUINT64_CONSTANT (1) << n_bits) - 1 : G_MAXUINT64;
  const guint64 raw = read_bytes (self, bytes) >> self->low_bit & mask;

  *negative = self->reading == LEAT_READING_SIGNED && (raw >> (n_bits - 1) & 1) != 0;
  return *negative ? (~raw + 1) & mask : raw;
}

/* into @end backwards; returns where it begins */
static char *
spell (Wide number, gboolean negative, guint scale, char *end)
{
  for (guint n = 0; number != 0 || n <= scale; n++)
    {
      if (n == scale && scale > 0)
        *--end = '.';
      *--end = (char) ('0' + (int) (number % 10));
      number /= 10;
    }
  if (negative)
    *--end = '-';
  return end;
}

static void
set_spelled (const LeatBinary *self, const LeatWork *work, Wide number, gboolean negative,
             LeatFound *piece)
{
  char digits[DIGITS_MAX];
  const char *begin = spell (number, negative, self->scale, digits + DIGITS_MAX);
  const gsize length = (gsize) (digits + DIGITS_MAX - begin);

  leat_found_set_text (piece, memcpy (leat_batch_alloc_bytes (work->batch, length), begin, length),
                       length, self->offset);
}

static void
set_value (const LeatBinary *self, LeatFound *piece, LeatValue value)
{
  *piece = (LeatFound) { .value = value, .offset = self->offset, .kind = LEAT_FOUND_VALUE };
}

static void
find_number (const LeatBinary *self, const LeatWork *work, const guint8 *bytes, LeatFound *piece)
{
  gboolean negative = FALSE;
  const guint64 number = read_number (self, bytes, &negative);
  const Wide product = (Wide) number * (guint64) self->factor;
  const gboolean fits = product <= (Wide) NUMBER_MAX;
  const gint64 integer = fits ? (negative ? -(gint64) product : (gint64) product) : 0;

  if (self->type == LEAT_TYPE_BOOL)
    set_value (self, piece, (LeatValue) { .boolean = number != 0, .type = LEAT_TYPE_BOOL });
  else if (self->type == LEAT_TYPE_INT && fits)
    set_value (self, piece, (LeatValue) { .integer = integer, .type = LEAT_TYPE_INT });
  else if (self->type == LEAT_TYPE_DECIMAL && fits)
    set_value (self, piece,
               (LeatValue) { .integer = integer, .type = LEAT_TYPE_DECIMAL, .scale = self->scale });
  else
    set_spelled (self, work, product, negative, piece);
}

/* the shortest decimal that is the same float: 1.73, and not 1.7300000190734863 */
static double
widen (float number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double wide = (double) number;

  for (int digits = 6; digits <= 9 && isfinite (number); digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      wide = g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, (double) number), NULL);
      if ((float) wide == number)
        break;
    }
  return wide;
}

static void
find_float (const LeatBinary *self, const guint8 *bytes, LeatFound *piece)
{
  const guint64 raw = read_bytes (self, bytes);
  const guint32 narrow = (guint32) raw;
  LeatValue value = { .type = LEAT_TYPE_DOUBLE };
  float number;

  if (self->width == 8)
    memcpy (&value.number, &raw, sizeof raw);
  else
    {
      memcpy (&number, &narrow, sizeof narrow);
      value.number = widen (number);
    }
  if (self->factor != 1 || self->scale != 0)
    value.number = value.number * (double) self->factor / (double) leat_powers_of_ten[self->scale];
  set_value (self, piece, value);
}

/* with its leading zeros, as times have them; what is no digit stays to be seen */
static void
find_bcd (const LeatBinary *self, const LeatWork *work, const guint8 *bytes, LeatFound *piece)
{
  static const char digits[] = "0123456789ABCDEF";
  const guint n_digits = self->width * 2, n_whole = n_digits - MIN (self->scale, n_digits);
  const guint n_zeros = self->scale >= n_digits ? self->scale - n_digits + 1 : 0;
  char *text = leat_batch_alloc_bytes (work->batch, n_digits + n_zeros + 1);
  gsize length = 0;

  if (n_zeros > 0)
    {
      text[length++] = '0';
      text[length++] = '.';
      memset (text + length, '0', n_zeros - 1);
      length += n_zeros - 1;
    }
  for (guint i = 0; i < n_digits; i++)
    {
      const guint8 byte = bytes[self->is_big ? i / 2 : self->width - 1 - i / 2];

      if (i == n_whole && n_zeros == 0)
        text[length++] = '.';
      text[length++] = digits[i % 2 == 0 ? byte >> 4 : byte & 0xf];
    }
  leat_found_set_text (piece, text, length, self->offset);
}

/* what is shorter than its place is filled with NULs or blanks */
static void
find_text (const LeatBinary *self, const LeatWork *work, guint32 end, LeatFound *piece)
{
  while (end > self->offset && work->frame[end - 1] == '\0')
    end--;
  leat_found_set_text (piece, work->frame + self->offset, end - self->offset, self->offset);
  while (piece->length > 0 && piece->text[piece->length - 1] == ' ')
    piece->length--;
  if (piece->length == 0)
    piece->kind = LEAT_FOUND_EMPTY;
}

static void
find_bytes (const LeatBinary *self, const LeatWork *work, guint32 end, LeatFound *piece)
{
  const guint32 length = end - self->offset;
  guint8 *bytes = leat_batch_alloc_bytes (work->batch, length + 1);

  memcpy (bytes, work->frame + self->offset, length);
  bytes[length] = '\0';
  set_value (self, piece,
             (LeatValue) { .bytes = bytes, .length = length, .type = LEAT_TYPE_BYTES });
}

/* what the frame has only in part is not there */
void
leat_binary_find (const LeatBinary *self, const LeatWork *work, LeatFound *piece)
{
  const guint32 end = self->width != 0 ? self->offset + self->width : work->length;
  const guint8 *bytes = (const guint8 *) work->frame + self->offset;

  if (end > work->length || self->offset >= end)
    leat_found_set_nothing (piece, LEAT_FOUND_ABSENT, work->length);
  else if (self->reading == LEAT_READING_TEXT)
    find_text (self, work, end, piece);
  else if (self->reading == LEAT_READING_BYTES)
    find_bytes (self, work, end, piece);
  else if (self->reading == LEAT_READING_BCD)
    find_bcd (self, work, bytes, piece);
  else if (self->reading == LEAT_READING_FLOAT)
    find_float (self, bytes, piece);
  else
    find_number (self, work, bytes, piece);
}
