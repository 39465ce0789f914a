/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-parmrk.c - tests the decoder of PARMRK on byte arrays */
#include "../../plugins/serial/serial-parmrk.h"
#include <string.h>

/* what comes out, spelled out: good bytes as they are, bad ones in brackets, what is not used
 * behind a bar */
typedef struct {
  const char *name;
  const char *raw;
  gsize       raw_length;
  const char *text;
  gsize       count;
} Case;

static const Case cases[] = {
  { "nothing", "", 0, "", 0 },
  { "plain", "abc\r\n", 5, "abc\r\n", 5 },
  { "nul", "a\0b", 3, "a\\0b", 3 },
  { "doubled", "\xff\xff", 2, "\xff", 1 },
  { "doubled-inside", "a\xff\xff" "b", 4, "a\xff" "b", 3 },
  { "doubled-twice", "\xff\xff\xff\xff", 4, "\xff\xff", 2 },
  { "parity", "\xff\0x", 3, "[x]", 1 },
  { "parity-inside", "ab\xff\0x" "cd", 7, "ab[x]cd", 5 },
  { "parity-twice", "\xff\0x\xff\0y", 6, "[xy]", 2 },
  { "parity-and-doubled", "\xff\0x\xff\xff\xff\0y", 8, "[x]\xff[y]", 3 },
  { "bad-mark-byte", "\xff\0\xff" "a", 4, "[\xff]a", 2 },
  { "break", "a\xff\0\0b", 5, "a[\\0]b", 3 },
  { "half-mark", "a\xff", 2, "a|\xff", 2 },
  { "two-thirds-of-a-mark", "a\xff\0", 3, "a|\xff\\0", 2 },
  { "before-parmrk-was-set", "a\xff" "b", 3, "a\xff" "b", 3 },
};

static void
append_byte (GString *text, guint8 byte)
{
  if (byte == 0)
    g_string_append (text, "\\0");
  else
    g_string_append_c (text, (char) byte);
}

/* gives @raw in pieces of @piece bytes, takes it in pieces of @size */
static char *
decode (const guint8 *raw, gsize raw_length, gsize piece, gsize size)
{
  g_autoptr (GByteArray) kept = g_byte_array_new ();
  GString *text = g_string_new (NULL);
  guint8 data[64];
  gboolean open = FALSE;

  for (gsize position = 0; position < raw_length; position += piece)
    {
      g_byte_array_append (kept, raw + position, (guint) MIN (piece, raw_length - position));
      for (;;)
        {
          gsize used;
          gboolean line_error;
          gsize length = serial_parmrk_decode (kept->data, kept->len, data, size, &used,
                                               &line_error);

          g_assert_cmpuint (used, <=, kept->len);
          if (length == 0)
            {
              g_assert_cmpuint (used, ==, 0);
              break;
            }
          g_byte_array_remove_range (kept, 0, (guint) used);
          if (line_error != open)
            g_string_append_c (text, line_error ? '[' : ']');
          open = line_error;
          for (gsize i = 0; i < length; i++)
            append_byte (text, data[i]);
        }
    }

  if (open)
    g_string_append_c (text, ']');
  if (kept->len > 0)
    g_string_append_c (text, '|');
  for (guint i = 0; i < kept->len; i++)
    append_byte (text, kept->data[i]);
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  const guint8 *raw = (const guint8 *) test->raw;

  for (gsize piece = 1; piece <= MAX (test->raw_length, 1); piece++)
    for (gsize size = 1; size <= 8; size++)
      {
        g_autofree char *text = decode (raw, test->raw_length, piece, size);

        g_assert_cmpstr (text, ==, test->text);
      }

  g_assert_cmpuint (serial_parmrk_count (raw, test->raw_length), ==, test->count);
}

/* good bytes and bad ones are never given at once */
static void
test_apart (void)
{
  const guint8 raw[] = { 'a', 'b', 0xff, 0, 'x', 'c' };
  guint8 data[8];
  gboolean line_error;
  gsize used;

  g_assert_cmpuint (serial_parmrk_decode (raw, 6, data, sizeof data, &used, &line_error), ==, 2);
  g_assert_cmpuint (used, ==, 2);
  g_assert_false (line_error);
  g_assert_cmpuint (serial_parmrk_decode (raw + 2, 4, data, sizeof data, &used, &line_error), ==,
                    1);
  g_assert_cmpuint (used, ==, 3);
  g_assert_true (line_error);
  g_assert_cmpuint (data[0], ==, 'x');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/parmrk/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/serial/parmrk/apart", test_apart);
  return g_test_run ();
}
