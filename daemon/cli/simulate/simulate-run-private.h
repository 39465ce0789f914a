/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-run-private.h - a simulation as its own files know it */
#pragma once
#include "simulate-run.h"
#include "simulate-speech.h"
G_BEGIN_DECLS

/* all of a simulation */
typedef struct {
  const LeatSimulationWishes *wishes;
  LeatSimulationSums         *sums;
  LeatSimulatedMachine       *machine;
  LeatSimulatedWire           wire;
  LeatSimulatedSpeech         speech;
  GMainLoop                  *loop;
  GError                     *error;

  gboolean           present; /* somebody is there */
  gboolean           ending;
  LeatSimulatedFault pulled; /* what comes to an end behind what is being said */
  guint64            made;
  guint64            triggers;
  gint64             begin; /* since when rate is kept, microseconds; 0: from now on */
  guint64            begin_made;
  guint              pace;
  guint              look;
  guint              away;
  guint              grace;
  GQueue             waiting; /* of Waiting */
} LeatSimulation;

guint leat_simulation_milliseconds   (double seconds);
void  leat_simulation_remove_source  (guint *source);
/* says what there is to say, and has itself called when there may be more */
void  leat_simulation_pump           (LeatSimulation *self);
void  leat_simulation_forget_waiting (LeatSimulation *self);

/* --- simulate-run-breaks.c --- */

void  leat_simulation_plug_in        (LeatSimulation *self);
/* somebody is there */
void  leat_simulation_become_present (LeatSimulation *self);
/* all was said; it ends once it is read: over TCP, once the peer has closed too */
void  leat_simulation_drain          (LeatSimulation *self);
/* a fault whose result was said comes to its end */
void  leat_simulation_pull           (LeatSimulation *self);
void  leat_simulation_go_away        (LeatSimulation *self);
/* what is under way had its time */
void  leat_simulation_await_grace    (LeatSimulation *self);
void  leat_simulation_quit           (LeatSimulation *self);

G_END_DECLS
