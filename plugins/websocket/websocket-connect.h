/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-connect.h - connects to a service that speaks WebSocket, within a time */
#pragma once
#include <libsoup/soup.h>
#include "../tls/tls-trust.h"
G_BEGIN_DECLS

/**
 * WebsocketSetup:
 * @connect_timeout: µs for all of it: the name, TLS, the handshake
 * @protocols: (nullable): sub-protocols that are offered
 * @headers: (nullable): "NAME: VALUE" each
 * @origin: (nullable): the header of its name
 * @user: (nullable): with @password: who asks
 * @token: (nullable): the same as a bearer
 *
 * How a service is asked; filled by options.
 */
typedef struct {
  gint64 connect_timeout;
  char **protocols;
  char **headers;
  char  *origin;
  char  *user;
  char  *password;
  char  *token;
} WebsocketSetup;

/* (transfer full) (nullable): ws://HOST[:PORT][/PATH], wss:// likewise */
GUri                    *websocket_parse_device  (const char *device, GError **error);
gboolean                 websocket_check_headers (const WebsocketSetup *setup, GError **error);

/* blocks; (transfer full) (nullable): belongs to @context. @trust: (nullable): not in TLS. @socket:
 * (out) (transfer full): its own. Nothing is compressed: what comes is bounded as it comes */
SoupWebsocketConnection *websocket_connect       (GMainContext *context, GUri *uri,
                                                  const WebsocketSetup *setup,
                                                  const TlsTrust *trust, GSocket **socket,
                                                  GCancellable *cancellable, GError **error);

G_END_DECLS
