/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-link.c - many clients that connect to one port, as a link */
#include "listen-link.h"
#include "listen-client.h"
#include "listen-socket.h"
#include "socket-allow.h"
#include <fcntl.h>
#include <unistd.h>

/* that a socket in order has at once */
#define FAILURES_MAX 1000

typedef struct {
  LeatLink link;
  gint64 max_clients;
  gint64 idle_timeout;
  char **allow;
  SocketManners manners;

  SocketAllow *allowed;
  char *device;
  GSocket *socket;
  int spare; /* a descriptor that is given up when there is none left, to refuse who waits */
  ListenCrowd crowd;
} ListenLink;

static const LeatOption listen_link_options[] = {
  LEAT_OPTION_INT (ListenLink, max_clients, .key = "max-clients", .preset = "100", .minimum = 1,
                   .maximum = 100000,
                   .summary = "Clients that are connected at a time; who comes when there are as "
                              "many is refused."),
  LEAT_OPTION_DURATION (ListenLink, idle_timeout, .key = "idle-timeout", .preset = "none",
                        .minimum = 0, .maximum = 3.2e13,
                        .summary = "A client that has sent nothing for so long is sent away. none: "
                                   "it may stay; one that is gone is found by keepalive=."),
  LEAT_OPTION_LIST (ListenLink, allow, .key = "allow",
                    .summary = "Addresses and networks whose clients are let in, as in "
                               "10.0.0.7;192.168.3.0/24. Without it everybody is."),
  SOCKET_MANNERS_OPTIONS (ListenLink, manners),
  LEAT_OPTION_END,
};

static gboolean
listen_link_init (LeatLink *link, GError **error)
{
  ListenLink *self = (ListenLink *) link;

  self->spare = -1;
  self->allowed = socket_allow_new ((const char *const *) self->allow, error);
  return self->allowed != NULL;
}

static void
listen_link_clear (LeatLink *link)
{
  ListenLink *self = (ListenLink *) link;

  g_clear_pointer (&self->allowed, socket_allow_free);
  g_clear_pointer (&self->device, g_free);
}

static gboolean
listen_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_auto (SocketAddress) address = { 0 };

  if (!socket_address_parse (&address, device, error))
    return FALSE;
  if (g_hostname_is_ip_address (address.host))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "\"%s\" is no address of this machine; listen://0.0.0.0:%u or listen://[::]:%u is "
               "right for all of them",
               address.host, address.port, address.port);
  return FALSE;
}

static int
open_spare (void)
{
  return open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void
listen_on (ListenLink *self, GSocket *socket, const char *device)
{
  self->socket = socket;
  g_free (self->device);
  self->device = g_strdup (device);
  self->spare = open_spare ();
  listen_crowd_open (&self->crowd, self->idle_timeout);
}

static gboolean
listen_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  g_auto (SocketAddress) address = { 0 };
  GSocket *socket = NULL;

  if (socket_address_parse (&address, device, error))
    socket = listen_socket_new (&address, error);
  if (socket == NULL)
    {
      g_prefix_error (error, "%s: ", device);
      return FALSE;
    }
  listen_on ((ListenLink *) link, socket, device);
  return TRUE;
}

static gboolean
listen_link_adopt (LeatLink *link, const char *device, int fd, GError **error)
{
  g_auto (SocketAddress) address = { 0 };
  GSocket *socket = NULL;

  if (socket_address_parse (&address, device, error))
    socket = listen_socket_adopt (&address, fd, error);
  if (socket != NULL)
    listen_on ((ListenLink *) link, socket, device);
  return socket != NULL;
}

static void
listen_link_close (LeatLink *link)
{
  ListenLink *self = (ListenLink *) link;

  listen_crowd_close (&self->crowd);
  g_clear_object (&self->socket);
  if (self->spare >= 0)
    close (self->spare);
  self->spare = -1;
}

static int
listen_link_get_fd (LeatLink *link)
{
  ListenLink *self = (ListenLink *) link;

  return self->socket != NULL ? g_socket_get_fd (self->socket) : -1;
}

/* never called: it is not read */
static gssize
listen_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "it listens");
  return -1;
}

/* who waits has a descriptor for a moment, and is gone: otherwise the port would be ready for ever.
 * FALSE: nobody waits, of which accept(2) does not tell when no descriptor is left */
static gboolean
refuse_for_want_of_descriptors (ListenLink *self)
{
  GSocket *client;

  if (g_socket_condition_check (self->socket, G_IO_IN) == 0)
    return FALSE;

  if (self->spare >= 0)
    close (self->spare);
  client = g_socket_accept (self->socket, NULL, NULL);
  g_clear_object (&client);
  self->spare = open_spare ();
  leat_link_note (&self->link, "refused",
                  "%s: a client is refused: no descriptor is left; LimitNOFILE= in the unit raises "
                  "their number",
                  self->device);
  return TRUE;
}

/* NULL: nobody waits any more, which is WOULD_BLOCK, or the socket has failed: an error that comes
 * once is that of a client who has gone already. Source: accept(2), "Error handling" */
static GSocket *
accept_next (ListenLink *self, GError **error)
{
  GError *cause = NULL;

  for (guint i = 0; i < FAILURES_MAX; i++)
    {
      GSocket *client;

      g_clear_error (&cause);
      client = g_socket_accept (self->socket, NULL, &cause);
      if (client != NULL)
        return client;
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES) &&
          !refuse_for_want_of_descriptors (self))
        {
          cause->code = G_IO_ERROR_WOULD_BLOCK;
          break;
        }
    }
  g_propagate_error (error, cause);
  return NULL;
}

/* NULL: it is let in */
static char *
judge_client (ListenLink *self, GInetAddress *address)
{
  if (!socket_allow_judge (self->allowed, address))
    return g_strdup ("allow= does not name it");
  if ((gint64) g_queue_get_length (&self->crowd.silent) >= self->max_clients)
    return g_strdup_printf ("%" G_GINT64_FORMAT " clients are connected (max-clients=)",
                            self->max_clients);
  return NULL;
}

/* NULL: it was refused, or is gone already */
static LeatLink *
let_in (ListenLink *self, GSocket *client, char **peer)
{
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (client, NULL);
  GInetSocketAddress *inet = (GInetSocketAddress *) remote;
  g_autofree char *address = NULL, *name = NULL, *reason = NULL;
  LeatLink *link;

  if (remote == NULL)
    return NULL;
  address = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  reason = judge_client (self, g_inet_socket_address_get_address (inet));
  if (reason != NULL)
    {
      leat_link_note (&self->link, "refused", "%s: %s is refused: %s", self->device, address,
                      reason);
      return NULL;
    }
  name = g_strdup_printf ("port %u", g_inet_socket_address_get_port (inet));
  link = listen_client_new (&self->link, &self->crowd, name,
                            g_socket_connection_factory_create_connection (client), &self->manners,
                            NULL);
  if (link != NULL)
    *peer = g_steal_pointer (&address);
  return link;
}

static LeatLink *
listen_link_accept (LeatLink *link, char **peer, GError **error)
{
  ListenLink *self = (ListenLink *) link;
  LeatLink *client = NULL;

  while (client == NULL)
    {
      g_autoptr (GSocket) socket = accept_next (self, error);

      if (socket == NULL)
        return NULL;
      client = let_in (self, socket, peer);
    }
  return client;
}

const LeatLinkClass listen_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (ListenLink),
  .schemes = "listen",
  .summary = "Machines that connect to a port of this one: listen://ADDRESS:PORT.",
  .options = listen_link_options,
  .init = listen_link_init,
  .clear = listen_link_clear,
  .open = listen_link_open,
  .close = listen_link_close,
  .get_fd = listen_link_get_fd,
  .read = listen_link_read,
  .accept = listen_link_accept,
  .judge_device = listen_link_judge_device,
  .adopt = listen_link_adopt,
};
