/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-clients.c - those whom a listening link has let in */
#include "leatd-clients.h"
#include "config/leatd-config-diff.h"
#include "leatd-deadlines.h"
#include "worker/leatd-event.h"

typedef struct {
  LeatdClients *all;
  char *peer;
  LeatdStream *stream;
  LeatdLinkService *service;
  LeatdDeadlines *deadlines;
} Client;

struct _LeatdClients {
  LeatdLinkService *listener;
  LeatdLinkServiceSetup setup;
  GPtrArray *clients; /* of Client */
  gboolean is_held;   /* nobody is read */
  Client *last;       /* that has ended: its service may still be at work on it; NULL: none */
};

static void
client_free (Client *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->deadlines, leatd_deadlines_free);
  g_clear_pointer (&self->service, leatd_link_service_free);
  g_clear_pointer (&self->stream, leatd_stream_free);
  g_free (self->peer);
  g_free (self);
}

/* half a frame is none: nobody can send the rest of it */
static void
client_cut (Client *self)
{
  leatd_stream_end (self->stream, LEAT_END_CUT, leat_clock_now ());
  leatd_stream_deliver (self->stream);
}

static void
client_close (gpointer data, gpointer user_data)
{
  Client *self = data;

  leatd_link_service_close (self->service);
  client_cut (self);
}

static void
client_before (gpointer client)
{
  LeatdClients *all = ((Client *) client)->all;

  all->setup.before (all->setup.owner);
}

static void
client_watch_pending (Client *self)
{
  const LeatdSourceConfig *config = self->all->setup.config;
  /* a recording says itself where the line was silent */
  const gboolean waits = leatd_stream_get_pending (self->stream) > 0 &&
                         !leatd_source_config_is_replay (config);

  leatd_deadlines_await (self->deadlines, waits, leatd_stream_get_silence (self->stream),
                         config->settings.frame_timeout);
}

static void
client_received (gpointer client)
{
  Client *self = client;

  self->all->setup.received (self->all->setup.owner);
  client_watch_pending (self);
  leatd_deadlines_seen (self->deadlines, g_get_monotonic_time ());
}

static void
client_deadline (LeatdDeadline which, gpointer client)
{
  Client *self = client;

  if (self->all->is_held)
    return; /* it is not the machine that is silent: nobody listens */
  leatd_stream_end (self->stream,
                    which == LEATD_DEADLINE_SILENCE ? LEAT_END_SILENCE : LEAT_END_LIMIT,
                    leat_clock_now ());
  leatd_stream_deliver (self->stream);
}

/* a queue that is full is full for all */
static void
client_full (gpointer client)
{
  leatd_link_service_hold (((Client *) client)->all->listener);
}

static void
client_ended (gpointer client, GError *error)
{
  Client *self = client;
  LeatdClients *all = self->all;
  g_autoptr (GError) owned = error;

  leatd_event (G_LOG_LEVEL_INFO, all->setup.config->name, "client-gone", "%s: %s",
               self->peer != NULL ? self->peer : "a client",
               owned != NULL ? owned->message : "has come to its end");
  client_free (all->last);
  all->last = self;
  leatd_deadlines_stop (self->deadlines);
  g_ptr_array_remove_fast (all->clients, self);
}

LeatdClients *
leatd_clients_new (LeatdLinkService *listener, const LeatdLinkServiceSetup *setup)
{
  LeatdClients *self = g_new0 (LeatdClients, 1);

  self->listener = listener;
  self->setup = *setup;
  self->clients = g_ptr_array_new ();
  return self;
}

/* they are closed */
void
leatd_clients_free (LeatdClients *self)
{
  client_free (self->last);
  g_ptr_array_unref (self->clients);
  g_free (self);
}

void
leatd_clients_add (LeatdClients *self, LeatLink *link, const char *peer)
{
  g_autoptr (GError) error = NULL;
  LeatdLinkServiceSetup setup = self->setup;
  LeatdStream *stream = self->setup.open_stream (self->setup.owner, peer, &error);
  Client *client;

  if (stream == NULL) /* the same framer was made for the source: never seen */
    {
      leatd_event (G_LOG_LEVEL_WARNING, self->setup.config->name, "client", "%s", error->message);
      link->klass->close (link);
      leat_link_instance_free (link);
      return;
    }
  client = g_new0 (Client, 1);
  client->all = self;
  client->peer = g_strdup (peer);
  client->stream = setup.stream = stream;
  client->deadlines = leatd_deadlines_new (client_deadline, client);
  setup.before = client_before;
  setup.received = client_received;
  setup.full = client_full;
  setup.ended = client_ended;
  setup.owner = client;
  client->service = leatd_link_service_new_open (&setup, link);
  leatd_deadlines_start (client->deadlines, g_get_monotonic_time ());
  g_ptr_array_add (self->clients, client);
  leatd_event (G_LOG_LEVEL_INFO, self->setup.config->name, "client", "%s: connected, %u now",
               peer != NULL ? peer : "a client", self->clients->len);
}

static Client *
clients_get (LeatdClients *self, guint i)
{
  return g_ptr_array_index (self->clients, i);
}

void
leatd_clients_hold (LeatdClients *self)
{
  self->is_held = TRUE;
  for (guint i = 0; i < self->clients->len; i++)
    leatd_link_service_hold (clients_get (self, i)->service);
}

void
leatd_clients_resume (LeatdClients *self)
{
  self->is_held = FALSE;
  for (guint i = 0; i < self->clients->len; i++)
    {
      leatd_deadlines_seen (clients_get (self, i)->deadlines, g_get_monotonic_time ());
      leatd_link_service_resume (clients_get (self, i)->service);
    }
}

/* from the end: one that comes to its own makes room for the last */
void
leatd_clients_read_rest (LeatdClients *self)
{
  for (guint i = self->clients->len; i > 0; i--)
    leatd_link_service_read_rest (clients_get (self, i - 1)->service);
}

void
leatd_clients_close (LeatdClients *self)
{
  g_ptr_array_foreach (self->clients, client_close, NULL);
  for (guint i = 0; i < self->clients->len; i++)
    client_free (clients_get (self, i));
  g_ptr_array_set_size (self->clients, 0);
  self->is_held = FALSE;
}

static void
client_renew (Client *self, LeatdStream *stream, const LeatdSourceConfig *config,
              gboolean same_framer)
{
  leatd_stream_take_over (stream, self->stream, same_framer);
  leatd_stream_free (self->stream);
  self->stream = stream;
  leatd_link_service_renew (self->service, config, stream);
}

/**
 * leatd_clients_renew:
 * @config: what the source is from now on
 *
 * Each client gets a stream of the source as it is now, and what waits for more goes on there. Its
 * connection is not touched.
 */
void
leatd_clients_renew (LeatdClients *self, const LeatdSourceConfig *config)
{
  const gboolean same_framer = leatd_source_config_shares_framer (config, self->setup.config);

  for (guint i = self->clients->len; i > 0; i--)
    {
      Client *client = clients_get (self, i - 1);
      LeatdStream *stream = self->setup.open_stream (self->setup.owner, client->peer, NULL);

      if (stream != NULL)
        {
          client_renew (client, stream, config, same_framer);
          continue;
        }
      /* the same framer was made for the source: never seen */
      client_close (client, NULL);
      client_free (client);
      g_ptr_array_remove_index_fast (self->clients, i - 1);
    }
  self->setup.config = config;
}

guint64 *
leatd_clients_get_sequence (LeatdClients *self, const LeatOrigin *origin)
{
  guint64 *sequence = NULL;

  for (guint i = 0; i < self->clients->len && sequence == NULL; i++)
    sequence = leatd_stream_get_sequence (clients_get (self, i)->stream, origin);
  return sequence;
}
