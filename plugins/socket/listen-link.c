/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-link.c - many clients that connect to one socket, as a link */
#include "listen-link.h"
#include "listen-socket.h"
#include "socket-allow.h"
#include <fcntl.h>
#include <unistd.h>

/* that a socket in order has at once */
#define FAILURES_MAX 1000

/* --- wherever it is --- */

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

gboolean
listen_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  ListenLink *self = (ListenLink *) link;
  GSocket *socket = self->make (self, device, error);

  if (socket == NULL)
    {
      g_prefix_error (error, "%s: ", device);
      return FALSE;
    }
  listen_on (self, socket, device);
  return TRUE;
}

gboolean
listen_link_adopt (LeatLink *link, const char *device, int fd, GError **error)
{
  ListenLink *self = (ListenLink *) link;
  GSocket *socket = self->adopt (self, device, fd, error);

  if (socket != NULL)
    listen_on (self, socket, device);
  return socket != NULL;
}

void
listen_link_close (LeatLink *link)
{
  ListenLink *self = (ListenLink *) link;

  listen_crowd_close (&self->crowd);
  g_clear_object (&self->socket);
  if (self->spare >= 0)
    close (self->spare);
  self->spare = -1;
}

int
listen_link_get_fd (LeatLink *link)
{
  ListenLink *self = (ListenLink *) link;

  return self->socket != NULL ? g_socket_get_fd (self->socket) : -1;
}

/* never called: it is not read */
gssize
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

static void
listen_who_clear (ListenWho *self)
{
  g_free (self->peer);
  g_free (self->name);
  g_free (self->refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ListenWho, listen_who_clear)

static gboolean
is_full (ListenLink *self, ListenWho *who)
{
  if ((gint64) g_queue_get_length (&self->crowd.silent) >= self->max_clients)
    who->refusal = g_strdup_printf ("%" G_GINT64_FORMAT " clients are connected (max-clients=)",
                                    self->max_clients);
  return who->refusal != NULL;
}

/* NULL: it was refused, or is gone already */
static LeatLink *
let_in (ListenLink *self, GSocket *client, char **peer)
{
  g_auto (ListenWho) who = { 0 };
  LeatLink *link;

  if (!self->judge (self, client, &who))
    return NULL;
  if (who.refusal != NULL || is_full (self, &who))
    {
      leat_link_note (&self->link, "refused", "%s: %s is refused: %s", self->device, who.peer,
                      who.refusal);
      return NULL;
    }
  link = listen_client_new (&self->link, &self->crowd, who.name,
                            g_socket_connection_factory_create_connection (client), &self->manners,
                            NULL);
  if (link != NULL)
    *peer = g_steal_pointer (&who.peer);
  return link;
}

LeatLink *
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

/* those who are there stay, whoever may come from now on */
void
listen_link_changed (LeatLink *link, const char *key)
{
  ListenLink *self = (ListenLink *) link;
  g_autoptr (GError) error = NULL;

  if (g_str_has_prefix (key, "allow") && !self->set_allowed (self, &error))
    leat_link_note (link, "options", "%s; who may come is as it was", error->message);
  if (self->socket != NULL)
    listen_crowd_set_timeout (&self->crowd, self->idle_timeout);
}

/* --- at a port --- */

typedef struct {
  ListenLink listen;
  char **allow;

  SocketAllow *allowed;
} PortLink;

static const LeatOption listen_link_options[] = {
  LISTEN_LINK_OPTIONS (PortLink),
  LEAT_OPTION_LIST (PortLink, allow, .key = "allow", .flags = LEAT_OPTION_LIVE,
                    .summary = "Addresses and networks whose clients are let in, as in "
                               "10.0.0.7;192.168.3.0/24. Without it everybody is. Who is "
                               "connected already stays."),
  SOCKET_MANNERS_OPTIONS (PortLink, listen.manners),
  LEAT_OPTION_END,
};

static GSocket *
port_link_make (ListenLink *self, const char *device, GError **error)
{
  g_auto (SocketAddress) address = { 0 };

  return socket_address_parse (&address, device, error) ? listen_socket_new (&address, error)
                                                        : NULL;
}

static GSocket *
port_link_adopt (ListenLink *self, const char *device, int fd, GError **error)
{
  g_auto (SocketAddress) address = { 0 };

  return socket_address_parse (&address, device, error) ? listen_socket_adopt (&address, fd, error)
                                                        : NULL;
}

static gboolean
port_link_judge (ListenLink *self, GSocket *client, ListenWho *who)
{
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (client, NULL);
  GInetSocketAddress *inet = (GInetSocketAddress *) remote;
  GInetAddress *address;

  if (remote == NULL)
    return FALSE;
  address = g_inet_socket_address_get_address (inet);
  who->peer = g_inet_address_to_string (address);
  who->name = g_strdup_printf ("port %u", g_inet_socket_address_get_port (inet));
  if (!socket_allow_judge (((PortLink *) self)->allowed, address))
    who->refusal = g_strdup ("allow= does not name it");
  return TRUE;
}

static gboolean
port_link_set_allowed (ListenLink *link, GError **error)
{
  PortLink *self = (PortLink *) link;
  SocketAllow *allowed = socket_allow_new ((const char *const *) self->allow, error);

  if (allowed == NULL)
    return FALSE;
  socket_allow_free (self->allowed);
  self->allowed = allowed;
  return TRUE;
}

static gboolean
port_link_init (LeatLink *link, GError **error)
{
  ListenLink *self = (ListenLink *) link;

  self->make = port_link_make;
  self->adopt = port_link_adopt;
  self->judge = port_link_judge;
  self->set_allowed = port_link_set_allowed;
  return self->set_allowed (self, error);
}

static void
port_link_clear (LeatLink *link)
{
  PortLink *self = (PortLink *) link;

  g_clear_pointer (&self->allowed, socket_allow_free);
  g_clear_pointer (&self->listen.device, g_free);
}

static gboolean
port_link_judge_device (LeatLink *link, const char *device, GError **error)
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

const LeatLinkClass listen_link_class = {
  LISTEN_LINK_FUNCTIONS,
  .instance_size = sizeof (PortLink),
  .schemes = "listen",
  .summary = "Machines that connect to a port of this one: listen://ADDRESS:PORT.",
  .options = listen_link_options,
  .init = port_link_init,
  .clear = port_link_clear,
  .judge_device = port_link_judge_device,
};
