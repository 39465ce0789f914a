/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-wishes.h - which rejects are meant, and what becomes of them */
#pragma once
#include <stdio.h>
#include "decode/leat-modules.h"
G_BEGIN_DECLS

/**
 * LeatRejectsWishes:
 * @source: (nullable): a glob over the sources they are of
 * @stage: (nullable): who said no
 * @since: their time is this one or later, as they spell it; "": any
 * @json: as they are kept, not for people
 * @raw: their bytes
 * @out: where they are shown
 * @width: columns there are
 * @n_found: counts them
 * @n_broken: counts what could not be read
 *
 * What the command line says, and what came of it.
 */
typedef struct {
  const char *source;
  const char *stage;
  char        since[LEAT_VALUE_TEXT_MAX];
  gboolean    json;
  gboolean    raw;
  FILE       *out;
  glong       width;
  guint64     n_found;
  guint64     n_broken;
} LeatRejectsWishes;

static inline gboolean
leat_rejects_print (LeatRejectsWishes *self, gconstpointer data, gsize length)
{
  return fwrite (data, 1, length, self->out) == length;
}

G_END_DECLS
