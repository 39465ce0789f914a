/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-pieces.c - tests the sizes of the pieces in which a recording is fed */
#include "decode/leat-decode-pieces.h"

static void
test_alike (void)
{
  static const struct {
    const char *text;
    gsize size;
  } cases[] = { { NULL, 65536 }, { "1", 1 }, { "4096", 4096 }, { "65536", 65536 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LeatDecodePieces) pieces = { 0 };

      g_assert_true (leat_decode_pieces_init (&pieces, cases[i].text, NULL));
      g_assert_cmpuint (leat_decode_pieces_next (&pieces), ==, cases[i].size);
      g_assert_cmpuint (leat_decode_pieces_next (&pieces), ==, cases[i].size);
    }
}

/* the same for the same seed, other for another, short and long ones among them */
static void
test_random (void)
{
  g_auto (LeatDecodePieces) one = { 0 };
  g_auto (LeatDecodePieces) same = { 0 };
  g_auto (LeatDecodePieces) other = { 0 };
  guint n_equal = 0, n_single = 0, n_long = 0;

  g_assert_true (leat_decode_pieces_init (&one, "random:7", NULL));
  g_assert_true (leat_decode_pieces_init (&same, "random:7", NULL));
  g_assert_true (leat_decode_pieces_init (&other, "random:4294967295", NULL));
  for (guint i = 0; i < 1000; i++)
    {
      gsize size = leat_decode_pieces_next (&one);

      g_assert_cmpuint (size, ==, leat_decode_pieces_next (&same));
      g_assert_cmpuint (size, >=, 1);
      g_assert_cmpuint (size, <=, 65536);
      n_equal += size == leat_decode_pieces_next (&other);
      n_single += size == 1;
      n_long += size > 10000;
    }
  g_assert_cmpuint (n_equal, <, 500);
  g_assert_cmpuint (n_single, >, 50);
  g_assert_cmpuint (n_long, >, 50);
}

static void
test_wrong (gconstpointer data)
{
  const char *text = data;
  g_auto (LeatDecodePieces) pieces = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
      g_strdup_printf ("--chunk: %s is neither a number of bytes from 1 to 65536 nor random:SEED "
                       "with a SEED from 0 to 4294967295",
                       text);

  g_assert_false (leat_decode_pieces_init (&pieces, text, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, expected);
}

int
main (int argc, char **argv)
{
  static const char *const wrong[] = { "",
                                       "0",
                                       "-1",
                                       "65537",
                                       "1k",
                                       "random",
                                       "random:",
                                       "random:x",
                                       "random:-1",
                                       "Random:1",
                                       "random:4294967296" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode-pieces/alike", test_alike);
  g_test_add_func ("/decode-pieces/random", test_random);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode-pieces/wrong/%u", i);

      g_test_add_data_func (path, wrong[i], test_wrong);
    }
  return g_test_run ();
}
