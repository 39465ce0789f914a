/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-text.h - a text that grows, and is written to without a check for each byte */
#pragma once
#include <string.h>
#include "leat.h"
G_BEGIN_DECLS

typedef struct {
  char *data;
  gsize length;
  gsize capacity;
} CsvText;

/* room for @size bytes behind what is there: where they begin */
static inline char *
csv_text_reserve (CsvText *self, gsize size)
{
  if (G_UNLIKELY (self->capacity - self->length < size))
    {
      self->capacity = MAX (self->capacity * 2, self->length + size);
      self->data = g_realloc (self->data, self->capacity);
    }
  return self->data + self->length;
}

/* what was written into the room ends at @end */
static inline void
csv_text_commit (CsvText *self, const char *end)
{
  self->length = (gsize) (end - self->data);
}

static inline void
csv_text_append (CsvText *self, const char *text)
{
  gsize length = strlen (text);

  memcpy (csv_text_reserve (self, length), text, length);
  self->length += length;
}

static inline void
csv_text_clear (CsvText *self)
{
  g_free (self->data);
  *self = (CsvText) { 0 };
}

G_END_DECLS
