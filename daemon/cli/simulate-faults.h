/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-faults.h - which faults strike a simulated line, and when */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatSimulatedFault:
 * @LEAT_SIMULATED_NOISE: random bytes before a record, that end as a record does
 * @LEAT_SIMULATED_CUT: a record of which only the beginning comes, and its end
 * @LEAT_SIMULATED_BAD: a whole record with a measurement that is no number
 * @LEAT_SIMULATED_HANGUP: the line is pulled out inside a record, and comes back
 * @LEAT_SIMULATED_FAULTS: how many kinds there are
 *
 * What can go wrong on a line. Noise, a cut and a hangup each make one frame that is no record, and
 * no more.
 */
typedef enum {
  LEAT_SIMULATED_NOISE,
  LEAT_SIMULATED_CUT,
  LEAT_SIMULATED_BAD,
  LEAT_SIMULATED_HANGUP,
  LEAT_SIMULATED_FAULTS,
} LeatSimulatedFault;

/**
 * LeatSimulatedPlan:
 * @probability: that a fault strikes a record
 * @times: or: how often it is to strike among all records; 0: @probability counts
 * @any: is any fault planned?
 *
 * How often each fault strikes.
 */
typedef struct {
  double   probability[LEAT_SIMULATED_FAULTS];
  guint64  times[LEAT_SIMULATED_FAULTS];
  gboolean any;
} LeatSimulatedPlan;

extern const char *const leat_simulated_fault_names[];

gboolean           leat_simulated_plan_parse (LeatSimulatedPlan *self, const char *text,
                                              guint64 count, GError **error);
LeatSimulatedFault leat_simulated_plan_draw  (LeatSimulatedPlan *self, LeatSimulatedFault first,
                                              LeatSimulatedFault last, guint64 remaining,
                                              GRand *random);

G_END_DECLS
