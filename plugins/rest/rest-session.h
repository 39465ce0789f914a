/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-session.h - sends requests over connections that are kept */
#pragma once
#include "rest-exchange.h"
#include "rest-tls.h"
G_BEGIN_DECLS

/**
 * RestSessionSettings:
 * @connect_timeout: microseconds until a request can be sent: name, connection, TLS
 * @timeout: microseconds from then until all of the answer is there
 * @stall_timeout: microseconds, meanwhile, in which something has to move; 0: no limit
 * @idle_timeout: microseconds for which a connection is kept that is not used
 * @answer_size: bytes of an answer that are read
 * @proxy: "none", "system", or the address of one
 * @no_proxy: (nullable): names and networks that are reached without it
 * @unix_socket: (nullable): where connections go, whatever the address says
 * @tls: (nullable): whom it trusts
 *
 * How a session behaves.
 */
typedef struct {
  gint64   connect_timeout;
  gint64   timeout;
  gint64   stall_timeout;
  gint64   idle_timeout;
  gint64   answer_size;
  char    *proxy;
  char   **no_proxy;
  char    *unix_socket;
  RestTls *tls;
} RestSessionSettings;

/* LEAT_ERROR_CONFIG begins with the key of the wrong one */
gboolean     rest_session_check    (const RestSessionSettings *settings, GError **error);

/* made, used and freed in one thread */
typedef struct _RestSession RestSession;

RestSession *rest_session_new      (const RestSessionSettings *settings);
void         rest_session_free     (RestSession *self);

/* TRUE: there is a status. Blocks. LEAT_ERROR_HELD: TLS or the request itself cannot do;
 * G_IO_ERROR_CANCELLED by @cancellable; else LEAT_ERROR_DISCONNECTED: it may have been processed */
gboolean     rest_session_exchange (RestSession *self, const RestRequest *request,
                                    RestAnswer *answer, GCancellable *cancellable, GError **error);

/* whether the last request got as far as a connection: if not, nobody has seen it */
gboolean     rest_session_has_sent (const RestSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestSession, rest_session_free)
G_END_DECLS
