/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-hall.h - for tests: a listening link, its host, and clients of it */
#pragma once
#include "listen-link.h"
#include "socket-pair.h"
#include <string.h>
G_BEGIN_DECLS

/**
 * Hall:
 * @told: what the link has noted
 * @where: what it listens at
 */
typedef struct {
  LeatLinkHost host; /* first: the link's host */
  GString *told;
  char *device;
  GSocketAddress *where;
  LeatLink *link;
} Hall;

static inline void
hall_note (LeatLink *link, const char *event, const char *text)
{
  Hall *self = link->host;

  g_string_append_printf (self->told, "%s: %s\n", event, text);
}

static inline void
hall_set (Hall *self, const char *key, const char *value)
{
  for (const LeatOption *option = listen_link_class.options;
       option->type != LEAT_OPTION_TYPE_NONE; option++)
    if (g_str_equal (option->key, key))
      g_assert_true (leat_option_set (option, self->link, value, NULL));
}

/* while it lives; %NULL: it is left out, and is a list */
static inline void
hall_change (Hall *self, const char *key, const char *value)
{
  const LeatOption *option = leat_options_find (listen_link_class.options, key);
  const LeatOption one[] = { *option, LEAT_OPTION_END };

  g_assert_true ((option->flags & LEAT_OPTION_LIVE) != 0);
  if (value != NULL)
    hall_set (self, key, value);
  else
    leat_options_clear (one, self->link);
  listen_link_class.changed (self->link, key);
}

/* at an address of the loopback that no other test has */
static inline void
hall_init (Hall *self)
{
  const guint32 id = (guint32) getpid ();
  g_autofree char *address = g_strdup_printf ("127.%u.%u.%u", 1 + (id >> 16) % 250,
                                              (id >> 8) % 256, id % 254 + 1);

  self->host = (LeatLinkHost) { .note = hall_note };
  self->told = g_string_new (NULL);
  self->device = g_strdup_printf ("listen://%s:9000", address);
  self->where = g_inet_socket_address_new_from_string (address, 9000);
  self->link = leat_link_instance_new (&listen_link_class);
  self->link->host = self;
}

static inline void
hall_open (Hall *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_link_instance_init (self->link, NULL));
  listen_link_class.open (self->link, self->device, NULL, &error);
  g_assert_no_error (error);
}

static inline void
hall_clear (Hall *self)
{
  listen_link_class.close (self->link);
  leat_link_instance_free (self->link);
  g_object_unref (self->where);
  g_free (self->device);
  g_string_free (self->told, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Hall, hall_clear)

/* a client, connected; (transfer full) */
static inline GSocket *
hall_connect (Hall *self)
{
  GSocket *client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GError) error = NULL;

  g_socket_connect (client, self->where, NULL, &error);
  g_assert_no_error (error);
  return client;
}

/* its link; NULL: it was refused, or nobody is there */
static inline LeatLink *
hall_accept (Hall *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *peer = NULL;
  LeatLink *link = listen_link_class.accept (self->link, &peer, &error);

  if (link != NULL)
    g_assert_cmpstr (peer, ==, "127.0.0.1");
  else
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  return link;
}

static inline void
client_say (GSocket *client, const char *text)
{
  g_assert_cmpint (g_socket_send (client, text, strlen (text), NULL, NULL), ==,
                   (gssize) strlen (text));
}

static inline void
link_done (LeatLink *link)
{
  link->klass->close (link);
  leat_link_instance_free (link);
}

G_END_DECLS
