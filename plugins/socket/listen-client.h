/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-client.h - a client of a listening link, and how long it has been silent */
#pragma once
#include "socket-peer.h"
G_BEGIN_DECLS

/**
 * ListenCrowd:
 * @idle_timeout: µs after which a silent client is sent away; 0: never
 * @silent: of ListenClient, the longest silent first
 * @timer: (nullable): fires when that one has been silent for too long
 *
 * All clients of a link.
 */
typedef struct {
  gint64   idle_timeout;
  GQueue   silent;
  GSource *timer;
} ListenCrowd;

/* in the thread's main context */
void      listen_crowd_open  (ListenCrowd *self, gint64 idle_timeout);
/* another one; who has been silent for longer is sent away by it, but for what was silent when
 * nobody was counting */
void      listen_crowd_set_timeout (ListenCrowd *self, gint64 idle_timeout);
/* they are closed */
void      listen_crowd_close (ListenCrowd *self);

/* @connection: (transfer full); its link, for accept() */
LeatLink *listen_client_new  (LeatLink *listener, ListenCrowd *crowd, const char *name,
                              GSocketConnection *connection, const SocketManners *manners,
                              GError **error);

G_END_DECLS
