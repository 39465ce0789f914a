/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-json.h - how a service of Django REST framework reads and refuses, as it was recorded */
#pragma once
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
G_BEGIN_DECLS

/* an answer; @json is taken over */
void        fake_answer       (SoupServerMessage *message, guint status, GString *json);
void        fake_answer_text  (SoupServerMessage *message, guint status, const char *json);
/* the page of HTML that comes with an exception */
void        fake_answer_crash (SoupServerMessage *message);
/* 301 to the same path with a slash behind it */
void        fake_answer_slash (SoupServerMessage *message, const char *path);

/* The object in the request: (transfer full). NULL: it was refused, and answered: 415 for what is
 * no JSON, 400 for what cannot be read, 500 for what is no object. JSON in a JSON string is read,
 * too: then what cannot be read is a 500 */
JsonObject *fake_read_object  (SoupServerMessage *message);

/* 0, "0", " 0" or "1.0" */
gboolean    fake_is_integer   (JsonNode *node, gint64 *integer);
/* 1.5, "1.5" or null: NAN */
gboolean    fake_is_number    (JsonNode *node, double *number);
/* as the service shows it: with T and +08:00; naive is Asia/Taipei. (transfer full) (nullable) */
char       *fake_read_time    (const char *text);

/* null for NAN; the shortest digits that are the same */
void        fake_append_number (GString *json, double number);
void        fake_append_text   (GString *json, const char *text);
/* {"machine":["…"]} */
void        fake_refuse        (SoupServerMessage *message, const char *field, const char *format,
                                ...) G_GNUC_PRINTF (3, 4);

#define FAKE_REQUIRED "This field is required."

G_END_DECLS
