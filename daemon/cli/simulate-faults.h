/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-faults.h - which faults strike a simulated line, and when */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * SimulatedFault:
 * @SIMULATED_NOISE: random bytes before a record, that end as a record does
 * @SIMULATED_CUT: a record of which only the beginning comes, and its end
 * @SIMULATED_BAD: a record with a number that is none
 * @SIMULATED_HANGUP: the line is pulled out inside a record, and comes back
 * @SIMULATED_FAULTS: how many kinds there are
 *
 * What can go wrong on a line. Each fault spoils one frame, and no more.
 */
typedef enum {
  SIMULATED_NOISE,
  SIMULATED_CUT,
  SIMULATED_BAD,
  SIMULATED_HANGUP,
  SIMULATED_FAULTS,
} SimulatedFault;

/**
 * SimulatedPlan:
 * @probability: that a fault strikes a record
 * @times: or: how often it is to strike among all records; 0: @probability counts
 * @any: is any fault planned?
 *
 * How often each fault strikes.
 */
typedef struct {
  double   probability[SIMULATED_FAULTS];
  guint64  times[SIMULATED_FAULTS];
  gboolean any;
} SimulatedPlan;

extern const char *const simulated_fault_names[];

gboolean       simulated_plan_parse (SimulatedPlan *self, const char *text, guint64 count, GError **error);
SimulatedFault simulated_plan_draw  (SimulatedPlan *self, SimulatedFault first, SimulatedFault last, guint64 remaining,
                                     GRand *random);

G_END_DECLS
