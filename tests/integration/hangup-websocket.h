/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hangup-websocket.h - services that speak WebSocket, and hang up; and what leatd has read of them
 * without its frames */
#pragma once
#include "hangup-machine.h"
#include "read-oracle.h"

/* RFC 6455, section 1.3 */
#define WEBSOCKET_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

/* of a message, which leatd waits for the rest of when it was broken off */
#define WEBSOCKET_LENGTH 120

static inline void
websocket_put (Machine *self, int line, const char *data, gsize length)
{
  if (self->tls != NULL)
    tls_write (self, line, data, length);
  else
    test_line_write (line, data, length);
}

static inline gssize
websocket_get (Machine *self, int line, char *byte)
{
  return self->tls != NULL
             ? g_input_stream_read (g_io_stream_get_input_stream (self->tls), byte, 1, NULL, NULL)
             : read (line, byte, 1);
}

/* (transfer full): what shows that it speaks WebSocket */
static inline char *
websocket_get_proof (const char *request)
{
  const char *key = strcasestr (request, "Sec-WebSocket-Key: ");
  g_autofree char *all = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_assert_nonnull (key);
  key += strlen ("Sec-WebSocket-Key: ");
  all = g_strdup_printf ("%.*s" WEBSOCKET_GUID, (int) strcspn (key, "\r\n"), key);
  g_checksum_update (sum, (const guchar *) all, -1);
  g_checksum_get_digest (sum, digest, &length);
  return g_base64_encode (digest, length);
}

static inline int
websocket_open (Machine *self)
{
  const int line = self->certificate != NULL ? tls_open (self) : server_open (self);
  g_autoptr (GString) request = g_string_new (NULL);
  g_autofree char *proof = NULL, *answer = NULL;
  char byte;

  while (strstr (request->str, "\r\n\r\n") == NULL && websocket_get (self, line, &byte) == 1)
    g_string_append_c (request, byte);
  proof = websocket_get_proof (request->str);
  answer = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                            proof);
  websocket_put (self, line, answer, strlen (answer));
  return line;
}

/* a record is a message, or half of one is; the last is not whole if it has no end */
static inline void
websocket_write (Machine *self, int line, const char *data, gsize length)
{
  g_autoptr (GString) frames = g_string_new (NULL);
  const char *end = data + length;

  while (data < end)
    {
      gsize record;
      const gsize sent = cut_piece (self, data, end, &record);
      const gboolean is_whole = data + record < end || end[-1] == '\n';

      g_string_append_c (frames, '\x82');
      g_string_append_c (frames, (char) (is_whole ? sent : WEBSOCKET_LENGTH));
      g_string_append_len (frames, data, (gssize) sent);
      data += record;
    }
  websocket_put (self, line, frames->str, frames->len);
}

static inline void
websocket_hang_up (Machine *self, int line)
{
  if (self->tls != NULL)
    tls_hang_up (self, line);
  else
    server_hang_up (self, line);
}

/* of one connection */
static inline void
websocket_unwrap_connection (GString *plain, const char *bytes, gsize length)
{
  const char *end = bytes + length;
  const char *at = memmem (bytes, length, "\r\n\r\n", 4);

  if (at == NULL)
    return;
  for (at += 4; end - at >= 2;)
    {
      const gsize announced = (guint8) at[1];
      const gsize there = MIN (announced, (gsize) (end - at) - 2);

      g_string_append_len (plain, at + 2, (gssize) there);
      if (there == announced)
        g_string_append_c (plain, MESSAGE);
      at += 2 + there;
    }
  g_string_append_c (plain, HANGUP);
}

/* what was read, as of machines that need no frames */
static inline void
websocket_unwrap (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);
  gsize length;
  const char *at, *end;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (at = bytes; at < bytes + length; at = end + 1)
    {
      end = memchr (at, HANGUP, length - (gsize) (at - bytes));
      if (end == NULL)
        end = bytes + length;
      websocket_unwrap_connection (plain, at, (gsize) (end - at));
    }
  g_assert_true (g_file_set_contents (path, plain->str, (gssize) plain->len, NULL));
}
