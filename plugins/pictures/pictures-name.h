/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-name.h - what the name of a picture says of its result */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

/* image-name=: immutable, any thread */
typedef struct _PicturesName PicturesName;

PicturesName      *pictures_name_new        (const char *pattern, GError **error);
void               pictures_name_free       (PicturesName *self);
/* those in braces, in their order; ends with NULL */
const char *const *pictures_name_get_fields (const PicturesName *self);
/* (transfer full) (nullable): what its fields say, joined; "" without fields; NULL: no such name */
char              *pictures_name_read       (const PicturesName *self, const char *name);
/* appends the next field of a key: "0017" is 17 */
void               pictures_key_add         (GString *key, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PicturesName, pictures_name_free)
G_END_DECLS
