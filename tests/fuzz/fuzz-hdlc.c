/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-hdlc.c - payloads that a plain encoder frames come back, whatever noise was before them, and
 * any bytes by any options give the same however they are cut
 *
 * The first byte chooses the coding, the second how long payloads are, and the noise. */
#include "framer-any.h"

#define FLAG 0x7e
#define FORMAT 0xa000u

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct {
  const char *options[5];
  guint width; /* bits of the frame check sequence */
  guint32 polynomial;
  gboolean stuffs;
} Coding;

static const Coding codings[] = {
  { { "fcs", "16" }, 16, 0x8408, TRUE },
  { { "fcs", "32" }, 32, 0xedb88320, TRUE },
  { { "stuffing", "no" }, 16, 0x8408, FALSE },
};

/* bit by bit, as RFC 1662, appendix C, says what the tables there hold */
static guint32
compute (const Coding *coding, const guint8 *data, gsize length)
{
  const guint32 ones = coding->width == 32 ? 0xffffffff : 0xffff;
  guint32 sum = ones;

  for (gsize i = 0; i < length; i++)
    {
      sum ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = (sum & 1) != 0 ? sum >> 1 ^ coding->polynomial : sum >> 1;
    }
  return sum ^ ones;
}

static void
put_byte (GString *stream, const Coding *coding, guint8 byte)
{
  if (coding->stuffs && (byte == FLAG || byte == 0x7d))
    {
      g_string_append_c (stream, 0x7d);
      byte ^= 0x20;
    }
  g_string_append_c (stream, (char) byte);
}

/* the flag that ends a frame begins the next one, but sometimes there are more */
static void
put (GString *stream, const guint8 *payload, gsize length, gconstpointer data)
{
  const Coding *coding = data;
  const guint32 sum = compute (coding, payload, length);

  if (payload[length - 1] % 3 == 0 || stream->len == 0 ||
      (guint8) stream->str[stream->len - 1] != FLAG)
    g_string_append_c (stream, FLAG);
  for (gsize i = 0; i < length; i++)
    put_byte (stream, coding, payload[i]);
  for (guint shift = 0; shift < coding->width; shift += 8)
    put_byte (stream, coding, (guint8) (sum >> shift));
  g_string_append_c (stream, FLAG);
}

/* each @length bytes begin with the format that says so */
static void
write_formats (guint8 *data, gsize size, gsize length)
{
  const guint format = FORMAT | (guint) (length + 2);

  for (gsize at = 0; at < size; at += length)
    {
      data[at] = (guint8) (format >> 8);
      data[at + 1] = (guint8) format;
    }
}

static void
check_return (const Coding *coding, const guint8 *data, gsize size)
{
  const gsize length = 2 + data[0] * (gsize) 4;
  g_autoptr (GString) noise = framer_any_noise (data, MIN (size, data[0]), FLAG, 0);
  g_autofree guint8 *payloads = g_memdup2 (data, size);

  if (coding->stuffs)
    g_string_append_c (noise, FLAG); /* else it would be part of the first frame */
  else
    {
      size -= size % length;
      write_formats (payloads, size, length);
    }
  if (size == 0)
    return;
  framer_any_return (&hdlc_framer_class, coding->options, noise, put, coding, payloads, size,
                     length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint choice = size > 0 ? data[0] % 4 : 0;

  if (size < 4)
    return 0;
  if (choice < G_N_ELEMENTS (codings))
    check_return (&codings[choice], data + 1, size - 1);
  else
    framer_any_check (&hdlc_framer_class, data + 1, size - 1);
  return 0;
}
