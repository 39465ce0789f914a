/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-peer.h - the other end of a connected stream socket: bytes in both directions */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * SocketPeer:
 * @name: what errors begin with
 * @connection: %NULL: not connected
 * @socket: its own, non-blocking
 * @input: what is read in TLS; %NULL: it is not in TLS
 * @output: the same for what is written
 * @has_come: bytes, ever
 * @is_packets: what is read at a time was sent at a time (SOCK_SEQPACKET)
 * @close_ends_frame: an orderly close is an end, not an error
 *
 * A connection.
 */
typedef struct {
  char                  *name;
  GSocketConnection     *connection;
  GSocket               *socket;
  GPollableInputStream  *input;
  GPollableOutputStream *output;
  gboolean               has_come;
  gboolean               is_packets;
  gboolean               close_ends_frame;
} SocketPeer;

/**
 * SocketManners:
 * @keepalive: µs of silence after which the other end is asked whether it is there; 0: never
 * @no_delay: what is written goes out at once
 * @close_ends_frame: an orderly close is %LEAT_END_STREAM, not %LEAT_END_CUT
 *
 * What a connection is set to; filled by options.
 */
typedef struct {
  gint64   keepalive;
  gboolean no_delay;
  gboolean close_ends_frame;
} SocketManners;

#define SOCKET_MANNERS_OPTIONS(Type, member) \
  LEAT_OPTION_DURATION (Type, member.keepalive, .key = "keepalive", .preset = "10s", \
                        .minimum = 0, .maximum = 3.6e9, \
                        .summary = "After so long a silence, in whole seconds, the other end is " \
                                   "asked whether it is still there; one that has not answered " \
                                   "for as long again is given up. none: it is never asked."), \
  LEAT_OPTION_BOOL (Type, member.no_delay, .key = "nodelay", .preset = "yes", \
                    .summary = "What is sent goes out at once, and does not wait to be joined " \
                               "with more (TCP_NODELAY)."), \
  SOCKET_CLOSE_OPTION (Type, member)

/* for those that are not of TCP */
#define SOCKET_CLOSE_OPTION(Type, member) \
  LEAT_OPTION_BOOL (Type, member.close_ends_frame, .key = "close-ends-frame", .preset = "no", \
                    .summary = "Whether the other end says by an orderly close that what it sent " \
                               "last is whole, as the end of a file does. A machine that dies " \
                               "closes in the same way: then 1.7 may be half of 1.730, and is a " \
                               "reject.")

/* @connection: (transfer full) */
gboolean socket_peer_take     (SocketPeer *self, const char *name, GSocketConnection *connection,
                               const SocketManners *manners, GError **error);
void     socket_peer_close    (SocketPeer *self);
int      socket_peer_get_fd   (const SocketPeer *self);
/* as a LeatLinkClass's; a packet that is longer than @size ends by LEAT_END_CUT */
gssize   socket_peer_read     (SocketPeer *self, guint8 *data, gsize size, LeatArrival *arrival,
                               GError **error);
gssize   socket_peer_write    (SocketPeer *self, const guint8 *data, gsize length, GError **error);

G_END_DECLS
