/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-run.h - a simulated machine on its wire, and what it knows to have sent */
#pragma once
#include <stdio.h>
#include "simulate-machine.h"
#include "simulate-wire.h"
G_BEGIN_DECLS

/**
 * LeatSimulationWishes:
 * @machine: what the machine is to be like
 * @rate: results a second; 0: as fast as they are taken
 * @count: results in all; 0: until it is stopped
 * @away: seconds that a pulled line, a machine without power and setup mode last
 * @late_by: seconds that late answers come later
 * @latency: seconds from a trigger to its result
 * @trigger: results only when a command triggers them
 * @no_wait: speak before anybody opens the pseudo-terminal
 * @stay: go on answering when all results are sent
 * @abrupt: a line is pulled without waiting until all was read
 * @print: show on standard error what is sent
 * @json: the place's name is told as an object
 * @link: (nullable): a name for the pseudo-terminal
 * @tcp_port: to listen on; -1: a pseudo-terminal
 * @record: (nullable): gets every byte
 * @ledger: (nullable): gets a JSON object a line for all that was sent
 */
typedef struct {
  LeatSimulatedWishes  machine;
  double               rate;
  guint64              count;
  double               away;
  double               late_by;
  double               latency;
  gboolean             trigger;
  gboolean             no_wait;
  gboolean             stay;
  gboolean             abrupt;
  gboolean             print;
  gboolean             json;
  char                *link;
  int                  tcp_port;
  FILE                *record;
  FILE                *ledger;
} LeatSimulationWishes;

/**
 * LeatSimulationSums:
 * @results: whole ones, with those that say what faults have them say
 * @answers: to commands
 * @faults: that have struck
 * @bytes: in all
 * @drained: all of it was read in the end, as far as the system knows
 */
typedef struct {
  guint64  results;
  guint64  answers;
  guint64  faults[LEAT_SIMULATED_FAULTS];
  guint64  bytes;
  gboolean drained;
} LeatSimulationSums;

gboolean leat_simulation_run (const LeatSimulatedFamily *family, const LeatSimulationWishes *wishes,
                              LeatSimulationSums *sums, GError **error);

G_END_DECLS
