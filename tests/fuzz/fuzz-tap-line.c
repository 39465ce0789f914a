/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-tap-line.c - whatever comes out of a tap is text for a terminal, which it cannot steer */
#include <stdint.h>
#include <string.h>
#include "bus/tap-line.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_autoptr (GString) text = g_string_new (NULL);

  g_strdelimit (line, "\n", ' ');
  leat_tap_line_append (text, line, LEAT_TEXT_PLAIN);
  g_assert_true (g_str_has_suffix (text->str, "\n"));
  g_assert_true (g_utf8_validate (text->str, (gssize) text->len, NULL));
  for (const char *c = text->str; *c != '\0'; c++)
    g_assert_true (*c == '\n' || !g_ascii_iscntrl (*c));
  return 0;
}
