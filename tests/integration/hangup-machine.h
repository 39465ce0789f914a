/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hangup-machine.h - machines that hang up: at the other end of a line or of a connection, in TLS
 * or not, or as clients of leatd */
#pragma once
#include <gio/gunixsocketaddress.h>
#include "daemons.h"

typedef struct _Machine Machine;

/**
 * Machine:
 * @open: a connection, or a line; blocks until there is one
 * @write: what it says; %NULL: as bytes
 * @hang_up: ends it
 * @unwrap: makes plain records of what leatd has read of it; %NULL: they are
 * @stays: leatd listens, or follows a file: what hangs up is not what it has open
 * @is_vague: it was at work only when a whole message was read, or when its end was in order
 * @path: of its pseudo-terminal, of a file
 * @script: what the child is
 * @listener: where it is connected to
 * @type: of its socket, when it connects
 * @where: of leatd, which it connects to
 * @tls: what wraps the connection; %NULL: nothing does
 * @num: of its next record
 */
struct _Machine {
  int (*open) (Machine *self);
  void (*write) (Machine *self, int line, const char *data, gsize length);
  void (*hang_up) (Machine *self, int line);
  void (*unwrap) (const char *path);
  gboolean stays;
  gboolean is_vague;
  const char *path;
  const char *script;
  int listener;
  int type;
  GSocketAddress *where;
  GTlsCertificate *certificate;
  GIOStream *tls;
  guint num;
  GRand *random;
};

static inline int
serial_open (Machine *self)
{
  return test_line_open (self->path);
}

static inline void
plain_hang_up (Machine *self, int line)
{
  close (line);
}

static inline int
server_open (Machine *self)
{
  return accept (self->listener, NULL, NULL);
}

/* by turns in order and as if it had crashed, which the other end is told by a reset */
static inline void
server_hang_up (Machine *self, int line)
{
  const struct linger crash = { .l_onoff = 1 };

  if (g_rand_boolean (self->random))
    setsockopt (line, SOL_SOCKET, SO_LINGER, &crash, sizeof crash);
  close (line);
}

static inline int
tls_open (Machine *self)
{
  const int line = server_open (self);
  g_autoptr (GSocket) socket = g_socket_new_from_fd (dup (line), NULL);
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GError) error = NULL;

  self->tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (self->tls), NULL, &error);
  g_assert_no_error (error);
  return line;
}

/* with a goodbye, without one, or by a reset */
static inline void
tls_hang_up (Machine *self, int line)
{
  const struct linger crash = { .l_onoff = 1 };
  const int how = g_rand_int_range (self->random, 0, 3);

  if (how == 0)
    g_io_stream_close (self->tls, NULL, NULL);
  else
    shutdown (line, how == 1 ? SHUT_WR : 0);
  if (how == 2)
    setsockopt (line, SOL_SOCKET, SO_LINGER, &crash, sizeof crash);
  close (line);
  g_clear_object (&self->tls);
}

static inline void
tls_write (Machine *self, int line, const char *data, gsize length)
{
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (self->tls), data, length,
                                            NULL, NULL, NULL));
}

/* --- leatd listens --- */

/* One that is at the address that it connects to may get that very port, while nobody has it: then
 * it is connected to itself, for ever. */
static inline void
client_be_elsewhere (int line)
{
  const struct sockaddr_in elsewhere = { .sin_family = AF_INET,
                                         .sin_addr = { htonl (INADDR_LOOPBACK + 1) } };

  g_assert_cmpint (bind (line, (const struct sockaddr *) &elsewhere, sizeof elsewhere), ==, 0);
}

/* leatd may not listen yet */
static inline int
client_open (Machine *self)
{
  struct sockaddr_storage name;
  const gssize length = g_socket_address_get_native_size (self->where);
  int line;

  g_assert_true (g_socket_address_to_native (self->where, &name, sizeof name, NULL));
  for (;;)
    {
      line = socket (name.ss_family, self->type | SOCK_CLOEXEC, 0);
      if (name.ss_family == AF_INET)
        client_be_elsewhere (line);
      if (connect (line, (const struct sockaddr *) &name, (socklen_t) length) == 0)
        return line;
      close (line);
      g_usleep (1000);
    }
}

/* what several connections bring at a time nobody could tell apart: it waits until it is let go */
static inline void
client_hang_up (Machine *self, int line)
{
  char byte;

  shutdown (line, SHUT_WR);
  while (read (line, &byte, 1) > 0)
    ;
  close (line);
}

/* --- a piece at a time --- */

/* most pieces are a record, some are half of one; the last is as it was told. How much of the next
 * @record is sent */
static inline gsize
cut_piece (Machine *self, const char *data, const char *end, gsize *record)
{
  const char *feed = memchr (data, '\n', (gsize) (end - data));

  *record = (gsize) ((feed != NULL ? feed + 1 : end) - data);
  return data + *record < end && g_rand_int_range (self->random, 0, 10) == 0
             ? (gsize) g_rand_int_range (self->random, 1, (gint) *record)
             : *record;
}

static inline void
packets_write (Machine *self, int line, const char *data, gsize length)
{
  const char *end = data + length;
  gsize record;

  for (; data < end; data += record)
    {
      const gsize sent = cut_piece (self, data, end, &record);

      g_assert_cmpint (write (line, data, sent), ==, (gssize) sent);
    }
}

/* leatd has the port when nobody says that nobody has it; what is asked with is empty */
static inline int
datagrams_open (Machine *self)
{
  for (;;)
    {
      const int line = client_open (self);

      if (send (line, "", 0, 0) == 0 && send (line, "", 0, 0) == 0)
        return line;
      close (line);
      g_usleep (1000);
    }
}

/* nothing is ever told of the other end of datagrams: the network fails under leatd. That happens
 * when it reads, and so it has something to read, if it is there */
static inline void
datagrams_hang_up (Machine *self, int line)
{
  g_assert_true (g_file_set_contents (self->path, "", 0, NULL));
  while (g_file_test (self->path, G_FILE_TEST_EXISTS) && send (line, "", 0, 0) == 0)
    ;
  close (line);
}

/* --- what is no socket --- */

/* the child, which says what it is told through a FIFO */
static inline int
child_open (Machine *self)
{
  return open (self->path, O_WRONLY | O_CLOEXEC);
}

/* it is killed, or has come to its end; the next one is another */
static inline void
child_hang_up (Machine *self, int line)
{
  g_autofree char *path = g_strconcat (self->path, ".pid", NULL);
  g_autofree char *text = NULL;
  pid_t child;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  child = (pid_t) g_ascii_strtoll (text, NULL, 10);
  if (g_rand_boolean (self->random))
    kill (child, SIGKILL);
  close (line);
  while (kill (child, 0) == 0)
    g_usleep (1000);
}

static inline int
file_open (Machine *self)
{
  return open (self->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* it is made shorter, moved away, deleted, or another one takes its place */
static inline void
file_hang_up (Machine *self, int line)
{
  g_autofree char *old = g_strconcat (self->path, ".1", NULL);
  g_autofree char *fresh = g_strconcat (self->path, ".new", NULL);

  g_usleep ((gulong) g_rand_int_range (self->random, 0, 20000)); /* any part of it was read */
  switch (g_rand_int_range (self->random, 0, 4))
    {
    case 0:
      g_assert_cmpint (ftruncate (line, 0), ==, 0);
      break;
    case 1:
      g_assert_cmpint (g_rename (self->path, old), ==, 0);
      break;
    case 2:
      g_assert_cmpint (g_unlink (self->path), ==, 0);
      break;
    default:
      g_assert_true (g_file_set_contents (fresh, "", 0, NULL));
      g_assert_cmpint (g_rename (fresh, self->path), ==, 0);
    }
  close (line);
}
