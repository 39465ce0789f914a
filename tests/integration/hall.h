/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hall.h - a listening source of the real leatd, and clients of it */
#pragma once
#include "daemons.h"
#include <arpa/inet.h>
#include <sys/socket.h>

/* where it listens: an address of the loopback that no other test has */
typedef struct {
  struct sockaddr_in where;
  char               address[INET_ADDRSTRLEN];
} Hall;

#define HALL_PORT 9002

static inline void
hall_init (Hall *self)
{
  const guint id = (guint) getpid ();

  g_snprintf (self->address, sizeof self->address, "127.%u.%u.%u", 1 + (id >> 16) % 250,
              (id >> 8) % 256, id % 254 + 1);
  self->where = (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = htons (HALL_PORT) };
  g_assert_cmpint (inet_pton (AF_INET, self->address, &self->where.sin_addr), ==, 1);
}

/* [source hall] with @keys of its own, and its records in hall.csv */
static inline void
hall_write_config (const Hall *self, TestDaemon *daemon, const char *keys)
{
  g_autofree char *text = g_strdup_printf (
      "[source hall]\nplugin=tcp\ndevice=listen://%s:%u\nframer=cr\nschema=pv200\n%s"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n"
      "[sink file]\nplugin=csv\npath=DIR/hall.csv\nqueue-size=256M\nqueue-records=10000000\n"
      TEST_COLUMNS,
      self->address, HALL_PORT, keys);

  test_daemon_write_config (daemon, text);
}

/* from the address 127.250.0.@from, as one address has no more than some ten thousand ports; waits
 * until somebody listens */
static inline int
hall_connect_from (const Hall *self, guint from)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  const struct sockaddr_in own = { .sin_family = AF_INET,
                                   .sin_addr = { htonl (0x7ffa0000 | from) } };
  const int late = 1; /* a port is found when it is known to whom */
  int client = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (setsockopt (client, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof late), ==, 0);
  g_assert_cmpint (bind (client, (const struct sockaddr *) &own, sizeof own), ==, 0);
  while (connect (client, (const struct sockaddr *) &self->where, sizeof self->where) != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
    }
  return client;
}

static inline int
hall_connect (const Hall *self)
{
  return hall_connect_from (self, 1);
}

static inline guint
hall_count_lines (const char *path)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    for (const char *at = text; (at = strchr (at, '\n')) != NULL; at++)
      n++;
  return n;
}
