/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-wire.c - where a simulated machine is met: a pseudo-terminal, or a TCP port */
#include "simulate-wire.h"
#include "leat-host.h"
#include <errno.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

static gboolean
bind_any (LeatSimulatedWire *self, guint16 tcp_port, GError **error)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, tcp_port);
  g_autoptr (GSocketAddress) bound = NULL;

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 error);
  if (self->listener == NULL || !g_socket_bind (self->listener, address, TRUE, error))
    return FALSE;
  g_socket_set_listen_backlog (self->listener, 4);
  g_socket_set_blocking (self->listener, FALSE);
  if (!g_socket_listen (self->listener, error))
    return FALSE;

  bound = g_socket_get_local_address (self->listener, error);
  if (bound == NULL)
    return FALSE;
  self->name = g_strdup_printf ("tcp://127.0.0.1:%u",
                                g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return TRUE;
}

/**
 * leat_simulated_wire_open:
 * @self: (out caller-allocated): a wire
 * @link: (nullable): a name for the pseudo-terminal
 * @tcp_port: or a port to listen on, 0: a free one; -1: none
 * @funcs: what is to be done
 * @user_data: for @funcs
 * @error: return location
 *
 * Makes a wire that is pulled out. One peer at a time is served; others wait.
 *
 * Returns: %FALSE if there is no such place to be had
 */
gboolean
leat_simulated_wire_open (LeatSimulatedWire *self, const char *link, int tcp_port,
                          const LeatSimulatedWireFuncs *funcs, gpointer user_data, GError **error)
{
  *self = (LeatSimulatedWire) { .funcs = *funcs, .user_data = user_data };
  if (!leat_simulated_port_init (&self->port, link, error))
    return FALSE;
  if (tcp_port < 0 || bind_any (self, (guint16) tcp_port, error))
    return TRUE;
  g_prefix_error (error, "--listen %d: ", tcp_port);
  return FALSE;
}

/**
 * leat_simulated_wire_clear:
 * @self: a wire
 */
void
leat_simulated_wire_clear (LeatSimulatedWire *self)
{
  leat_simulated_wire_unplug (self);
  leat_simulated_port_clear (&self->port);
  g_clear_object (&self->listener);
  g_clear_pointer (&self->name, g_free);
}

/* the end that is spoken into; -1: nobody is there */
static int
get_fd (const LeatSimulatedWire *self)
{
  if (self->listener == NULL)
    return self->port.master;
  return self->peer != NULL ? g_socket_get_fd (self->peer) : -1;
}

static void
remove_source (guint *source)
{
  if (*source != 0)
    g_source_remove (*source);
  *source = 0;
}

/* the connection is gone; the next may come */
static void
drop_peer (LeatSimulatedWire *self)
{
  remove_source (&self->output);
  remove_source (&self->input);
  g_clear_object (&self->peer);
  self->is_shut = FALSE;
  self->funcs.closed (self->user_data);
}

static gboolean
on_input (int fd, GIOCondition condition, gpointer user_data)
{
  LeatSimulatedWire *self = user_data;
  guint8 bytes[4096];
  gssize got = read (fd, bytes, sizeof bytes);

  /* who writes at once has opened the port: that may be told of later */
  if (got > 0 && self->listener == NULL && self->arrival != 0)
    {
      remove_source (&self->arrival);
      leat_simulated_port_take_reader (&self->port);
      self->funcs.opened (self->user_data);
    }
  if (got > 0)
    self->funcs.heard (self->user_data, bytes, (gsize) got);
  else if (self->peer != NULL && (got == 0 || (errno != EAGAIN && errno != EINTR)))
    {
      self->input = 0;
      drop_peer (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
listen_in (LeatSimulatedWire *self)
{
  self->input = g_unix_fd_add (get_fd (self), G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, self);
}

static gboolean
on_reader (int fd, GIOCondition condition, gpointer user_data)
{
  LeatSimulatedWire *self = user_data;

  leat_simulated_port_take_reader (&self->port);
  self->arrival = 0;
  self->funcs.opened (self->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_connection (int fd, GIOCondition condition, gpointer user_data)
{
  LeatSimulatedWire *self = user_data;
  g_autoptr (GSocket) peer = g_socket_accept (self->listener, NULL, NULL);

  if (peer == NULL)
    return G_SOURCE_CONTINUE;
  g_socket_set_blocking (peer, FALSE);
  g_socket_set_option (peer, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  self->peer = g_steal_pointer (&peer);
  self->arrival = 0;
  listen_in (self);
  self->funcs.opened (self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * leat_simulated_wire_plug:
 * @self: a wire that is pulled out
 * @error: return location
 *
 * Plugs it in. leat_simulated_wire_await() has it wait for somebody.
 *
 * Returns: %FALSE if the system has no pseudo-terminal
 */
gboolean
leat_simulated_wire_plug (LeatSimulatedWire *self, GError **error)
{
  if (self->listener != NULL)
    return TRUE;
  if (!leat_simulated_port_plug (&self->port, error))
    return FALSE;
  g_free (self->name);
  self->name = g_strdup (self->port.link != NULL ? self->port.link : self->port.name);
  listen_in (self);
  return TRUE;
}

/**
 * leat_simulated_wire_await:
 * @self: a wire that is plugged in
 *
 * Has it wait for somebody who opens the pseudo-terminal, or connects.
 */
void
leat_simulated_wire_await (LeatSimulatedWire *self)
{
  if (self->arrival != 0 || self->peer != NULL)
    return;
  if (self->listener != NULL)
    self->arrival = g_unix_fd_add (g_socket_get_fd (self->listener), G_IO_IN, on_connection, self);
  else
    self->arrival = g_unix_fd_add (self->port.watch, G_IO_IN, on_reader, self);
}

/**
 * leat_simulated_wire_unplug:
 * @self: a wire
 *
 * Pulls it out: what was not read is lost, a connection is closed. Who connects meanwhile waits.
 */
void
leat_simulated_wire_unplug (LeatSimulatedWire *self)
{
  remove_source (&self->input);
  remove_source (&self->output);
  remove_source (&self->arrival);
  g_clear_object (&self->peer);
  self->is_shut = FALSE;
  leat_simulated_port_unplug (&self->port);
}

/**
 * leat_simulated_wire_write:
 * @self: a wire
 * @bytes: what is said
 * @length: of @bytes
 *
 * Returns: how much of it was taken: 0: there is no room; -1: nobody is there
 */
gssize
leat_simulated_wire_write (LeatSimulatedWire *self, const guint8 *bytes, gsize length)
{
  int fd = get_fd (self);
  gssize taken;

  if (fd < 0 || self->is_shut)
    return -1;
  taken = write (fd, bytes, length);
  if (taken < 0)
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
  return taken;
}

static gboolean
on_room (int fd, GIOCondition condition, gpointer user_data)
{
  LeatSimulatedWire *self = user_data;

  self->output = 0;
  self->funcs.room (self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * leat_simulated_wire_await_room:
 * @self: a wire on which somebody is
 *
 * Has it tell when more can be written.
 */
void
leat_simulated_wire_await_room (LeatSimulatedWire *self)
{
  if (self->output == 0 && get_fd (self) >= 0)
    self->output = g_unix_fd_add (get_fd (self), G_IO_OUT | G_IO_ERR | G_IO_HUP, on_room, self);
}

/**
 * leat_simulated_wire_shut:
 * @self: a wire
 *
 * Says no more on a connection: who has read all of it sees its end. What it still says is heard,
 * so that nothing of what is under way is thrown away.
 */
void
leat_simulated_wire_shut (LeatSimulatedWire *self)
{
  if (self->peer == NULL || self->is_shut)
    return;
  remove_source (&self->output);
  g_socket_shutdown (self->peer, FALSE, TRUE, NULL);
  self->is_shut = TRUE;
}

/**
 * leat_simulated_wire_is_tcp:
 * @self: a wire
 *
 * Returns: whether it is a TCP port
 */
gboolean
leat_simulated_wire_is_tcp (const LeatSimulatedWire *self)
{
  return self->listener != NULL;
}

/**
 * leat_simulated_wire_is_drained:
 * @self: a wire that is plugged in
 *
 * Returns: whether all that was written has been read, as far as the system knows: over TCP,
 *   whether the peer has gone
 */
gboolean
leat_simulated_wire_is_drained (const LeatSimulatedWire *self)
{
  if (self->listener != NULL)
    return self->peer == NULL;
  return self->port.master < 0 || leat_simulated_port_is_drained (&self->port);
}
