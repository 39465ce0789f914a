/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-pack.c - tests that what was made smaller is what it was */
#include "rest-pack.h"
#include <zstd.h>

static GString *
unpack_gzip (const GString *packed)
{
  g_autoptr (GZlibDecompressor) gzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream)
      inner = g_memory_input_stream_new_from_data (packed->str, (gssize) packed->len, NULL);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (inner, G_CONVERTER (gzip));
  GString *text = g_string_new (NULL);
  char buffer[1000];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_cmpint (n, ==, 0);
  return text;
}

static GString *
unpack_zstd (const GString *packed)
{
  unsigned long long length = ZSTD_getFrameContentSize (packed->str, packed->len);
  GString *text = g_string_new (NULL);

  g_string_set_size (text, (gsize) length);
  g_assert_cmpuint (ZSTD_decompress (text->str, text->len, packed->str, packed->len), ==,
                    text->len);
  return text;
}

/* of all lengths, and of bytes that do not become fewer */
static void
test_pack (gconstpointer data)
{
  RestPackKind kind = (RestPackKind) GPOINTER_TO_INT (data);
  static const guint lengths[] = { 0, 1, 100, 5000, 300000 };
  RestPack *pack = rest_pack_new (kind);
  g_autoptr (GString) packed = g_string_new ("old");

  for (guint i = 0; i < 2 * G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) back = NULL;

      for (guint j = 0; j < lengths[i / 2]; j++)
        g_string_append_c (text, (char) (i % 2 == 0 ? 'a' + j % 7 : (guint) g_test_rand_int ()));
      rest_pack_run (pack, text, packed);
      if (kind == REST_PACK_NONE)
        back = g_string_new_len (packed->str, (gssize) packed->len);
      else
        back = kind == REST_PACK_GZIP ? unpack_gzip (packed) : unpack_zstd (packed);
      g_assert_true (g_string_equal (back, text));
    }
  rest_pack_free (pack);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/rest-pack/none", GINT_TO_POINTER (REST_PACK_NONE), test_pack);
  g_test_add_data_func ("/rest-pack/gzip", GINT_TO_POINTER (REST_PACK_GZIP), test_pack);
  g_test_add_data_func ("/rest-pack/zstd", GINT_TO_POINTER (REST_PACK_ZSTD), test_pack);
  return g_test_run ();
}
