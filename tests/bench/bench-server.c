/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-server.c - an HTTP server that costs as little as one can, and knows each record:
 * `bench-server PORT-FILE N TIMES [PORT [MILLISECONDS]]`
 *
 * Takes requests on one connection after the other until N records have come, each told by "num":N
 * in a body. Prints requests, records, lost, wrong (twice, or out of order), and seconds from the
 * first byte to the last record; TIMES gets for each record the nanoseconds of CLOCK_MONOTONIC at
 * which its request was whole. With MILLISECONDS it answers so much later, as a service far away,
 * takes any number of connections at once and records in any order, and ends when none is
 * missing. */
#include <arpa/inet.h>
#include <gio/gio.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ANSWER "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
#define NUM "\"num\":"
#define BODY_MAX (64 << 20)
#define BODY_MAX_LATE (1 << 20)   /* of each of many connections */

typedef struct {
  const char *times_file;
  GMutex mutex;       /* of what follows, where connections are at once */
  gint64 wanted;
  gint64 following;   /* in order: the number of the next record */
  gint64 n_seen;
  gint64 lost;
  gint64 wrong;
  gint64 n_requests;
  gint64 began;       /* ns */
  gint64 ended;
  gint64 *times;      /* 0: not seen */
  gint64 late;        /* µs; 0: at once, and in order */
} Server;

typedef struct {
  Server *server;
  int fd;
  char *buffer;
  gsize size;
  gsize length;
} Connection;

static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static void
see_record (Server *self, gint64 num, gint64 time)
{
  if (num < 0 || num >= self->wanted || self->times[num] != 0 ||
      (self->late == 0 && num < self->following))
    {
      self->wrong++;
      return;
    }
  if (self->late == 0)
    self->lost += num - self->following;
  self->following = num + 1;
  self->n_seen++;
  self->times[num] = time;
}

static gboolean
has_all (const Server *self)
{
  return self->late == 0 ? self->following >= self->wanted : self->n_seen == self->wanted;
}

static void
see_body (Server *self, const char *body, gsize length)
{
  const char *end = body + length;
  const gint64 time = now ();

  self->n_requests++;
  while ((body = memmem (body, (gsize) (end - body), NUM, strlen (NUM))) != NULL)
    {
      body += strlen (NUM);
      while (body < end && (*body == ' ' || *body == '"'))
        body++;
      see_record (self, strtoll (body, NULL, 10), time);
    }
  self->ended = time;
}

/* bytes of the request that stands at the begin of the buffer; 0: it is not whole */
static gsize
find_request (const Connection *self, gsize *head)
{
  const char *blank = memmem (self->buffer, self->length, "\r\n\r\n", 4);
  const char *header;
  gsize size;

  if (blank == NULL)
    return 0;
  *head = (gsize) (blank - self->buffer) + 4;
  header = g_strstr_len (self->buffer, (gssize) *head, "ontent-Length:");
  if (header == NULL)
    header = g_strstr_len (self->buffer, (gssize) *head, "ontent-length:");
  size = header != NULL ? (gsize) strtoull (header + strlen ("ontent-Length:"), NULL, 10) : 0;
  return self->length >= *head + size ? *head + size : 0;
}

/* all has come: what is known of it, and the end of the program */
static void
end (Server *self)
{
  g_file_set_contents (self->times_file, (const char *) self->times,
                       (gssize) (self->wanted * (gint64) sizeof (gint64)), NULL);
  g_print ("{\"requests\":%" G_GINT64_FORMAT ",\"lost\":%" G_GINT64_FORMAT
           ",\"wrong\":%" G_GINT64_FORMAT ",\"began\":%" G_GINT64_FORMAT
           ",\"ended\":%" G_GINT64_FORMAT "}\n",
           self->n_requests, self->lost, self->wrong, self->began, self->ended);
  exit (0);
}

static gboolean
answer_one (Connection *self, gsize head, gsize size)
{
  Server *server = self->server;
  g_autoptr (GMutexLocker) locker = NULL;

  g_usleep ((gulong) server->late);
  locker = g_mutex_locker_new (&server->mutex);
  see_body (server, self->buffer + head, size - head);
  self->length -= size;
  memmove (self->buffer, self->buffer + size, self->length);
  self->buffer[self->length] = '\0';
  if (write (self->fd, ANSWER, strlen (ANSWER)) != (gssize) strlen (ANSWER))
    return FALSE;
  if (has_all (server))
    end (server);
  return TRUE;
}

static gboolean
answer_all (Connection *self)
{
  gsize head = 0, size;

  while ((size = find_request (self, &head)) > 0)
    if (!answer_one (self, head, size))
      return FALSE;
  return TRUE;
}

static gpointer
serve (gpointer data)
{
  Connection *self = data;
  const int yes = 1;
  gssize n;

  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  while ((n = read (self->fd, self->buffer + self->length, self->size - self->length)) > 0)
    {
      self->length += (gsize) n;
      self->buffer[self->length] = '\0';
      if (!answer_all (self))
        break;
    }
  close (self->fd);
  g_free (self->buffer);
  g_free (self);
  return NULL;
}

static void
take (Server *self, int fd)
{
  Connection *connection = g_new0 (Connection, 1);

  if (self->began == 0)
    self->began = now ();
  connection->server = self;
  connection->fd = fd;
  connection->size = self->late > 0 ? BODY_MAX_LATE : BODY_MAX;
  connection->buffer = g_malloc (connection->size + 1);
  if (self->late > 0)
    g_thread_unref (g_thread_new ("connection", serve, connection));
  else
    serve (connection);
}

static int
listen_somewhere (const char *port_file, guint16 port)
{
  const int yes = 1;
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  g_autofree char *text = NULL;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  setsockopt (listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind (listener, (struct sockaddr *) &address, length) != 0 || listen (listener, 16) != 0 ||
      getsockname (listener, (struct sockaddr *) &address, &length) != 0)
    g_error ("bench-server: cannot listen");
  text = g_strdup_printf ("%d\n", ntohs (address.sin_port));
  if (!g_file_set_contents (port_file, text, -1, NULL))
    g_error ("bench-server: cannot write %s", port_file);
  return listener;
}

int
main (int argc, char **argv)
{
  Server self = { 0 };
  int listener;

  if (argc < 4)
    {
      g_printerr ("Usage: bench-server PORT-FILE N TIMES [PORT [MILLISECONDS]]\n");
      return 2;
    }
  self.wanted = g_ascii_strtoll (argv[2], NULL, 10);
  self.times = g_new0 (gint64, self.wanted);
  self.times_file = argv[3];
  self.late = argc > 5 ? g_ascii_strtoll (argv[5], NULL, 10) * 1000 : 0;
  g_mutex_init (&self.mutex);
  listener = listen_somewhere (argv[1], argc > 4 ? (guint16) atoi (argv[4]) : 0);
  while (TRUE)
    take (&self, accept (listener, NULL, NULL));
}
