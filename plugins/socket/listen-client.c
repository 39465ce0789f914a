/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-client.c - a client of a listening link, and how long it has been silent */
#include "listen-client.h"

typedef struct {
  LeatLink link;
  ListenCrowd *crowd;
  SocketPeer peer;
  GList node;         /* in the crowd, unless it was sent away */
  gint64 seen;        /* monotonic µs of its last bytes */
  gint64 sent_away;   /* after so many µs of silence; 0: it was not */
} ListenClient;

static void
crowd_set_timer (ListenCrowd *self)
{
  const ListenClient *first = g_queue_peek_head (&self->silent);

  if (self->timer != NULL)
    g_source_set_ready_time (self->timer, first != NULL ? first->seen + self->idle_timeout : -1);
}

static void
client_seen (ListenClient *self)
{
  self->seen = g_get_monotonic_time ();
  g_queue_unlink (&self->crowd->silent, &self->node);
  g_queue_push_tail_link (&self->crowd->silent, &self->node);
}

/* its host is told by the end that it reads */
static void
client_send_away (ListenClient *self)
{
  self->sent_away = self->crowd->idle_timeout;
  g_queue_unlink (&self->crowd->silent, &self->node);
  g_socket_shutdown (self->peer.socket, TRUE, TRUE, NULL);
}

/* one whose bytes wait is not silent: nobody listens, as a queue is full */
static gboolean
on_timer (gpointer user_data)
{
  ListenCrowd *self = user_data;
  const gint64 now = g_get_monotonic_time ();
  ListenClient *client;

  while ((client = g_queue_peek_head (&self->silent)) != NULL &&
         client->seen + self->idle_timeout <= now)
    if (g_socket_get_available_bytes (client->peer.socket) > 0)
      client_seen (client);
    else
      client_send_away (client);
  crowd_set_timer (self);
  return G_SOURCE_CONTINUE;
}

static void
crowd_make_timer (ListenCrowd *self)
{
  self->timer = leat_timer_new (on_timer, self);
  g_source_set_static_name (self->timer, "idle clients");
}

void
listen_crowd_open (ListenCrowd *self, gint64 idle_timeout)
{
  self->idle_timeout = idle_timeout;
  g_queue_init (&self->silent);
  if (idle_timeout > 0)
    crowd_make_timer (self);
}

static void
client_forget_silence (gpointer data, gpointer now)
{
  ((ListenClient *) data)->seen = *(const gint64 *) now;
}

void
listen_crowd_set_timeout (ListenCrowd *self, gint64 idle_timeout)
{
  gint64 now = g_get_monotonic_time ();

  self->idle_timeout = idle_timeout;
  if (idle_timeout == 0)
    g_clear_pointer (&self->timer, leat_timer_free);
  else if (self->timer == NULL)
    {
      g_queue_foreach (&self->silent, client_forget_silence, &now);
      crowd_make_timer (self);
    }
  crowd_set_timer (self);
}

void
listen_crowd_close (ListenCrowd *self)
{
  g_clear_pointer (&self->timer, leat_timer_free);
}

static void
client_close (LeatLink *link)
{
  ListenClient *self = (ListenClient *) link;

  if (self->sent_away == 0)
    g_queue_unlink (&self->crowd->silent, &self->node);
  socket_peer_close (&self->peer);
}

static int
client_get_fd (LeatLink *link)
{
  return socket_peer_get_fd (&((ListenClient *) link)->peer);
}

static gssize
client_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  ListenClient *self = (ListenClient *) link;
  gssize got;

  if (self->sent_away > 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                   "%s: silent for %" G_GINT64_FORMAT " ms: sent away (idle-timeout=)",
                   self->peer.name, self->sent_away / 1000);
      return -1;
    }
  got = socket_peer_read (&self->peer, data, size, arrival, error);
  if (got > 0 && self->crowd->timer != NULL)
    {
      client_seen (self);
      crowd_set_timer (self->crowd);
    }
  return got;
}

static gssize
client_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  return socket_peer_write (&((ListenClient *) link)->peer, data, length, error);
}

static const LeatLinkClass listen_client_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (ListenClient),
  .schemes = "listen",
  .summary = "A client.",
  .close = client_close,
  .get_fd = client_get_fd,
  .read = client_read,
  .write = client_write,
};

LeatLink *
listen_client_new (LeatLink *listener, ListenCrowd *crowd, const char *name,
                   GSocketConnection *connection, const SocketManners *manners, GError **error)
{
  SocketPeer peer = { 0 };
  ListenClient *self;

  if (!socket_peer_take (&peer, name, connection, manners, error))
    return NULL;
  self = (ListenClient *) leat_link_new_client (listener, &listen_client_class);
  self->crowd = crowd;
  self->peer = peer;
  self->node.data = self;
  self->seen = g_get_monotonic_time ();
  g_queue_push_tail_link (&crowd->silent, &self->node);
  crowd_set_timer (crowd);
  return &self->link;
}
