/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-reject-line.c - any bytes as lines of rejects, and any bytes refused: there and back */
#include <stdint.h>
#include <string.h>
#include "rejects/leatd-reject-line.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* what is refused comes back to the byte */
static void
try_reject (const uint8_t *data, size_t size)
{
  g_autofree char *reason = g_strndup ((const char *) data, size);
  const LeatdReject reject = {
    .source = "camera0", .stage = "framer", .reason = reason, .data = data, .length = size
  };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (LeatdRejectLine) line = NULL;
  guint64 n_lines;

  leatd_reject_line_append (json, 7, &reject);
  g_assert_true (memchr (json->str, '\n', json->len) == json->str + json->len - 1);
  g_assert_cmpuint (leatd_reject_line_count (json->str, json->len, &n_lines), ==, size);
  g_assert_cmpuint (n_lines, ==, 1);
  line = leatd_reject_line_read (json->str, json->len, NULL);
  g_assert_nonnull (line);
  g_assert_cmpuint (g_bytes_get_size (line->raw), ==, size);
  g_assert_true (size == 0 || memcmp (g_bytes_get_data (line->raw, NULL), data, size) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *exact = g_memdup2 (data, size);
  g_autoptr (LeatdRejectLine) line = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_lines;

  leatd_reject_line_count (exact, size, &n_lines);
  g_assert_cmpuint (n_lines, <=, size);
  line = leatd_reject_line_read (exact, size, &error);
  g_assert_true ((line == NULL) == (error != NULL));
  try_reject (data, size);
  return 0;
}
