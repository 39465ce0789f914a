/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-pack.c - bodies made smaller (RFC 9110, 8.4.1; RFC 8878) */
#include "rest-pack.h"
#include <zstd.h>

/* records are much alike: higher levels cost more than they save */
#define GZIP_LEVEL 6
#define ZSTD_LEVEL 3

struct _RestPack {
  GConverter *gzip;
  ZSTD_CCtx  *zstd;
};

const char *const rest_pack_kinds[] = {
  [REST_PACK_NONE] = "none",
  [REST_PACK_GZIP] = "gzip",
  [REST_PACK_ZSTD] = "zstd",
  NULL
};

RestPack *
rest_pack_new (RestPackKind kind)
{
  RestPack *self = g_new0 (RestPack, 1);

  if (kind == REST_PACK_GZIP)
    self->gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL));
  if (kind == REST_PACK_ZSTD)
    self->zstd = ZSTD_createCCtx ();
  return self;
}

void
rest_pack_free (RestPack *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->gzip);
  ZSTD_freeCCtx (self->zstd);
  g_free (self);
}

static void
run_gzip (GConverter *gzip, const GString *text, GString *out)
{
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize read_so_far = 0;

  g_converter_reset (gzip);
  g_string_set_size (out, 64 + text->len / 2);
  for (gsize written = 0; result != G_CONVERTER_FINISHED;)
    {
      g_autoptr (GError) error = NULL;
      gsize n_read, n_written;

      result = g_converter_convert (gzip, text->str + read_so_far, text->len - read_so_far,
                                    out->str + written, out->len - written,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
      if (result == G_CONVERTER_ERROR)
        {
          /* there is no other: the room is too small */
          g_string_set_size (out, out->len * 2);
          continue;
        }
      read_so_far += n_read;
      written += n_written;
      if (result == G_CONVERTER_FINISHED)
        g_string_truncate (out, written);
      else if (written == out->len)
        g_string_set_size (out, out->len * 2);
    }
}

static void
run_zstd (ZSTD_CCtx *zstd, const GString *text, GString *out)
{
  gsize length;

  g_string_set_size (out, ZSTD_compressBound (text->len));
  length = ZSTD_compressCCtx (zstd, out->str, out->len, text->str, text->len, ZSTD_LEVEL);
  g_assert (!ZSTD_isError (length));
  g_string_truncate (out, length);
}

void
rest_pack_run (RestPack *self, const GString *text, GString *out)
{
  if (self->gzip != NULL)
    run_gzip (self->gzip, text, out);
  else if (self->zstd != NULL)
    run_zstd (self->zstd, text, out);
  else
    {
      g_string_truncate (out, 0);
      g_string_append_len (out, text->str, (gssize) text->len);
    }
}
