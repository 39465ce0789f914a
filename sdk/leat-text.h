/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-text.h - text of other encodings, made UTF-8 */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef enum {
  LEAT_ENCODING_UTF_8,
  LEAT_ENCODING_LATIN_1,
  LEAT_ENCODING_SHIFT_JIS,
} LeatEncoding;

/* what a byte becomes at the most */
#define LEAT_TEXT_GROWTH 3

gboolean leat_encoding_is_known (LeatEncoding encoding);
gboolean leat_text_is_ascii     (const char *text, gsize length);
gsize    leat_text_convert      (const char *text, gsize length, LeatEncoding encoding, char *utf8,
                                 gboolean *is_whole);

G_END_DECLS
