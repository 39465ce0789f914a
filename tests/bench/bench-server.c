/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-server.c - an HTTP server that costs as little as one can, and knows each record:
 * `bench-server PORT-FILE N TIMES [PORT]`
 *
 * Takes requests on one connection after the other until N records have come, each told by "num":N
 * in a body. Prints requests, records, lost, wrong (twice, or out of order), and seconds from the
 * first byte to the last record; TIMES gets for each record the nanoseconds of CLOCK_MONOTONIC at
 * which its request was whole. */
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

typedef struct {
  gint64 wanted;
  gint64 following; /* the number of the next record */
  gint64 lost;
  gint64 wrong;
  gint64 n_requests;
  gint64 began; /* ns */
  gint64 ended;
  gint64 *times;
  char *buffer;
  gsize length;
} Server;

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
  if (num < self->following || num >= self->wanted)
    {
      self->wrong++;
      return;
    }
  self->lost += num - self->following;
  self->following = num + 1;
  self->times[num] = time;
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
find_request (Server *self, gsize *head)
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

static gboolean
answer_all (Server *self, int connection)
{
  gsize head = 0, size;

  while ((size = find_request (self, &head)) > 0)
    {
      see_body (self, self->buffer + head, size - head);
      self->length -= size;
      memmove (self->buffer, self->buffer + size, self->length);
      self->buffer[self->length] = '\0';
      if (write (connection, ANSWER, strlen (ANSWER)) != (gssize) strlen (ANSWER))
        return FALSE;
    }
  return TRUE;
}

static void
serve (Server *self, int connection)
{
  const int yes = 1;
  gssize n;

  setsockopt (connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  self->length = 0;
  while (self->following < self->wanted &&
         (n = read (connection, self->buffer + self->length, BODY_MAX - self->length)) > 0)
    {
      if (self->began == 0)
        self->began = now ();
      self->length += (gsize) n;
      self->buffer[self->length] = '\0';
      if (!answer_all (self, connection))
        break;
    }
  close (connection);
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
      g_printerr ("Usage: bench-server PORT-FILE N TIMES [PORT]\n");
      return 2;
    }
  self.wanted = g_ascii_strtoll (argv[2], NULL, 10);
  self.times = g_new0 (gint64, self.wanted);
  self.buffer = g_malloc (BODY_MAX + 1);
  listener = listen_somewhere (argv[1], argc > 4 ? (guint16) atoi (argv[4]) : 0);
  while (self.following < self.wanted)
    serve (&self, accept (listener, NULL, NULL));
  g_file_set_contents (argv[3], (const char *) self.times,
                       (gssize) (self.wanted * (gint64) sizeof (gint64)), NULL);
  g_print ("{\"requests\":%" G_GINT64_FORMAT ",\"lost\":%" G_GINT64_FORMAT
           ",\"wrong\":%" G_GINT64_FORMAT ",\"began\":%" G_GINT64_FORMAT
           ",\"ended\":%" G_GINT64_FORMAT "}\n",
           self.n_requests, self.lost, self.wrong, self.began, self.ended);
  return 0;
}
