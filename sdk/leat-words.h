/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-words.h - words of a device that mean something else than their letters */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct {
  char *text;
  gsize length;
  int   meaning;
} LeatWord;

/* each has one meaning; few words, looked for in each value: hence the first bytes, which tell
 * most others at once */
typedef struct {
  GArray *words;
  guint64 first_bytes[4];
} LeatWords;

void     leat_words_init  (LeatWords *self);
void     leat_words_clear (LeatWords *self);
gboolean leat_words_add   (LeatWords *self, const char *text, int meaning);
gboolean leat_words_seek  (const LeatWords *self, const char *text, gsize length, int *meaning);

/* @meaning: untouched if @text is none of them. Any thread */
static inline gboolean
leat_words_find (const LeatWords *self, const char *text, gsize length, int *meaning)
{
  const guint8 first = length > 0 ? (guint8) text[0] : 0;

  return (self->first_bytes[first / 64] >> first % 64 & 1) != 0 &&
         leat_words_seek (self, text, length, meaning);
}

G_END_DECLS
