/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-pair.h - for tests: a link over a Unix socket in a folder of its own, and its host */
#pragma once
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include "socket-pair.h"
G_BEGIN_DECLS

/**
 * UnixPair:
 * @told: what the link has noted
 * @folder: the test's own
 * @path: of the socket in it
 */
typedef struct {
  LeatLinkHost host; /* first: the link's host */
  GString *told;
  char *folder;
  char *path;
  char *device;
  LeatLink *link;
} UnixPair;

static inline void
unix_pair_note (LeatLink *link, const char *event, const char *text)
{
  UnixPair *self = link->host;

  g_string_append_printf (self->told, "%s: %s\n", event, text);
}

static inline void
unix_pair_init (UnixPair *self, const LeatLinkClass *klass, const char *scheme)
{
  self->host = (LeatLinkHost) { .note = unix_pair_note };
  self->told = g_string_new (NULL);
  self->folder = g_dir_make_tmp ("leat-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "x.sock", NULL);
  self->device = g_strconcat (scheme, "://", self->path, NULL);
  self->link = leat_link_instance_new (klass);
  self->link->host = self;
}

static inline void
unix_pair_set (UnixPair *self, const char *key, const char *value)
{
  const LeatOption *option = leat_options_find (self->link->klass->options, key);

  g_assert_true (leat_option_set (option, self->link, value, NULL));
}

static inline void
unix_pair_open (UnixPair *self)
{
  g_autoptr (GError) error = NULL;

  leat_link_instance_init (self->link, &error);
  g_assert_no_error (error);
  self->link->klass->open (self->link, self->device, NULL, &error);
  g_assert_no_error (error);
}

/* how it fails, behind the device; (transfer full) */
static inline char *
unix_pair_fail (UnixPair *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_link_instance_init (self->link, NULL));
  g_assert_false (self->link->klass->open (self->link, self->device, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_true (g_str_has_prefix (error->message, self->device));
  return g_strdup (error->message + strlen (self->device));
}

static inline void
unix_pair_clear (UnixPair *self)
{
  self->link->klass->close (self->link);
  leat_link_instance_free (self->link);
  g_remove (self->path);
  g_remove (self->folder);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->device);
  g_string_free (self->told, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UnixPair, unix_pair_clear)

/* (transfer full): of the program beside it */
static inline GSocket *
unix_pair_socket (GSocketType type)
{
  return g_socket_new (G_SOCKET_FAMILY_UNIX, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);
}

/* (transfer full): a program that listens there */
static inline GSocket *
unix_pair_listen (UnixPair *self, GSocketType type)
{
  GSocket *listener = unix_pair_socket (type);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->path);

  g_assert_true (g_socket_bind (listener, address, FALSE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  return listener;
}

/* (transfer full): a program that connects there */
static inline GSocket *
unix_pair_connect (UnixPair *self)
{
  GSocket *client = unix_pair_socket (G_SOCKET_TYPE_STREAM);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->path);

  g_assert_true (g_socket_connect (client, address, NULL, NULL));
  return client;
}

static inline void
unix_pair_say (GSocket *socket, const char *text, gsize length)
{
  g_assert_cmpint (g_socket_send (socket, text, length, NULL, NULL), ==, (gssize) length);
}

G_END_DECLS
