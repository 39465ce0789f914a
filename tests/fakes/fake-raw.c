/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-raw.c - a server that answers with any bytes, in any manner */
#include "fake-raw.h"
#include "fake-port.h"
#include <string.h>
#include <sys/socket.h>

#define SLOW  20000
#define CHEW  4000
#define BLOCK 16384

/* as much as the kernel takes for one that reads nothing, or next to it */
#define SMALL 4096

struct _FakeRaw {
  GThread          *thread;
  GSocket          *socket;
  GCancellable     *cancellable;
  guint             port;
  const char       *answer;
  FakeManner        manner;
  gint              n_connections;   /* atomic */
  GPtrArray        *servants;        /* threads, of the listener's thread alone */
};

typedef struct {
  FakeRaw *raw;
  GSocket *socket;
} Servant;

/* a request that ends with the end of its body, or of the connection; FALSE: there is none */
static gboolean
read_request (Servant *self)
{
  g_autoptr (GString) request = g_string_new (NULL);
  const char *body = NULL;
  gsize wanted = 0;

  while (body == NULL || strlen (body) < wanted)
    {
      char buffer[BLOCK];
      gssize n = g_socket_receive (self->socket, buffer, sizeof buffer, self->raw->cancellable,
                                   NULL);
      const char *length;

      if (n <= 0)
        return FALSE;
      if (self->raw->manner == FAKE_CHEW)
        g_usleep (CHEW);
      g_string_append_len (request, buffer, n);
      body = strstr (request->str, "\r\n\r\n");
      length = strstr (request->str, "Content-Length: ");
      wanted = length != NULL ? (gsize) g_ascii_strtoull (length + 16, NULL, 10) : 0;
      body = body != NULL ? body + 4 : NULL;
    }
  return TRUE;
}

static gboolean
write_all (Servant *self, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = g_socket_send (self->socket, bytes, length, self->raw->cancellable, NULL);

      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static void
write_endless (Servant *self, char last)
{
  char block[BLOCK];

  memset (block, last, sizeof block);
  while (write_all (self, block, sizeof block))
    ;
}

static void
write_slowly (Servant *self, const char *answer, gsize length)
{
  for (gsize i = 0; i < length && write_all (self, answer + i, 1); i++)
    g_usleep (SLOW);
}

static void
answer_request (Servant *self)
{
  const char *answer = self->raw->answer;
  gsize length = strlen (answer);

  switch (self->raw->manner)
    {
    case FAKE_CLOSE:
    case FAKE_KEEP:
    case FAKE_CHEW:
      write_all (self, answer, length);
      break;
    case FAKE_ENDLESS:
      if (write_all (self, answer, length))
        write_endless (self, answer[length - 1]);
      break;
    case FAKE_REPEAT:
      while (write_all (self, answer, length))
        ;
      break;
    case FAKE_SLOW:
      write_slowly (self, answer, length);
      break;
    case FAKE_DEAF:
      break;
    }
}

static gpointer
serve_one (gpointer data)
{
  Servant *self = data;

  if (self->raw->manner == FAKE_DEAF)
    g_socket_condition_wait (self->socket, G_IO_HUP, self->raw->cancellable, NULL);
  while (self->raw->manner != FAKE_DEAF && read_request (self))
    {
      answer_request (self);
      if (self->raw->manner != FAKE_KEEP)
        break;
    }
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
  g_object_unref (self->socket);
  g_free (self);
  return NULL;
}

static gpointer
listen_for (gpointer data)
{
  FakeRaw *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->socket, self->cancellable, NULL)) != NULL)
    {
      Servant *servant = g_new0 (Servant, 1);

      servant->raw = self;
      servant->socket = socket;
      g_atomic_int_inc (&self->n_connections);
      g_ptr_array_add (self->servants, g_thread_new ("fake-servant", serve_one, servant));
    }
  return NULL;
}

static void
join (gpointer thread)
{
  g_thread_join (thread);
}

FakeRaw *
fake_raw_new (const char *answer, FakeManner manner)
{
  g_autoptr (GSocketAddress) any = fake_port_any ();
  g_autoptr (GSocketAddress) address = NULL;
  FakeRaw *self = g_new0 (FakeRaw, 1);

  self->answer = answer;
  self->manner = manner;
  self->servants = g_ptr_array_new_with_free_func (join);
  self->cancellable = g_cancellable_new ();
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_assert_true (g_socket_bind (self->socket, any, TRUE, NULL));
  if (manner == FAKE_DEAF)
    g_socket_set_option (self->socket, SOL_SOCKET, SO_RCVBUF, SMALL, NULL);
  g_assert_true (g_socket_listen (self->socket, NULL));
  address = g_socket_get_local_address (self->socket, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->thread = g_thread_new ("fake-raw", listen_for, self);
  return self;
}

void
fake_raw_free (FakeRaw *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->servants);
  g_object_unref (self->socket);
  g_object_unref (self->cancellable);
  g_free (self);
}

guint
fake_raw_get_port (FakeRaw *self)
{
  return self->port;
}

guint
fake_raw_get_connections (FakeRaw *self)
{
  return (guint) g_atomic_int_get (&self->n_connections);
}
