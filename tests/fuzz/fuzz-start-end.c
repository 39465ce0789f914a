/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-start-end.c - payloads that a plain encoder escapes come back, whatever noise was before
 * them, and any bytes by any options give the same however they are cut
 *
 * The first byte chooses between the two; then it is how frames are written, how long payloads and
 * noise are, and payloads. */
#include "framer-any.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct {
  const char *start;
  const char *end;
  const char *escaped; /* bytes that an escape stands before */
  guint8 escape;
  guint8 turned;
  gboolean is_check_behind;
  const char *options[17];
} Coding;

static const Coding codings[] = {
  { "\x10\x02",
    "\x10\x03",
    "\x10",
    0x10,
    0,
    FALSE,
    { "start", "\\x10\\x02", "end", "\\x10\\x03", "escape", "\\x10", "checksum", "xor8",
      "checksum-range", "2:" } },
  { "\x02",
    "\x03",
    "\x02\x03\x1b",
    0x1b,
    0x80,
    TRUE,
    { "escape", "\\x1b", "escape-style", "any", "escape-xor", "128", "checksum", "xor8",
      "checksum-range", "1:-1", "checksum-behind-end", "yes" } },
};

static void
put_byte (GString *stream, guint8 byte, const Coding *coding)
{
  gboolean is_escaped = FALSE;

  for (const char *escaped = coding->escaped; *escaped != '\0'; escaped++)
    is_escaped |= (guint8) *escaped == byte;
  if (is_escaped)
    g_string_append_c (stream, (char) coding->escape);
  g_string_append_c (stream, (char) (is_escaped ? byte ^ coding->turned : byte));
}

static void
put (GString *stream, const guint8 *payload, gsize length, gconstpointer data)
{
  const Coding *coding = data;
  guint8 check = 0;

  g_string_append (stream, coding->start);
  for (gsize i = 0; i < length; i++)
    {
      check ^= payload[i];
      put_byte (stream, payload[i], coding);
    }
  if (!coding->is_check_behind)
    put_byte (stream, check, coding);
  g_string_append (stream, coding->end);
  if (coding->is_check_behind)
    g_string_append_c (stream, (char) check);
}

static void
check_payloads (const guint8 *choices, const guint8 *data, gsize size)
{
  const Coding *coding = &codings[choices[0] % G_N_ELEMENTS (codings)];
  const gsize n_noise = MIN (size, choices[2]);
  g_autoptr (GString) noise = framer_any_noise (data, n_noise, (guint8) coding->start[0], 0);

  if (noise->len > 0 && (guint8) noise->str[noise->len - 1] == coding->escape)
    noise->str[noise->len - 1] = 0;
  framer_any_return (&start_end_framer_class, coding->options, noise, put, coding, data, size,
                     (gsize) 1 + choices[1] * 4u);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 6)
    return 0;
  if (data[0] % 2 == 0)
    check_payloads (data + 1, data + 4, size - 4);
  else
    framer_any_check (&start_end_framer_class, data + 1, size - 1);
  return 0;
}
