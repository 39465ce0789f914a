/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-columns.h - where the columns of a frame begin and end */
#pragma once
#include "leat-columns-plan.h"
G_BEGIN_DECLS

/* how a device writes its columns */
typedef struct {
  char     delimiter;
  char     quote;
  gboolean has_quote;
  gboolean is_blank[256];     /* bytes around a column that are no part of it */
  guint    n_used;            /* the highest column that is asked for, from 1 */
} LeatColumnForm;

typedef enum {
  LEAT_QUOTES_SOUND,
  LEAT_QUOTES_OPEN,           /* one is never closed */
  LEAT_QUOTES_FOLLOWED,       /* something stands behind a closing one */
} LeatQuotes;

/* column i goes from begin[i] to the delimiter before begin[i + 1] */
typedef struct {
  const char *frame;
  guint32     length;
  gboolean    has_quotes;
  guint       n;              /* columns of the frame, also those that nobody uses */
  guint32     last_begin;
  guint32     begin[LEAT_COLUMNS_MAX + 1];
} LeatColumns;

/* a column without the blanks around it; quotes are still there */
typedef struct {
  const char *text;
  gsize       length;
} LeatSpan;

LeatQuotes leat_columns_find      (LeatColumns *self, const LeatColumnForm *form, const char *frame,
                                   guint32 length);
gboolean   leat_columns_is_quoted (const LeatColumns *self, const LeatColumnForm *form, guint first,
                                   guint last);
void       leat_columns_unquote   (const LeatColumns *self, const LeatColumnForm *form, guint first,
                                   guint last, GString *text);

static inline gboolean
leat_columns_is_blank (const LeatColumnForm *form, char byte)
{
  return form->is_blank[(guint8) byte];
}

static inline LeatSpan
leat_columns_trim (const LeatColumnForm *form, LeatSpan span)
{
  const char *begin = span.text, *end = span.text + span.length;

  while (begin < end && leat_columns_is_blank (form, *begin))
    begin++;
  while (begin < end && leat_columns_is_blank (form, end[-1]))
    end--;
  return (LeatSpan) { begin, (gsize) (end - begin) };
}

/* from column @first, which is known, to @last, with the delimiters between them */
static inline LeatSpan
leat_columns_get (const LeatColumns *self, const LeatColumnForm *form, guint first, guint last)
{
  const guint32 begin = self->begin[first], end = self->begin[last + 1] - 1;

  return leat_columns_trim (form, (LeatSpan) { self->frame + begin, end - begin });
}

G_END_DECLS
