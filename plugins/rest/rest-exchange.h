/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-exchange.h - a request, and what was answered */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * RestRequest:
 * @method: POST
 * @uri: where to
 * @headers: (nullable): name, value, name, value, … %NULL
 * @content_type: (nullable): of @body
 * @content_encoding: (nullable): likewise
 * @body: (nullable): as it is to be sent; %NULL: none
 * @is_single: it must not be sent twice, not even if a connection that was kept is dead
 *
 * What is to be sent. It owns nothing: whoever fills it keeps all of it until the answer is there.
 */
typedef struct {
  const char        *method;
  GUri              *uri;
  const char *const *headers;
  const char        *content_type;
  const char        *content_encoding;
  GBytes            *body;
  gboolean           is_single;
} RestRequest;

/**
 * RestAnswer:
 * @status: 0: none was read
 * @reason: the words beside it
 * @type: (nullable): of @body, in small letters: text/html
 * @body: as much of it as is kept; a NUL follows
 * @is_cut: there was more
 * @is_broken: it ended before its end
 * @retry_after: (nullable): the header
 * @location: (nullable): likewise
 *
 * What was answered.
 */
typedef struct {
  guint    status;
  char    *reason;
  char    *type;
  GString *body;
  gboolean is_cut;
  gboolean is_broken;
  char    *retry_after;
  char    *location;
} RestAnswer;

void  rest_answer_init     (RestAnswer *self);
void  rest_answer_reset    (RestAnswer *self);
void  rest_answer_clear    (RestAnswer *self);
/* its status, and the beginning of its body as one line of printable text */
char *rest_answer_describe (const RestAnswer *self);

/* POST http://mes/boards/records/, without what may be secret: user, password, query */
char *rest_request_describe (const RestRequest *self);

/* likewise of an address, or of what should be one */
char *rest_address_describe (const char *text);

G_END_DECLS
