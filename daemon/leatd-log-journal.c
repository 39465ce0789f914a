/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log-journal.c - the journal's own socket, which is never waited for */
/*
 * g_log_writer_journald() waits while journald does not read: its socket has room for a few
 * entries alone. So this one does not block, and is connected, as only then poll(2) knows of the
 * room there.
 */
#include "leatd-log-journal.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_PATH "/run/systemd/journal/socket"

static int journal = -1;

/* as systemd's JOURNAL_NATIVE_PROTOCOL has it: a value with line feeds has its length in front */
static void
append_field (GByteArray *bytes, const char *key, const char *value, gsize length)
{
  const guint64 size = GUINT64_TO_LE ((guint64) length);
  const gboolean is_line = memchr (value, '\n', length) == NULL;

  g_byte_array_append (bytes, (const guint8 *) key, (guint) strlen (key));
  g_byte_array_append (bytes, (const guint8 *) (is_line ? "=" : "\n"), 1);
  if (!is_line)
    g_byte_array_append (bytes, (const guint8 *) &size, sizeof size);
  g_byte_array_append (bytes, (const guint8 *) value, (guint) length);
  g_byte_array_append (bytes, (const guint8 *) "\n", 1);
}

GBytes *
leatd_log_journal_make (const GLogField *fields, gsize n_fields, const char *message)
{
  GByteArray *bytes = g_byte_array_new ();

  append_field (bytes, "MESSAGE", message, strlen (message));
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") != 0)
      append_field (bytes, fields[i].key, fields[i].value,
                    fields[i].length < 0 ? strlen (fields[i].value) : (gsize) fields[i].length);
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
journal_connect (void)
{
  const struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = SOCKET_PATH };

  journal = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return journal >= 0 && connect (journal, (const struct sockaddr *) &address, sizeof address) == 0;
}

static void
journal_close (void)
{
  if (journal >= 0)
    close (journal);
  journal = -1;
}

LeatdLogJournalAnswer
leatd_log_journal_send (GBytes *entry)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (entry, &length);

  /* the second time for a journald that has made its socket anew */
  for (guint i = 0; i < 2; i++)
    {
      if (journal >= 0 || journal_connect ())
        {
          if (TEMP_FAILURE_RETRY (send (journal, data, length, MSG_NOSIGNAL)) >= 0)
            return LEATD_LOG_JOURNAL_TAKEN;
          if (errno == EAGAIN)
            return LEATD_LOG_JOURNAL_FULL;
        }
      journal_close ();
    }
  return LEATD_LOG_JOURNAL_NOBODY;
}

void
leatd_log_journal_await (void)
{
  struct pollfd room = { .fd = journal, .events = POLLOUT };

  poll (&room, 1, -1);
}
