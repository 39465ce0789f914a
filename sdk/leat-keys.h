/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-keys.h - by which keys of a frame which places are found */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct {
  char *text;
  gsize length;
  guint place;
} LeatKey;

/* of LeatKey; one key may be that of several places */
typedef GArray LeatKeys;

LeatKeys      *leat_keys_new  (void);
void           leat_keys_add  (LeatKeys *self, const char *text, gsize length, guint place);
/* before the first search */
void           leat_keys_sort (LeatKeys *self);
/* the first of @n keys that are alike; NULL: there is none. Any thread */
const LeatKey *leat_keys_find (const LeatKeys *self, const char *text, gsize length, guint *n);

G_END_DECLS
