/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-length.c - payloads that a plain encoder frames come back, whatever noise was before them,
 * and any bytes by any options give the same however they are cut
 *
 * The first byte chooses between the two; then it is how frames are written, how long payloads and
 * noise are, and payloads. */
#include "framer-any.h"

#define SYNC 0xb5

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct {
  const char *name;
  guint width;
  guint64 (*compute) (const guint8 *data, gsize length);
} Check;

typedef struct {
  guint width;
  guint form; /* big, little, decimal, hex */
  gboolean is_check_little;
  gboolean has_trailer;
  const Check *check;
} Coding;

static const char *const forms[] = { "big", "little", "decimal", "hex" };

static guint64
compute_sum (const guint8 *data, gsize length)
{
  guint8 sum = 0;

  while (length-- > 0)
    sum = (guint8) (sum + *data++);
  return sum;
}

static guint64
compute_fletcher (const guint8 *data, gsize length)
{
  guint8 first = 0, second = 0;

  while (length-- > 0)
    {
      first = (guint8) (first + *data++);
      second = (guint8) (second + first);
    }
  return (guint64) second << 8 | first;
}

/* Modbus over serial line, 6.2.2: bit by bit */
static guint64
compute_modbus (const guint8 *data, gsize length)
{
  guint64 rest = 0xffff;

  while (length-- > 0)
    {
      rest ^= *data++;
      for (guint i = 0; i < 8; i++)
        rest = rest >> 1 ^ ((rest & 1) != 0 ? 0xa001 : 0);
    }
  return rest;
}

static const Check checks[] = { { NULL, 0, NULL },
                                { "sum8", 1, compute_sum },
                                { "fletcher-8", 2, compute_fletcher },
                                { "crc-16/modbus", 2, compute_modbus } };

static void
put_bytes (GString *stream, guint64 number, guint width, gboolean is_little)
{
  for (guint i = 0; i < width; i++)
    g_string_append_c (stream, (char) (number >> 8 * (is_little ? i : width - 1 - i)));
}

static void
put (GString *stream, const guint8 *payload, gsize length, gconstpointer coding)
{
  const Coding *self = coding;
  const gsize begin = stream->len;

  g_string_append_c (stream, (char) SYNC);
  if (self->form == 2)
    g_string_append_printf (stream, "%0*zu", (int) self->width, length);
  else if (self->form == 3)
    g_string_append_printf (stream, "%0*zX", (int) self->width, length);
  else
    put_bytes (stream, length, self->width, self->form == 1);
  g_string_append_len (stream, (const char *) payload, (gssize) length);
  if (self->check->name != NULL)
    put_bytes (stream,
               self->check->compute ((const guint8 *) stream->str + begin + 1,
                                     stream->len - begin - 1),
               self->check->width, self->is_check_little);
  if (self->has_trailer)
    g_string_append (stream, "\r\n");
}

/* @choices: 4 bytes */
static void
check_payloads (const guint8 *choices, const guint8 *data, gsize size)
{
  const Coding coding = { .width = 4 + choices[0] / 4 % 5,
                          .form = choices[0] % 4,
                          .is_check_little = choices[1] % 2 != 0,
                          .has_trailer = choices[1] / 2 % 2 != 0,
                          .check = &checks[choices[1] / 4 % G_N_ELEMENTS (checks)] };
  const gsize length = (gsize) 1 + choices[2] * 8u;
  g_autoptr (GString) noise = framer_any_noise (data, MIN (size, choices[3]), SYNC, 0);
  g_autofree char *width = g_strdup_printf ("%u", coding.width);
  g_autofree char *adjust = g_strdup_printf ("%u", 1 + coding.width + coding.check->width +
                                                       (coding.has_trailer ? 2 : 0));
  const char *options[] = { "sync",
                            "\\xb5",
                            "length-at",
                            "1",
                            "length-width",
                            width,
                            "length-form",
                            forms[coding.form],
                            "length-adjust",
                            adjust,
                            "trailer",
                            coding.has_trailer ? "\\r\\n" : "",
                            "checksum",
                            coding.check->name != NULL ? coding.check->name : "",
                            "checksum-form",
                            coding.is_check_little ? "little" : "big",
                            "checksum-range",
                            "1:",
                            NULL };

  framer_any_return (&length_framer_class, options, noise, put, &coding, data, size, length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 6)
    return 0;
  if (data[0] % 2 == 0)
    check_payloads (data + 1, data + 5, size - 5);
  else
    framer_any_check (&length_framer_class, data + 1, size - 1);
  return 0;
}
