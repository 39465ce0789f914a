/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hex-dump.c - tests bytes in hex and as text */
#include "look/hex-dump.h"
#include <string.h>

typedef struct {
  const char *path;
  const char *bytes;
  guint64     offset;
  const char *text;
} Case;

static const Case cases[] = {
  { "/hex-dump/nothing", "", 17, "" },
  { "/hex-dump/few", "a\r\n", 0,
    "00000000  61 0d 0a                                          |a..|\n" },
  { "/hex-dump/a-row", "0123456789abcdef", 16,
    "00000010  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n" },
  { "/hex-dump/rows", "0123456789abcdef\x1b\xff", 4711,
    "00001267  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
    "00001277  1b ff                                             |..|\n" },
  { "/hex-dump/far", "x", G_GUINT64_CONSTANT (0x123456789a),
    "123456789a  78                                                |x|\n" },
};

static void
test_hex_dump (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GString) text = g_string_new (NULL);

  leat_hex_dump_append (text, (const guint8 *) c->bytes, strlen (c->bytes), c->offset);
  g_assert_cmpstr (text->str, ==, c->text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_hex_dump);
  return g_test_run ();
}
