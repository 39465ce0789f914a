/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-run.c - a simulated machine on a simulated port, and what it knows to have sent */
#include "simulate-run.h"
#include "leat-host.h"
#include "leat-json.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS_PER_MILLISECOND 1000000
/* what a stopped machine takes to end its sentence and see it read */
#define GRACE LEAT_NSEC_PER_SEC
#define FOR_EVER G_MAXINT64

static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * LEAT_NSEC_PER_SEC + time.tv_nsec;
}

static void
take_signal (LeatSimulation *self)
{
  struct signalfd_siginfo info;

  if (read (self->signals, &info, sizeof info) == sizeof info)
    self->deadline = self->deadline == 0 ? now () + GRACE : now ();
}

/* Waits for @events on @fd (-1: none), for @nanoseconds, or for a signal; FALSE: it was stopped,
 * and there is no more time */
static gboolean
wait_for (LeatSimulation *self, int fd, short events, gint64 nanoseconds)
{
  struct pollfd polls[] = { { .fd = self->signals, .events = POLLIN },
                            { .fd = fd, .events = events } };
  struct timespec timeout;

  if (self->deadline != 0)
    nanoseconds = CLAMP (self->deadline - now (), 0, nanoseconds);
  timeout.tv_sec = nanoseconds / LEAT_NSEC_PER_SEC;
  timeout.tv_nsec = nanoseconds % LEAT_NSEC_PER_SEC;

  ppoll (polls, G_N_ELEMENTS (polls), nanoseconds == FOR_EVER ? NULL : &timeout, NULL);
  if (polls[0].revents != 0)
    take_signal (self);
  return self->deadline == 0 || now () < self->deadline;
}

static void
tell_port (LeatSimulation *self, const char *name)
{
  g_autoptr (GString) json = g_string_new ("{\"port\":");

  leat_json_append_string (json, name, -1);
  if (self->json)
    printf ("%s}\n", json->str);
  else
    printf ("%s\n", name);
  fflush (stdout);
}

/* a new port, under its name; then silence until somebody listens */
static gboolean
plug_in (LeatSimulation *self, GError **error)
{
  if (!leat_simulated_port_plug (&self->port, error))
    return FALSE;

  self->offset = 0;
  tell_port (self, self->port.link != NULL ? self->port.link : self->port.name);

  if (!self->no_wait && wait_for (self, self->port.watch, POLLIN, FOR_EVER))
    leat_simulated_port_take_reader (&self->port);
  self->begin = now ();
  self->begin_made = self->made;
  return TRUE;
}

static void
show_piece (LeatSimulation *self, gsize start, const LeatSimulatedPiece *piece)
{
  const char *kind = piece->fault == LEAT_SIMULATED_FAULTS
                         ? "record"
                         : leat_simulated_fault_names[piece->fault];
  g_autofree char *text = leat_escape_do (self->block.bytes + start, piece->end - start);

  fprintf (stderr, "%-6s %s\n", kind, text);
}

static void
write_truth (LeatSimulation *self, gsize start, gsize end)
{
  gsize length = end - start - strlen (self->block.machine->end);

  fprintf (self->truth, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %.*s\n", self->pulled,
           self->offset + end, (int) length, (const char *) self->block.bytes + start);
}

/* what the port has taken of the block counts; the pieces in it that are whole now, from *@next on,
 * are told */
static void
account (LeatSimulation *self, gsize from, gsize to, guint *next)
{
  const GArray *pieces = self->block.pieces;

  if (self->record != NULL)
    fwrite (self->block.bytes + from, 1, to - from, self->record);
  self->bytes += to - from;

  for (; *next < pieces->len && g_array_index (pieces, LeatSimulatedPiece, *next).end <= to;
       (*next)++)
    {
      const LeatSimulatedPiece *piece = &g_array_index (pieces, LeatSimulatedPiece, *next);
      gsize start = *next > 0 ? g_array_index (pieces, LeatSimulatedPiece, *next - 1).end : 0;

      gboolean whole = piece->fault == LEAT_SIMULATED_FAULTS || piece->fault == LEAT_SIMULATED_BAD;

      self->sent[piece->fault]++;
      if (self->truth != NULL && whole)
        write_truth (self, start, piece->end);
      if (self->print)
        show_piece (self, start, piece);
    }
}

/* commands to the machine: it does not mind them, but takes them off the line */
static void
discard_commands (LeatSimulation *self)
{
  char bytes[512];

  while (read (self->port.master, bytes, sizeof bytes) > 0)
    continue;
}

static gboolean
send_block (LeatSimulation *self, GError **error)
{
  gsize sent = 0;
  guint next = 0;

  discard_commands (self);
  while (sent < self->block.length)
    {
      gssize taken = write (self->port.master, self->block.bytes + sent, self->block.length - sent);

      if (taken > 0)
        {
          account (self, sent, sent + (gsize) taken, &next);
          sent += (gsize) taken;
        }
      else if (taken < 0 && errno != EAGAIN && errno != EINTR)
        {
          int code = errno;

          g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code),
                       "%s: cannot be written: %s", self->port.name, g_strerror (code));
          return FALSE;
        }
      else if (!wait_for (self, self->port.master, POLLOUT, FOR_EVER))
        break;
    }

  self->offset += sent;
  return TRUE;
}

static void
wait_until_read (LeatSimulation *self)
{
  while (!leat_simulated_port_is_drained (&self->port) &&
         wait_for (self, -1, 0, NANOSECONDS_PER_MILLISECOND))
    continue;
}

/* pulled out, away for a while, and back as another port under the same name */
static gboolean
pull_out (LeatSimulation *self, GError **error)
{
  gint64 back;

  if (!self->abrupt)
    wait_until_read (self);
  leat_simulated_port_unplug (&self->port);
  self->pulled++;

  back = now () + self->away;
  while (self->deadline == 0 && now () < back)
    wait_for (self, -1, 0, back - now ());
  return self->deadline != 0 || plug_in (self, error);
}

/* how many records may be sent now; waits until it is one at least, or 0: it was stopped */
static guint64
wait_until_due (LeatSimulation *self)
{
  guint64 remaining = self->count > 0 ? self->count - self->made : G_MAXUINT64;

  /* a look at the signals, also when nothing is ever waited for */
  wait_for (self, -1, 0, 0);
  while (self->deadline == 0 && self->rate > 0)
    {
      double elapsed = (double) (now () - self->begin) / (double) LEAT_NSEC_PER_SEC;
      double due = elapsed * self->rate + 1 - (double) (self->made - self->begin_made);

      if (due >= 1)
        return MIN ((guint64) due, remaining);
      wait_for (self, -1, 0, (gint64) ((1 - due) / self->rate * (double) LEAT_NSEC_PER_SEC) + 1);
    }

  return self->deadline == 0 ? remaining : 0;
}

static gboolean
speak (LeatSimulation *self, GError **error)
{
  guint64 due;

  while ((due = wait_until_due (self)) > 0)
    {
      const GArray *pieces = self->block.pieces;

      self->made += leat_simulated_block_fill (&self->block, due,
                                               self->count > 0 ? self->count - self->made
                                                               : G_MAXUINT64);
      if (!send_block (self, error))
        return FALSE;
      if (g_array_index (pieces, LeatSimulatedPiece, pieces->len - 1).fault ==
              LEAT_SIMULATED_HANGUP &&
          !pull_out (self, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * leat_simulation_run:
 * @self: a simulation whose settings are made
 * @error: return location
 *
 * Plugs the port in, says its name on standard output, waits for a reader, sends the records, and
 * waits until all of them were read: what a reader has not read when the port is pulled out is
 * lost. Ends earlier by a signal.
 *
 * Returns: %FALSE if there is no port to be had
 */
gboolean
leat_simulation_run (LeatSimulation *self, GError **error)
{
  if (!plug_in (self, error) || !speak (self, error))
    return FALSE;

  if (self->port.master >= 0)
    {
      wait_until_read (self);
      self->drained = leat_simulated_port_is_drained (&self->port);
    }
  leat_simulated_port_unplug (&self->port);
  return TRUE;
}
