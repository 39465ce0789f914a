/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log-outlet.c - where lines of log leave the process: at once, or by who may wait */
/*
 * stderr is inherited, and O_NONBLOCK on it would be everyone's who has it. So a pipe or a terminal
 * is opened once more, by its name in /proc, with a flag of its own; a socket takes the flag with
 * each message; a file has no reader. What cannot be opened again (it is another user's) is written
 * to as it is, by who may wait alone.
 */
#include "leatd-log-outlet.h"
#include "leatd-log-journal.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum {
  OUTLET_FILE,
  OUTLET_SOCKET,
  OUTLET_OPENED, /* a descriptor of our own that does not block */
  OUTLET_BLOCKS,
} OutletKind;

static OutletKind kind;
static int opened = -1;

LeatdLogEntry *
leatd_log_entry_new (char *text, GBytes *journal)
{
  LeatdLogEntry *self = g_new0 (LeatdLogEntry, 1);

  self->text = text;
  self->journal = journal;
  self->length = strlen (text);
  return self;
}

gsize
leatd_log_entry_get_size (const LeatdLogEntry *self)
{
  return sizeof *self + self->length +
         (self->journal != NULL ? g_bytes_get_size (self->journal) : 0);
}

void
leatd_log_entry_free (LeatdLogEntry *self)
{
  g_free (self->text);
  g_clear_pointer (&self->journal, g_bytes_unref);
  g_free (self);
}

void
leatd_log_outlet_open (void)
{
  struct stat status;

  if (fstat (STDERR_FILENO, &status) != 0 || S_ISREG (status.st_mode))
    kind = OUTLET_FILE;
  else if (S_ISSOCK (status.st_mode))
    kind = OUTLET_SOCKET;
  else
    {
      opened = open ("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
      kind = opened >= 0 ? OUTLET_OPENED : OUTLET_BLOCKS;
    }
}

static int
get_descriptor (void)
{
  return kind == OUTLET_OPENED ? opened : STDERR_FILENO;
}

static gssize
write_some (const char *text, gsize length)
{
  return TEMP_FAILURE_RETRY (kind == OUTLET_SOCKET
                                 ? send (STDERR_FILENO, text, length, MSG_DONTWAIT | MSG_NOSIGNAL)
                                 : write (get_descriptor (), text, length));
}

/* One write() a line, if there is room: lines of other processes on the same descriptor do not get
 * into it. TRUE: it is out, or nobody takes it. */
static gboolean
write_text (LeatdLogEntry *entry)
{
  while (entry->at < entry->length)
    {
      const gssize written = write_some (entry->text + entry->at, entry->length - entry->at);

      if (written < 0)
        return errno != EAGAIN;
      entry->at += (gsize) written;
    }
  return TRUE;
}

static gboolean
entry_put (LeatdLogEntry *entry, gboolean may_wait)
{
  const LeatdLogJournalAnswer answer = entry->journal != NULL
                                           ? leatd_log_journal_send (entry->journal)
                                           : LEATD_LOG_JOURNAL_NOBODY;

  if (answer != LEATD_LOG_JOURNAL_NOBODY)
    return answer == LEATD_LOG_JOURNAL_TAKEN;
  g_clear_pointer (&entry->journal, g_bytes_unref); /* its half on stderr could come twice */
  return (may_wait || kind != OUTLET_BLOCKS) && write_text (entry);
}

static void
await_room (const LeatdLogEntry *entry)
{
  struct pollfd room = { .fd = get_descriptor (), .events = POLLOUT };

  if (entry->journal != NULL)
    leatd_log_journal_await ();
  else
    poll (&room, 1, -1);
}

gboolean
leatd_log_outlet_try (LeatdLogEntry *entry)
{
  return entry_put (entry, FALSE);
}

void
leatd_log_outlet_write (LeatdLogEntry *entry)
{
  while (!entry_put (entry, TRUE))
    await_room (entry);
}

void
leatd_log_outlet_last_word (const char *text)
{
  struct pollfd room = { .fd = get_descriptor (), .events = POLLOUT };

  if (poll (&room, 1, 0) > 0)
    write_some (text, strlen (text));
}
