/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* udp-link.c - datagrams that machines send to a port of this one, as a link */
#include "udp-link.h"
#include "listen-socket.h"
#include "socket-address.h"
#include "socket-allow.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* that are passed over in one read: who floods the port does not hold the source's thread */
#define PASSED_OVER_MAX 1000

/* a datagram over IPv4 has no room for more. Source: RFC 768, RFC 791 */
#define DATAGRAM_MAX 65507

/* where a datagram goes, or came from; length 0: nobody is known */
typedef struct {
  struct sockaddr_storage name;
  socklen_t length;
} UdpPlace;

typedef struct {
  LeatLink link;
  char **allow;
  char *interface;
  char *send_to;
  gint64 receive_buffer;

  SocketAllow *allowed;
  UdpPlace target; /* as send-to= says, else who was heard last */
  char *device;
  GSocket *socket;
  guint32 n_lost; /* as the kernel has told last */
} UdpLink;

static const LeatOption udp_link_options[] = {
  LEAT_OPTION_LIST (UdpLink, allow, .key = "allow",
                    .summary = "Addresses and networks whose datagrams are taken, as in "
                               "10.0.0.7;192.168.3.0/24. Without it everybody's are."),
  LEAT_OPTION_STRING (UdpLink, interface, .key = "interface",
                      .summary = "Network interface on which a multicast group is joined, as in "
                                 "eth0; by default the one that the kernel picks."),
  LEAT_OPTION_STRING (UdpLink, send_to, .key = "send-to",
                      .summary = "ADDRESS:PORT to which what is sent goes; by default to who was "
                                 "heard last."),
  LEAT_OPTION_SIZE (UdpLink, receive_buffer, .key = "receive-buffer", .preset = "0", .minimum = 0,
                    .maximum = 1 << 30,
                    .summary = "What the kernel may keep that was not read yet, bounded by "
                               "net.core.rmem_max; 0: as the system has it."),
  LEAT_OPTION_END,
};

static gboolean
parse_target (UdpLink *self, GError **error)
{
  g_autofree char *device = g_strconcat ("udp://", self->send_to, NULL);
  g_auto (SocketAddress) address = { 0 };
  g_autoptr (GSocketAddress) target = NULL;

  if (self->send_to == NULL)
    return TRUE;
  if (socket_address_parse (&address, device, NULL))
    target = g_inet_socket_address_new_from_string (address.host, address.port);
  if (target == NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "send-to: \"%s\" is no address with a port; 10.0.0.7:5000 is right",
                            self->send_to);
  self->target.length = (socklen_t) g_socket_address_get_native_size (target);
  return g_socket_address_to_native (target, &self->target.name, sizeof self->target.name, error);
}

static gboolean
udp_link_init (LeatLink *link, GError **error)
{
  UdpLink *self = (UdpLink *) link;

  self->allowed = socket_allow_new ((const char *const *) self->allow, error);
  return self->allowed != NULL && parse_target (self, error);
}

static void
udp_link_clear (LeatLink *link)
{
  UdpLink *self = (UdpLink *) link;

  g_clear_pointer (&self->allowed, socket_allow_free);
  g_clear_pointer (&self->device, g_free);
}

/* (transfer full) (nullable) */
static GSocketAddress *
parse_device (const char *device, GError **error)
{
  g_auto (SocketAddress) address = { 0 };
  GSocketAddress *result;

  if (!socket_address_parse (&address, device, error))
    return NULL;
  result = g_inet_socket_address_new_from_string (address.host, address.port);
  if (result == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "\"%s\" is neither an address of this machine nor a multicast group; "
                 "udp://0.0.0.0:%u is right for all addresses",
                 address.host, address.port);
  return result;
}

static gboolean
udp_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_autoptr (GSocketAddress) where = parse_device (device, error);

  return where != NULL;
}

static gboolean
join (UdpLink *self, GSocket *socket, GSocketAddress *where, GError **error)
{
  GInetAddress *address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (where));
  const gboolean is_group = g_inet_address_get_is_multicast (address);

  /* a group may have several listeners on one machine, an address has one */
  return g_socket_bind (socket, where, is_group, error) &&
         (!is_group ||
          g_socket_join_multicast_group (socket, address, FALSE, self->interface, error));
}

/* the kernel then tells with each datagram how many there was no room for. Source: socket(7) */
static void
prepare (UdpLink *self, GSocket *socket)
{
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_broadcast (socket, TRUE);
  g_socket_set_option (socket, SOL_SOCKET, SO_RXQ_OVFL, TRUE, NULL);
  if (self->receive_buffer > 0)
    g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, (gint) self->receive_buffer, NULL);
}

static void
take_socket (UdpLink *self, GSocket *socket, const char *device)
{
  g_free (self->device);
  self->device = g_strdup (device);
  self->socket = socket;
  self->n_lost = 0;
}

static gboolean
udp_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  UdpLink *self = (UdpLink *) link;
  g_autoptr (GSocketAddress) where = parse_device (device, error);
  g_autoptr (GSocket) socket = NULL;

  if (where != NULL)
    socket = g_socket_new (g_socket_address_get_family (where), G_SOCKET_TYPE_DATAGRAM,
                           G_SOCKET_PROTOCOL_UDP, error);
  if (socket != NULL)
    prepare (self, socket);
  if (socket == NULL || !join (self, socket, where, error))
    {
      g_prefix_error (error, "%s: ", device);
      return FALSE;
    }
  take_socket (self, g_steal_pointer (&socket), device);
  return TRUE;
}

static gboolean
is_datagrams (int fd)
{
  int type = 0;
  socklen_t length = sizeof type;

  return getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_DGRAM;
}

/* what it was joined to cannot be asked of it: a group is joined anew. What the kernel had no room
 * for since it was opened is counted once more: counters begin anew with leatd, the kernel's does
 * not */
static gboolean
udp_link_adopt (LeatLink *link, const char *device, int fd, GError **error)
{
  UdpLink *self = (UdpLink *) link;
  g_autoptr (GSocketAddress) where = parse_device (device, error);
  GSocket *socket;

  if (where == NULL)
    return FALSE;
  if (g_inet_address_get_is_multicast (
          g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (where))) ||
      !is_datagrams (fd) || !listen_socket_is_at (fd, where))
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "descriptor %d does not hear just that", fd);
  socket = g_socket_new_from_fd (fd, error);
  if (socket == NULL)
    return FALSE;
  prepare (self, socket);
  take_socket (self, socket, device);
  return TRUE;
}

static void
udp_link_close (LeatLink *link)
{
  g_clear_object (&((UdpLink *) link)->socket);
}

static int
udp_link_get_fd (LeatLink *link)
{
  UdpLink *self = (UdpLink *) link;

  return self->socket != NULL ? g_socket_get_fd (self->socket) : -1;
}

static void
count_lost (UdpLink *self, struct msghdr *message)
{
  struct cmsghdr *part;
  guint32 n_lost;

  for (part = CMSG_FIRSTHDR (message); part != NULL; part = CMSG_NXTHDR (message, part))
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SO_RXQ_OVFL)
      {
        memcpy (&n_lost, CMSG_DATA (part), sizeof n_lost);
        if (n_lost != self->n_lost)
          leat_link_count (&self->link, "overrun", n_lost - self->n_lost);
        self->n_lost = n_lost;
      }
}

/* an empty one would be taken for the end, and no frame is in it */
static gboolean
is_wanted (UdpLink *self, gssize length, gpointer name, gsize name_length)
{
  g_autoptr (GSocketAddress) from = NULL;
  g_autofree char *text = NULL;
  GInetAddress *address;
  gboolean is_allowed;

  if (length > 0 && socket_allow_is_open (self->allowed))
    return TRUE;
  from = g_socket_address_new_from_native (name, name_length);
  if (!G_IS_INET_SOCKET_ADDRESS (from))
    return FALSE;
  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (from));
  is_allowed = socket_allow_judge (self->allowed, address);
  if (is_allowed && length > 0)
    return TRUE;
  text = g_inet_address_to_string (address);
  leat_link_note (&self->link, "refused", "%s: a datagram of %s is passed over: %s", self->device,
                  text, is_allowed ? "it is empty" : "allow= does not name it");
  return FALSE;
}

static gssize
receive (UdpLink *self, guint8 *data, gsize size, struct sockaddr_storage *name, gsize *name_length)
{
  guint8 control[CMSG_SPACE (sizeof (guint32))] __attribute__ ((aligned (8)));
  struct iovec vector = { data, size };
  struct msghdr message = { .msg_name = name,
                            .msg_namelen = sizeof *name,
                            .msg_iov = &vector,
                            .msg_iovlen = 1,
                            .msg_control = control,
                            .msg_controllen = sizeof control };
  const gssize length = recvmsg (g_socket_get_fd (self->socket), &message, 0);

  if (length >= 0)
    count_lost (self, &message);
  *name_length = message.msg_namelen;
  return length;
}

static gssize
udp_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  UdpLink *self = (UdpLink *) link;
  int code = EAGAIN;

  for (guint i = 0; i < PASSED_OVER_MAX; i++)
    {
      struct sockaddr_storage name;
      gsize name_length;
      const gssize length = receive (self, data, size, &name, &name_length);

      if (length < 0 && (code = errno) != EINTR)
        break;
      if (length < 0 || !is_wanted (self, length, &name, name_length))
        continue;
      if (self->send_to == NULL)
        self->target = (UdpPlace) { name, (socklen_t) name_length };
      arrival->moment = leat_clock_now ();
      arrival->byte_time = 0;
      arrival->end = LEAT_END_MESSAGE;
      arrival->line_error = FALSE;
      return length;
    }
  if (code == EAGAIN || code == EINTR)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: %s", self->device,
                 g_strerror (code));
  return -1;
}

/* NULL: it was sent, or has to wait */
static const char *
send_datagram (UdpLink *self, const guint8 *data, gsize length, gboolean *must_wait)
{
  ssize_t sent;

  if (self->target.length == 0)
    return "nobody was heard yet whom it could be for; send-to= says who it is";
  if (length > DATAGRAM_MAX)
    return "it is longer than the 65507 bytes of a datagram";
  do
    sent = sendto (g_socket_get_fd (self->socket), data, length, 0,
                   (struct sockaddr *) &self->target.name, self->target.length);
  while (sent < 0 && errno == EINTR);
  *must_wait = sent < 0 && (errno == EAGAIN || errno == ENOBUFS);
  return sent < 0 && !*must_wait ? g_strerror (errno) : NULL;
}

/* one that cannot go is no fault of those that come */
static gssize
udp_link_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  UdpLink *self = (UdpLink *) link;
  gboolean must_wait = FALSE;
  const char *reason = send_datagram (self, data, length, &must_wait);

  if (must_wait)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
      return -1;
    }
  if (reason != NULL)
    leat_link_note (link, "not-sent", "%s: a datagram is not sent: %s", self->device, reason);
  return (gssize) length;
}

const LeatLinkClass udp_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (UdpLink),
  .schemes = "udp",
  .summary = "Datagrams to a port of this machine, or to a multicast group: udp://ADDRESS:PORT; "
             "each ends its frame.",
  .options = udp_link_options,
  .init = udp_link_init,
  .clear = udp_link_clear,
  .open = udp_link_open,
  .close = udp_link_close,
  .get_fd = udp_link_get_fd,
  .read = udp_link_read,
  .write = udp_link_write,
  .adopt = udp_link_adopt,
  .judge_device = udp_link_judge_device,
};
