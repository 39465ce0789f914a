/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-json.h - finds values in JSON that others wrote (RFC 8259, RFC 6901) */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* a value as it stands in a text, without blanks around it */
typedef struct {
  const char *text;
  gsize       length;
} RestJson;

/* whether it is one value and nothing else; *@place: where it ceases to be */
gboolean rest_json_check       (const char *text, gsize length, gsize *place);
/* what a pointer such as /data/0/id leads to. The text may be cut behind it */
gboolean rest_json_find        (const char *text, gsize length, const char *pointer,
                                RestJson *value);
gboolean rest_json_is_pointer  (const char *pointer);
/* an array, from its bracket to the end of the text, where it may be cut */
gboolean rest_json_open_array  (const char *text, gsize length, const char *pointer,
                                RestJson *array);
/* *@cursor: 0 at first. FALSE: it is no array, or there are no more, or the text is cut */
gboolean rest_json_next        (const RestJson *array, gsize *cursor, RestJson *element);
/* a string without its quotes and escapes, or any other value as it stands */
char    *rest_json_to_text     (const RestJson *self);
gboolean rest_json_is_null     (const RestJson *self);

G_END_DECLS
