/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-run-breaks.c - the place of a simulated machine, and faults that take time */
#include "simulate-run-private.h"
#include "leat-json.h"

/* what a stopped machine takes to end its sentence and see it read, and a peer to close */
#define GRACE_MILLISECONDS 1000
/* how often it is asked whether all was read */
#define LOOK_MILLISECONDS 1

static void
tell_place (LeatSimulation *self)
{
  g_autoptr (GString) json = g_string_new ("{\"port\":");

  leat_json_append_string (json, self->wire.name, -1);
  if (self->wishes->json)
    printf ("%s}\n", json->str);
  else
    printf ("%s\n", self->wire.name);
  fflush (stdout);
}

void
leat_simulation_become_present (LeatSimulation *self)
{
  self->present = TRUE;
  self->begin = 0;
  leat_simulated_machine_greet (self->machine);
  leat_simulation_pump (self);
}

void
leat_simulation_plug_in (LeatSimulation *self)
{
  gboolean told = self->wire.name != NULL && self->machine->connections > 0;

  if (!leat_simulated_wire_plug (&self->wire, &self->error))
    {
      g_main_loop_quit (self->loop);
      return;
    }
  if (!told || !leat_simulated_wire_is_tcp (&self->wire))
    tell_place (self);
  if (self->wishes->no_wait)
    leat_simulation_become_present (self);
  else
    leat_simulated_wire_await (&self->wire);
}

void
leat_simulation_quit (LeatSimulation *self)
{
  self->sums->drained = leat_simulated_wire_is_drained (&self->wire) &&
                        self->speech.bytes->len == 0;
  g_main_loop_quit (self->loop);
}

static gboolean
on_back (gpointer user_data)
{
  LeatSimulation *self = user_data;
  LeatSimulatedFault pulled = self->pulled;

  self->away = 0;
  self->pulled = LEAT_SIMULATED_FAULTS;
  self->begin = 0;
  if (pulled == LEAT_SIMULATED_SETUP)
    self->machine->is_running = TRUE;
  else if (pulled == LEAT_SIMULATED_HANGUP || leat_simulated_wire_is_tcp (&self->wire))
    {
      leat_simulation_plug_in (self);
      return G_SOURCE_REMOVE;
    }
  else
    {
      self->present = TRUE;
      leat_simulated_machine_greet (self->machine);
    }
  leat_simulation_pump (self);
  return G_SOURCE_REMOVE;
}

/* a pseudo-terminal stays when the machine behind it loses its power: it only falls silent */
void
leat_simulation_go_away (LeatSimulation *self)
{
  self->present = FALSE;
  leat_simulation_remove_source (&self->grace);
  leat_simulation_forget_waiting (self);
  if (self->pulled == LEAT_SIMULATED_POWER)
    {
      leat_simulated_machine_power (self->machine);
      leat_simulated_speech_note (&self->speech, "\"event\":\"power\"");
    }
  if (self->pulled == LEAT_SIMULATED_HANGUP || leat_simulated_wire_is_tcp (&self->wire))
    leat_simulated_wire_unplug (&self->wire);
  self->away = g_timeout_add (leat_simulation_milliseconds (self->wishes->away), on_back, self);
}

static gboolean
on_grace_over (gpointer user_data)
{
  LeatSimulation *self = user_data;

  self->grace = 0;
  if (self->ending)
    leat_simulation_quit (self);
  else
    leat_simulation_go_away (self);
  return G_SOURCE_REMOVE;
}

void
leat_simulation_await_grace (LeatSimulation *self)
{
  self->grace = g_timeout_add (GRACE_MILLISECONDS, on_grace_over, self);
}

static gboolean
on_look (gpointer user_data)
{
  LeatSimulation *self = user_data;

  if (!leat_simulated_wire_is_drained (&self->wire))
    return G_SOURCE_CONTINUE;
  self->look = 0;
  if (self->pulled == LEAT_SIMULATED_FAULTS)
    leat_simulation_quit (self);
  else
    leat_simulation_go_away (self);
  return G_SOURCE_REMOVE;
}

void
leat_simulation_drain (LeatSimulation *self)
{
  if (self->look != 0)
    return;
  leat_simulated_wire_shut (&self->wire);
  if (leat_simulated_wire_is_tcp (&self->wire) && self->grace == 0 &&
      self->pulled != LEAT_SIMULATED_FAULTS)
    leat_simulation_await_grace (self);
  if (!leat_simulated_wire_is_tcp (&self->wire))
    self->look = g_timeout_add (LOOK_MILLISECONDS, on_look, self);
}

void
leat_simulation_pull (LeatSimulation *self)
{
  if (self->away != 0)
    return;
  if (self->pulled == LEAT_SIMULATED_SETUP)
    {
      self->machine->is_running = FALSE;
      leat_simulated_speech_note (&self->speech, "\"event\":\"setup\"");
      self->away = g_timeout_add (leat_simulation_milliseconds (self->wishes->away), on_back, self);
    }
  else if (self->wishes->abrupt)
    leat_simulation_go_away (self);
  else
    leat_simulation_drain (self);
}
