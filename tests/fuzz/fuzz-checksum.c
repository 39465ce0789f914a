/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-checksum.c - any text is a checksum or an error; one that it is agrees with itself, however
 * it stands in a frame, and with nothing else */
#include <stdint.h>
#include <string.h>
#include "leat-checksum.h"
#include "leat-error.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (const LeatChecksum *checksum, const uint8_t *data, size_t size)
{
  const guint n_bytes = (leat_checksum_get_width (checksum) + 7) / 8;
  const guint64 number = leat_checksum_compute (checksum, data, size);
  const guint64 big = GUINT64_TO_BE (number);
  guint64 little = GUINT64_TO_LE (number);
  char hex[17];

  if (n_bytes < 8)
    g_assert_cmphex (number >> leat_checksum_get_width (checksum), ==, 0);
  g_snprintf (hex, sizeof hex, "%" G_GINT64_MODIFIER "x", number);
  g_assert_true (leat_checksum_agrees (checksum, data, size, LEAT_CHECKSUM_HEX,
                                       (const guint8 *) hex, strlen (hex)));
  g_assert_true (leat_checksum_agrees (checksum, data, size, LEAT_CHECKSUM_BIG,
                                       (const guint8 *) &big + 8 - n_bytes, n_bytes));
  g_assert_true (leat_checksum_agrees (checksum, data, size, LEAT_CHECKSUM_LITTLE,
                                       (const guint8 *) &little, n_bytes));
  little ^= 1;
  g_assert_false (leat_checksum_agrees (checksum, data, size, LEAT_CHECKSUM_LITTLE,
                                        (const guint8 *) &little, n_bytes));
  /* whatever the field holds */
  for (LeatChecksumForm form = LEAT_CHECKSUM_BIG; form <= LEAT_CHECKSUM_HEX_LITTLE; form++)
    leat_checksum_agrees (checksum, data, size, form, data, MIN (size, 20));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *end = memchr (data, '\n', size);
  const size_t length = end != NULL ? (size_t) (end - data) : size;
  g_autofree char *text = g_strndup ((const char *) data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatChecksum) checksum = leat_checksum_new (text, &error);

  if (checksum == NULL)
    g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  else
    check (checksum, data + length, size - length);
  return 0;
}
