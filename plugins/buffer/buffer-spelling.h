/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-spelling.h - reads back what leat-json.h writes: strings, times, bytes, numbers */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* a text that is read from its beginning to its end; nothing stands behind @end */
typedef struct {
  const char *cursor;
  const char *end;
} BufferText;

/* TRUE: it stood there, and the cursor is behind it */
static inline gboolean
buffer_text_take (BufferText *self, char character)
{
  if (self->cursor == self->end || *self->cursor != character)
    return FALSE;
  self->cursor++;
  return TRUE;
}

static inline gboolean
buffer_text_is_at_end (const BufferText *self)
{
  return self->cursor == self->end;
}

gboolean buffer_text_take_literal (BufferText *self, const char *literal, gsize length);
/* A JSON string: where it stands, or @scratch if it had escapes: valid until @scratch is used
 * again. FALSE: it is none, or none of leat-json.h. */
gboolean buffer_text_take_string  (BufferText *self, GString *scratch, const char **string,
                                   gsize *length);
/* what a JSON number is made of, at least one of them */
gboolean buffer_text_take_number  (BufferText *self, const char **number, gsize *length);

/* RFC 3339 in UTC, with up to nine digits of a fraction */
gboolean buffer_spelling_time     (const char *text, gsize length, gint64 *time);
/* base64 as leat_json_append_base64() writes it; NULL: it is none */
GBytes  *buffer_spelling_bytes    (const char *text, gsize length);
gboolean buffer_spelling_double   (const char *text, gsize length, double *number);

G_END_DECLS
