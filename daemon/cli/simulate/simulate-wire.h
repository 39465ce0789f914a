/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-wire.h - where a simulated machine is met: a pseudo-terminal, or a TCP port */
#pragma once
#include "simulate-port.h"
G_BEGIN_DECLS

/**
 * LeatSimulatedWireFuncs:
 * @opened: somebody is there
 * @heard: bytes came; a connection may be gone behind that
 * @closed: the connection that was there is gone
 * @room: there is room for more, asked for by leat_simulated_wire_await_room()
 *
 * What happens on a wire. Called in the thread of the main context.
 */
typedef struct {
  void (*opened) (gpointer user_data);
  void (*heard)  (gpointer user_data, const guint8 *bytes, gsize length);
  void (*closed) (gpointer user_data);
  void (*room)   (gpointer user_data);
} LeatSimulatedWireFuncs;

/**
 * LeatSimulatedWire:
 * @funcs: what is to be done
 * @user_data: for @funcs
 * @port: the pseudo-terminal
 * @listener: (nullable): or the TCP port
 * @peer: (nullable): who is connected to it
 * @name: of the place, as a key file's device= takes it; of a port, once it is plugged in
 * @input: source of bytes
 * @output: source of room
 * @arrival: source of those who come
 * @is_shut: no more is said; the peer is to close, too
 */
typedef struct {
  LeatSimulatedWireFuncs  funcs;
  gpointer                user_data;
  LeatSimulatedPort       port;
  GSocket                *listener;
  GSocket                *peer;
  char                   *name;
  guint                   input;
  guint                   output;
  guint                   arrival;
  gboolean                is_shut;
} LeatSimulatedWire;

gboolean leat_simulated_wire_open       (LeatSimulatedWire *self, const char *link, int tcp_port,
                                         const LeatSimulatedWireFuncs *funcs, gpointer user_data,
                                         GError **error);
void     leat_simulated_wire_clear      (LeatSimulatedWire *self);
gboolean leat_simulated_wire_plug       (LeatSimulatedWire *self, GError **error);
void     leat_simulated_wire_unplug     (LeatSimulatedWire *self);
void     leat_simulated_wire_await      (LeatSimulatedWire *self);
gssize   leat_simulated_wire_write      (LeatSimulatedWire *self, const guint8 *bytes,
                                         gsize length);
void     leat_simulated_wire_await_room (LeatSimulatedWire *self);
void     leat_simulated_wire_shut       (LeatSimulatedWire *self);
gboolean leat_simulated_wire_is_tcp     (const LeatSimulatedWire *self);
gboolean leat_simulated_wire_is_drained (const LeatSimulatedWire *self);

G_END_DECLS
