/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-race.c - tests that a kept connection may end at any moment, also between two looks that the
 * HTTP library takes at it before a request */
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include "rest-worker.h"

/* a request looks at the connection that was kept fewer times */
#define LOOKS 6

typedef ssize_t (*ReceiveFunc) (int fd, void *buffer, size_t size, int flags);

static guint16 port;    /* the server's */
static gint open_looks; /* atomic: after so many that find the connection open it ends; 0: never */

static gboolean
is_ours (int fd)
{
  struct sockaddr_in name = { 0 };
  socklen_t length = sizeof name;

  return getpeername (fd, (struct sockaddr *) &name, &length) == 0 && name.sin_family == AF_INET &&
         ntohs (name.sin_port) == port;
}

/* Stands before the system's. libsoup looks by asking for one byte. What ends here is our half of
 * the connection: it shows us what it shows when the server closes it. */
ssize_t
recv (int fd, void *buffer, size_t size, int flags)
{
  static ReceiveFunc next;
  ssize_t received;

  if (next == NULL)
    next = (ReceiveFunc) dlsym (RTLD_NEXT, "recv");
  received = next (fd, buffer, size, flags);
  if (received < 0 && errno == EAGAIN && size == 1 && g_atomic_int_get (&open_looks) > 0 &&
      is_ours (fd) && g_atomic_int_dec_and_test (&open_looks))
    {
      g_assert_cmpint (shutdown (fd, SHUT_RD), ==, 0);
      errno = EAGAIN;
    }
  return received;
}

/* each request comes to its end, and none needs another try of the daemon's */
static void
test_closed_while_looked_at (void)
{
  static const char *const options[] = { "url", "URL/", "idle-timeout", "1h", NULL };
  guint n_closed = 0;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, options);
  port = (guint16) g_ascii_strtoull (strrchr (worker.url, ':') + 1, NULL, 10);
  for (gint looks = 1; looks <= LOOKS; looks++)
    {
      rest_put (&worker, "camera0", 1);
      g_atomic_int_set (&open_looks, looks);
      rest_put (&worker, "camera0", 2);
      n_closed += g_atomic_int_get (&open_looks) == 0;
    }
  g_test_message ("a connection ended after %u different looks", n_closed);
  g_assert_cmpuint (n_closed, >=, 2);
  g_assert_cmpuint (n_closed, <, LOOKS);
  rest_worker_clear (&worker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-race/closed-while-looked-at", test_closed_while_looked_at);
  return g_test_run ();
}
