/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-replay.c - leat replay FILE: a recording where its machine stood: on a port, or over TCP */
#include "look/answer.h"
#include "leat-host.h"
#include "leat-signals.h"
#include "leat-main.h"
#include "simulate/simulate-port.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* as the command line spells them */
typedef struct {
  char *speed;
  char *link;
  char *connect;
  int listen; /* -1: not wished */
  int stream;
  gboolean no_wait;
} Arguments;

typedef struct {
  LeatRecording *recording;
  LeatSimulatedPort port;
  GSocket *socket; /* NULL: a port */
  int signals;
  gboolean stopped;
  double speed; /* 0: as fast as it is taken */
  guint stream;
  gint64 due; /* CLOCK_MONOTONIC, ns, of the event at hand; 0: none was yet */
  gint64 last;
  guint64 reads;
  guint64 bytes;
} Replay;

static const char description[] =
    "FILE is a recording that record= has made, or any pcapng of a serial line. Its bytes are\n"
    "sent with the pauses that were between them; hangups are pauses too. The first line\n"
    "printed is the port, or the address that waits, as with leat simulate; the last is a JSON\n"
    "object of what was sent. With --json the first is {\"port\":…}.\n"
    "\n"
    "A source can play a recording without it: device=replay:PATH, see leat describe replay.\n"
    "\n"
    "Exit code: 0; 1: FILE cannot be read, or nobody takes what is sent; 2: the command line is\n"
    "wrong.";

static void
arguments_clear (Arguments *self)
{
  g_free (self->speed);
  g_free (self->link);
  g_free (self->connect);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse (Arguments *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "speed", 0, 0, G_OPTION_ARG_STRING, &self->speed,
      "Times faster than it was; max: as fast as it is taken (1)", "N|max" },
    { "stream", 0, 0, G_OPTION_ARG_INT, &self->stream, "Which of its streams, from 1 on (1)", "N" },
    { "link", 0, 0, G_OPTION_ARG_FILENAME, &self->link, "A name for the port", "PATH" },
    { "listen", 0, 0, G_OPTION_ARG_INT, &self->listen,
      "Wait for one who connects to this TCP port; 0: to a free one", "PORT" },
    { "connect", 0, 0, G_OPTION_ARG_STRING, &self->connect, "Connect to a TCP port", "HOST:PORT" },
    { "no-wait", 0, 0, G_OPTION_ARG_NONE, &self->no_wait, "Send before anybody opens the port",
      NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext)
      context = g_option_context_new ("FILE - play a recording where its machine stood");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, leat_answer_entries, NULL);
  g_option_context_set_description (context, description);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
check (const Arguments *self, int argc, double *speed, GError **error)
{
  char *end = NULL;

  *speed = 0;
  if (g_strcmp0 (self->speed, "max") != 0)
    *speed = self->speed != NULL ? g_ascii_strtod (self->speed, &end) : 1;
  if (argc != 2)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "one FILE is what it takes");
  if (end != NULL && (end == self->speed || *end != '\0' || !(*speed >= 0.001 && *speed <= 1e6)))
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "--speed: 1 is as it was, or max");
  if (self->stream < 1)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "--stream: counts from 1");
  if (self->listen > 65535 || (self->listen >= 0) + (self->connect != NULL) > 1)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--listen or --connect, not both; a port is up to 65535");
  return TRUE;
}

/* --- waiting --- */

/* for @events on @fd, until @until (CLOCK_MONOTONIC, ns; < 0: for ever); FALSE: it was stopped */
static gboolean
wait_for (Replay *self, int fd, short events, gint64 until)
{
  struct pollfd polls[] = { { .fd = self->signals, .events = POLLIN },
                            { .fd = fd, .events = events } };
  const gint64 left = until - g_get_monotonic_time () * 1000;
  const struct timespec timeout = { .tv_sec = MAX (left, 0) / LEAT_NSEC_PER_SEC,
                                    .tv_nsec = MAX (left, 0) % LEAT_NSEC_PER_SEC };

  ppoll (polls, G_N_ELEMENTS (polls), until < 0 ? NULL : &timeout, NULL);
  self->stopped = self->stopped || polls[0].revents != 0;
  return !self->stopped;
}

static int
replay_get_fd (const Replay *self)
{
  return self->socket != NULL ? g_socket_get_fd (self->socket) : self->port.master;
}

static void
tell_place (const char *name)
{
  g_autoptr (GString) json = g_string_new ("{\"port\":");

  leat_json_append_string (json, name, -1);
  if (leat_answer_is_json ())
    printf ("%s}\n", json->str);
  else
    printf ("%s\n", name);
  fflush (stdout);
}

/* --- where it is played --- */

static gboolean
open_port (Replay *self, const Arguments *arguments, GError **error)
{
  if (!leat_simulated_port_init (&self->port, arguments->link, error) ||
      !leat_simulated_port_plug (&self->port, error))
    return FALSE;
  tell_place (self->port.link != NULL ? self->port.link : self->port.name);
  if (!arguments->no_wait && wait_for (self, self->port.watch, POLLIN, -1))
    leat_simulated_port_take_reader (&self->port);
  return TRUE;
}

static gboolean
open_listener (Replay *self, guint16 port, GError **error)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, port);
  g_autoptr (GSocket) listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                               G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *name = NULL;

  if (listener == NULL || !g_socket_bind (listener, address, TRUE, error) ||
      !g_socket_listen (listener, error))
    return FALSE;
  bound = g_socket_get_local_address (listener, error);
  if (bound == NULL)
    return FALSE;
  name = g_strdup_printf ("tcp://127.0.0.1:%u",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  tell_place (name);
  if (!wait_for (self, g_socket_get_fd (listener), POLLIN, -1))
    return TRUE;
  self->socket = g_socket_accept (listener, NULL, error);
  return self->socket != NULL;
}

static gboolean
open_connection (Replay *self, const char *place, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection)
      connection = g_socket_client_connect_to_host (client, place, 0, NULL, error);

  if (connection == NULL)
    {
      g_prefix_error (error, "%s: ", place);
      return FALSE;
    }
  /* the connection closes its socket when it goes: one of its own */
  self->socket = g_socket_new_from_fd (dup (g_socket_get_fd (
                                           g_socket_connection_get_socket (connection))),
                                       error);
  if (self->socket == NULL)
    return FALSE;
  tell_place (place);
  return TRUE;
}

static gboolean
open_place (Replay *self, const Arguments *arguments, GError **error)
{
  gboolean opened;

  if (arguments->connect != NULL)
    opened = open_connection (self, arguments->connect, error);
  else if (arguments->listen >= 0)
    opened = open_listener (self, (guint16) arguments->listen, error);
  else
    return open_port (self, arguments, error);
  if (self->socket != NULL)
    g_socket_set_blocking (self->socket, FALSE);
  return opened;
}

/* --- playing --- */

/* what the machine is told, it does not mind; FALSE: nobody is there any more */
static gboolean
discard (Replay *self)
{
  char bytes[512];
  gssize got;

  do
    got = read (replay_get_fd (self), bytes, sizeof bytes);
  while (got > 0);
  return self->socket == NULL || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

static gboolean
replay_send (Replay *self, const LeatRecordingEvent *event, GError **error)
{
  gsize sent = 0;

  while (sent < event->length && !self->stopped)
    {
      gssize taken;

      if (!discard (self))
        return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "the other end has closed");
      taken = write (replay_get_fd (self), event->data + sent, event->length - sent);
      if (taken > 0)
        sent += (gsize) taken;
      else if (taken < 0 && errno != EAGAIN && errno != EINTR)
        return leat_error_fail (error, LEAT_ERROR_DISCONNECTED, "cannot be sent: %s",
                                g_strerror (errno));
      else
        wait_for (self, replay_get_fd (self), POLLOUT, -1);
    }
  self->bytes += sent;
  self->reads++;
  return TRUE;
}

/* until it is its time */
static void
replay_wait (Replay *self, const LeatRecordingEvent *event)
{
  const gint64 moment = event->arrival.moment.monotonic;
  const gint64 passed = self->due != 0 ? MAX (moment - self->last, 0) : 0;

  if (self->due == 0)
    self->due = g_get_monotonic_time () * 1000;
  self->last = moment;
  if (self->speed > 0)
    self->due += (gint64) ((double) passed / self->speed);
  while (self->speed > 0 && g_get_monotonic_time () * 1000 < self->due &&
         wait_for (self, -1, 0, self->due))
    continue;
}

static gboolean
replay_play (Replay *self, GError **error)
{
  while (!self->stopped)
    {
      g_autoptr (GError) fault = NULL;
      LeatRecordingEvent event;

      wait_for (self, -1, 0, 0); /* a look at the signals */
      if (!leat_recording_next (self->recording, &event, &fault))
        {
          if (fault == NULL)
            return TRUE;
          if (!g_error_matches (fault, LEAT_ERROR, LEAT_ERROR_MALFORMED))
            {
              g_propagate_error (error, g_steal_pointer (&fault));
              return FALSE;
            }
          g_printerr ("%s\n", fault->message);
          continue;
        }
      if (event.stream != self->stream || event.kind != LEAT_RECORDING_READ || event.length == 0)
        continue;
      replay_wait (self, &event);
      if (!replay_send (self, &event, error))
        return FALSE;
    }
  return TRUE;
}

/* what is not read when the port goes is lost */
static void
replay_drain (Replay *self)
{
  while (self->socket == NULL && !leat_simulated_port_is_drained (&self->port) &&
         wait_for (self, -1, 0, g_get_monotonic_time () * 1000 + 1000000))
    continue;
}

static gboolean
replay (Replay *self, const Arguments *arguments, GError **error)
{
  gboolean done = open_place (self, arguments, error) && replay_play (self, error);

  if (done && !self->stopped)
    replay_drain (self);
  if (done)
    printf ("{\"reads\":%" G_GUINT64_FORMAT ",\"bytes\":%" G_GUINT64_FORMAT ",\"whole\":%s}\n",
            self->reads, self->bytes, self->stopped ? "false" : "true");
  g_clear_object (&self->socket);
  return done;
}

int
leat_word_replay (int argc, char **argv)
{
  g_auto (Arguments) arguments = { .listen = -1, .stream = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatRecording) recording = NULL;
  Replay self = { .port = { .master = -1, .keeper = -1, .watch = -1 } };
  gboolean done;

  g_set_prgname ("leat replay");
  if (!parse (&arguments, &argc, &argv, &error) || !check (&arguments, argc, &self.speed, &error))
    return leat_answer_misuse (error->message);
  recording = leat_recording_open (argv[1], &error);
  if (recording == NULL)
    return leat_answer_fail (error, LEAT_EXIT_FAULTS);
  self.recording = recording;
  self.stream = (guint) arguments.stream - 1;
  self.signals = leat_signals_open ();
  signal (SIGPIPE, SIG_IGN);
  done = replay (&self, &arguments, &error);
  leat_simulated_port_clear (&self.port);
  close (self.signals);
  return done ? LEAT_EXIT_OK : leat_answer_fail (error, LEAT_EXIT_FAULTS);
}
