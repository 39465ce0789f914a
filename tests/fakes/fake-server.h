/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-server.h - an HTTP server in a thread of its own, that can be told to fail */
#pragma once
#include <libsoup/soup.h>
G_BEGIN_DECLS

typedef struct _FakeServer FakeServer;

/* answers a request; in the server's thread. NULL: 200 and nothing else */
typedef void (*FakeHandler) (SoupServerMessage *message, const char *path, gpointer user_data);

/**
 * FakeRequest:
 * @method: POST
 * @target: path and query, as they were sent
 * @headers: by their names in small letters
 * @body: as it was sent
 * @status: what was answered
 *
 * What came.
 */
typedef struct {
  char       *method;
  char       *target;
  GHashTable *headers;
  GString    *body;
  guint       status;
} FakeRequest;

/**
 * FakeTrouble:
 * @FAKE_FINE: none
 * @FAKE_STATUS: @number is the status, with a page of HTML
 * @FAKE_DELAY: answers as usual, after @number milliseconds
 * @FAKE_SCATTER: the same, after up to @number milliseconds, each request after others
 * @FAKE_CLOSE_BEFORE: closes the connection before it reads the body
 * @FAKE_CLOSE_AFTER: does what it is asked, and closes the connection instead of an answer
 * @FAKE_IGNORE: reads all of it, does nothing, and closes the connection
 *
 * What a server can be told to do.
 */
typedef enum {
  FAKE_FINE,
  FAKE_STATUS,
  FAKE_DELAY,
  FAKE_SCATTER,
  FAKE_CLOSE_BEFORE,
  FAKE_CLOSE_AFTER,
  FAKE_IGNORE,
} FakeTrouble;

/* any thread */
FakeServer        *fake_server_new         (FakeHandler handler, gpointer user_data);
void               fake_server_free        (FakeServer *self);
/* on 127.0.0.1; 0: any port. TLS, if @certificate is given */
guint              fake_server_listen      (FakeServer *self, guint port,
                                            GTlsCertificate *certificate);
/* asks clients who they are; any answer will do. After listen() with a certificate */
void               fake_server_want_certificates (FakeServer *self);
void               fake_server_listen_unix (FakeServer *self, const char *path);
/* of the next @count requests; 0: of all that come */
void               fake_server_trouble     (FakeServer *self, FakeTrouble trouble, guint number,
                                            guint count);
/* a header that goes with FAKE_STATUS; a static text, NULL: none */
void               fake_server_header      (FakeServer *self, const char *name, const char *value);
/* where each request goes as a line of JSON; kept in memory, too, unless so told */
gboolean           fake_server_log         (FakeServer *self, const char *path, GError **error);
void               fake_server_forget      (FakeServer *self);
guint              fake_server_count       (FakeServer *self);
/* of those that were answered late: how many waited at the same time, at the most */
guint              fake_server_count_late  (FakeServer *self);
/* (transfer none), valid until the server is freed */
const FakeRequest *fake_server_get         (FakeServer *self, guint index);
const char        *fake_request_header     (const FakeRequest *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)
G_END_DECLS
