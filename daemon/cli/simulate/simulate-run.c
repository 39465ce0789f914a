/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-run.c - a simulated machine on its wire, and what it knows to have sent */
#include "simulate-run-private.h"
#include <glib-unix.h>
#include <signal.h>

/* of results that wait to be taken */
#define AHEAD 65536

/* a late answer, or a result that a trigger has asked for */
typedef struct {
  LeatSimulation         *simulation;
  guint               source;
  guint64             trigger; /* 0: an answer */
  LeatSimulatedPiece  piece;
  GBytes             *bytes;
  char               *note;
} Waiting;

guint
leat_simulation_milliseconds (double seconds)
{
  return (guint) (seconds * 1000 + 0.5);
}

void
leat_simulation_remove_source (guint *source)
{
  if (*source != 0)
    g_source_remove (*source);
  *source = 0;
}

/* --- what comes later --- */

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  leat_simulation_remove_source (&waiting->source);
  g_clear_pointer (&waiting->bytes, g_bytes_unref);
  g_free (waiting->note);
  g_free (waiting);
}

void
leat_simulation_forget_waiting (LeatSimulation *self)
{
  g_queue_clear_full (&self->waiting, waiting_free);
}

static void
measure (LeatSimulation *self, guint64 trigger)
{
  guint64 remaining = self->wishes->count > 0 ? self->wishes->count - self->made : G_MAXUINT64;
  LeatSimulatedFault fault;

  if (remaining == 0 || self->pulled != LEAT_SIMULATED_FAULTS)
    return;
  self->made++;
  fault = leat_simulated_machine_measure (self->machine, remaining, trigger);
  if (fault == LEAT_SIMULATED_HANGUP || fault == LEAT_SIMULATED_POWER ||
      fault == LEAT_SIMULATED_SETUP)
    self->pulled = fault;
}

static gboolean
on_waited (gpointer data)
{
  Waiting *waiting = data;
  LeatSimulation *self = waiting->simulation;

  waiting->source = 0;
  g_queue_remove (&self->waiting, waiting);
  if (waiting->trigger > 0)
    measure (self, waiting->trigger);
  else
    leat_simulated_speech_append (&self->speech, &waiting->piece);
  waiting_free (waiting);
  leat_simulation_pump (self);
  return G_SOURCE_REMOVE;
}

static Waiting *
have_wait (LeatSimulation *self, double seconds)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->simulation = self;
  waiting->source = g_timeout_add (leat_simulation_milliseconds (seconds), on_waited, waiting);
  g_queue_push_tail (&self->waiting, waiting);
  return waiting;
}

/* LeatSimulatedSay */
static void
on_say (const LeatSimulatedPiece *piece, gpointer user_data)
{
  LeatSimulation *self = user_data;
  Waiting *waiting;

  if (piece->fault != LEAT_SIMULATED_LATE)
    {
      leat_simulated_speech_append (&self->speech, piece);
      return;
    }
  waiting = have_wait (self, self->wishes->late_by);
  waiting->bytes = g_bytes_new (piece->bytes, piece->length);
  waiting->note = g_strdup (piece->note);
  waiting->piece = *piece;
  waiting->piece.bytes = g_bytes_get_data (waiting->bytes, NULL);
  waiting->piece.note = waiting->note;
}

/* --- saying --- */

static gboolean
on_pace (gpointer user_data)
{
  LeatSimulation *self = user_data;

  self->pace = 0;
  leat_simulation_pump (self);
  return G_SOURCE_REMOVE;
}

/* how many results are due; 0: the pace is waited for */
static guint64
count_due (LeatSimulation *self)
{
  gint64 now = g_get_monotonic_time ();
  double due;

  if (self->wishes->rate <= 0)
    return G_MAXUINT64;
  if (self->begin == 0)
    {
      self->begin = now;
      self->begin_made = self->made;
    }
  due = (double) (now - self->begin) / G_USEC_PER_SEC * self->wishes->rate + 1 -
        (double) (self->made - self->begin_made);
  if (due >= 1)
    return (guint64) due;
  if (self->pace == 0)
    self->pace = g_timeout_add (leat_simulation_milliseconds ((1 - due) / self->wishes->rate) + 1,
                                on_pace, self);
  return 0;
}

static gboolean
is_streaming (const LeatSimulation *self)
{
  return self->present && !self->ending && self->machine->is_running &&
         (!self->wishes->trigger || self->machine->is_continuous) &&
         self->pulled == LEAT_SIMULATED_FAULTS &&
         (self->wishes->count == 0 || self->made < self->wishes->count);
}

static void
make (LeatSimulation *self)
{
  guint64 due = is_streaming (self) ? count_due (self) : 0;

  for (; due > 0 && is_streaming (self) && self->speech.bytes->len < AHEAD; due--)
    measure (self, 0);
}

/* FALSE: there is no room for all of it */
static gboolean
flush (LeatSimulation *self)
{
  const GByteArray *bytes = self->speech.bytes;

  while (bytes->len > 0)
    {
      gssize taken = leat_simulated_wire_write (&self->wire, bytes->data, bytes->len);

      if (taken <= 0)
        {
          if (taken == 0)
            leat_simulated_wire_await_room (&self->wire);
          return FALSE;
        }
      leat_simulated_speech_take (&self->speech, (gsize) taken);
    }
  return TRUE;
}

static gboolean
is_done (const LeatSimulation *self)
{
  return self->ending || (self->wishes->count > 0 && self->made >= self->wishes->count &&
                          !self->wishes->stay && self->waiting.length == 0);
}

void
leat_simulation_pump (LeatSimulation *self)
{
  if (!self->present)
    return;
  make (self);
  if (!flush (self))
    return;
  if (self->pulled != LEAT_SIMULATED_FAULTS)
    leat_simulation_pull (self);
  else if (is_done (self))
    leat_simulation_drain (self);
  else if (is_streaming (self) && count_due (self) > 0)
    leat_simulated_wire_await_room (&self->wire);
}

/* --- what happens --- */

static void
on_opened (gpointer user_data)
{
  leat_simulation_become_present (user_data);
}

static void
on_room (gpointer user_data)
{
  leat_simulation_pump (user_data);
}

/* a command ends setup mode, also that which a fault has made */
static void
run_again (LeatSimulation *self)
{
  self->begin = 0;
  if (self->pulled != LEAT_SIMULATED_SETUP)
    return;
  self->pulled = LEAT_SIMULATED_FAULTS;
  leat_simulation_remove_source (&self->away);
}

static void
on_heard (gpointer user_data, const guint8 *bytes, gsize length)
{
  LeatSimulation *self = user_data;
  gboolean was_running = self->machine->is_running;
  guint triggered;

  /* without power it hears nothing */
  if (!self->present || self->ending || self->look != 0 || self->wire.is_shut)
    return;
  triggered = leat_simulated_machine_hear (self->machine, bytes, length);
  if (self->machine->is_running && !was_running)
    run_again (self);
  for (; triggered > 0; triggered--)
    {
      self->triggers++;
      if (self->wishes->latency > 0)
        have_wait (self, self->wishes->latency)->trigger = self->triggers;
      else
        measure (self, self->triggers);
    }
  leat_simulation_pump (self);
}

static void
on_closed (gpointer user_data)
{
  LeatSimulation *self = user_data;

  leat_simulated_speech_note (&self->speech, "\"event\":\"closed\"");
  leat_simulated_speech_drop (&self->speech);
  if (self->ending || is_done (self))
    {
      leat_simulation_quit (self);
      return;
    }
  if (self->pulled == LEAT_SIMULATED_HANGUP || self->pulled == LEAT_SIMULATED_POWER)
    {
      leat_simulation_go_away (self);
      return;
    }
  self->present = FALSE;
  leat_simulation_forget_waiting (self);
  leat_simulated_wire_await (&self->wire);
}

static gboolean
on_signal (gpointer user_data)
{
  LeatSimulation *self = user_data;

  if (self->ending || !self->present)
    {
      leat_simulation_quit (self);
      return G_SOURCE_CONTINUE;
    }
  self->ending = TRUE;
  self->pulled = LEAT_SIMULATED_FAULTS;
  leat_simulation_remove_source (&self->look);
  leat_simulation_remove_source (&self->grace);
  leat_simulation_await_grace (self);
  leat_simulation_pump (self);
  return G_SOURCE_CONTINUE;
}

static void
simulation_clear (LeatSimulation *self)
{
  guint *const sources[] = { &self->pace, &self->look, &self->away, &self->grace };

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    leat_simulation_remove_source (sources[i]);
  leat_simulation_forget_waiting (self);
  leat_simulated_wire_clear (&self->wire);
  leat_simulated_speech_clear (&self->speech);
  g_clear_pointer (&self->machine, leat_simulated_machine_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatSimulation, simulation_clear)

static void
run (LeatSimulation *self)
{
  /* until the process ends: a signal that comes when all is done does not kill it */
  g_unix_signal_add (SIGINT, on_signal, self);
  g_unix_signal_add (SIGTERM, on_signal, self);
  signal (SIGPIPE, SIG_IGN);
  leat_simulation_plug_in (self);
  if (self->error == NULL)
    g_main_loop_run (self->loop);
}

/**
 * leat_simulation_run:
 * @family: what is simulated
 * @wishes: how
 * @sums: (out caller-allocated): what was sent
 * @error: return location
 *
 * Says the name of its place on standard output, waits for somebody, answers, sends the results,
 * and waits until all of them were read: what a reader has not read when the port is pulled out is
 * lost.
 * Ends earlier by a signal. Runs the thread's main context.
 *
 * Returns: %FALSE if @wishes do not fit, or there is no place to be had
 */
gboolean
leat_simulation_run (const LeatSimulatedFamily *family, const LeatSimulationWishes *wishes,
                     LeatSimulationSums *sums, GError **error)
{
  static const LeatSimulatedWireFuncs funcs = {
    .opened = on_opened, .heard = on_heard, .closed = on_closed, .room = on_room
  };
  g_auto (LeatSimulation)
      self = { .wishes = wishes, .sums = sums, .pulled = LEAT_SIMULATED_FAULTS };

  *sums = (LeatSimulationSums) { 0 };
  g_queue_init (&self.waiting);
  leat_simulated_speech_init (&self.speech, wishes, sums);
  self.loop = g_main_loop_new (NULL, FALSE);
  self.machine = leat_simulated_machine_new (family, &wishes->machine, on_say, &self, error);
  if (!leat_simulated_wire_open (&self.wire, wishes->link, wishes->tcp_port, &funcs, &self,
                                 self.machine != NULL ? error : NULL) ||
      self.machine == NULL)
    return FALSE;

  run (&self);
  if (self.error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self.error));
  return FALSE;
}
