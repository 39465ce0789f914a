/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-faults.h - which faults strike a simulated machine, and when */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatSimulatedFault:
 * @LEAT_SIMULATED_NOISE: random bytes before a result, that end as a result does
 * @LEAT_SIMULATED_GAP: results that the machine counts and does not send
 * @LEAT_SIMULATED_SETUP: a whole result, and somebody puts the machine into setup mode for a while
 * @LEAT_SIMULATED_CUT: a result of which only the beginning comes, and its end
 * @LEAT_SIMULATED_BAD: a whole result with a value that is no number
 * @LEAT_SIMULATED_MISSING: a whole result with a value that could not be measured
 * @LEAT_SIMULATED_SATURATED: a whole result with a value beyond what the machine can print
 * @LEAT_SIMULATED_CODE_PAGE: a whole result with a text that is no UTF-8
 * @LEAT_SIMULATED_HANGUP: the line is pulled out inside a result, and comes back
 * @LEAT_SIMULATED_POWER: the machine loses its power inside a result, and starts anew
 * @LEAT_SIMULATED_LATE: an answer comes after a long time
 * @LEAT_SIMULATED_DOUBLE: an answer comes twice
 * @LEAT_SIMULATED_WRONG: an answer of another command comes in place of the true one
 * @LEAT_SIMULATED_MUTE: no answer comes
 * @LEAT_SIMULATED_FAULTS: how many kinds there are
 *
 * What can go wrong. Before a result, with a result, and with an answer at most one of a kind each:
 * in this order, so that a range is drawn at once.
 */
typedef enum {
  LEAT_SIMULATED_NOISE,
  LEAT_SIMULATED_GAP,
  LEAT_SIMULATED_SETUP,
  LEAT_SIMULATED_CUT,
  LEAT_SIMULATED_BAD,
  LEAT_SIMULATED_MISSING,
  LEAT_SIMULATED_SATURATED,
  LEAT_SIMULATED_CODE_PAGE,
  LEAT_SIMULATED_HANGUP,
  LEAT_SIMULATED_POWER,
  LEAT_SIMULATED_LATE,
  LEAT_SIMULATED_DOUBLE,
  LEAT_SIMULATED_WRONG,
  LEAT_SIMULATED_MUTE,
  LEAT_SIMULATED_FAULTS,
} LeatSimulatedFault;

#define LEAT_SIMULATED_FIRST_OF_RESULT LEAT_SIMULATED_SETUP
#define LEAT_SIMULATED_LAST_OF_RESULT  LEAT_SIMULATED_POWER
#define LEAT_SIMULATED_FIRST_OF_ANSWER LEAT_SIMULATED_LATE
#define LEAT_SIMULATED_LAST_OF_ANSWER  LEAT_SIMULATED_MUTE
#define LEAT_SIMULATED_TURNS 64

/* for the mask of a family: noise and cuts where no result looks like them, and the rest */
#define LEAT_SIMULATED_FAULTS_OF_FORM (1u << LEAT_SIMULATED_NOISE | 1u << LEAT_SIMULATED_CUT)
#define LEAT_SIMULATED_FAULTS_OF_ALL                                                               \
  (1u << LEAT_SIMULATED_GAP | 1u << LEAT_SIMULATED_SETUP | 1u << LEAT_SIMULATED_HANGUP |           \
   1u << LEAT_SIMULATED_POWER)
#define LEAT_SIMULATED_FAULTS_OF_LINES                                                             \
  (LEAT_SIMULATED_FAULTS_OF_FORM | LEAT_SIMULATED_FAULTS_OF_ALL)
#define LEAT_SIMULATED_FAULTS_OF_VALUES                                                            \
  (1u << LEAT_SIMULATED_BAD | 1u << LEAT_SIMULATED_MISSING | 1u << LEAT_SIMULATED_SATURATED)

/**
 * LeatSimulatedTurn:
 * @fault: what strikes
 * @turn: the result or the answer that it strikes, from 1 on
 */
typedef struct {
  LeatSimulatedFault fault;
  guint64            turn;
} LeatSimulatedTurn;

/**
 * LeatSimulatedPlan:
 * @probability: that a fault strikes a result or an answer
 * @times: or: how often it is to strike among all results; of answers it strikes the first
 * @turns: or: which results or answers it strikes
 * @n_turns: of @turns
 * @any: is any fault planned?
 *
 * How often each fault strikes.
 */
typedef struct {
  double             probability[LEAT_SIMULATED_FAULTS];
  guint64            times[LEAT_SIMULATED_FAULTS];
  LeatSimulatedTurn  turns[LEAT_SIMULATED_TURNS];
  guint              n_turns;
  gboolean           any;
} LeatSimulatedPlan;

extern const char *const leat_simulated_fault_names[];
extern const char *const leat_simulated_fault_summaries[];

gboolean           leat_simulated_plan_parse (LeatSimulatedPlan *self, const char *text,
                                              guint64 count, GError **error);
gboolean           leat_simulated_plan_has   (const LeatSimulatedPlan *self,
                                              LeatSimulatedFault fault);
LeatSimulatedFault leat_simulated_plan_draw  (LeatSimulatedPlan *self, LeatSimulatedFault first,
                                              LeatSimulatedFault last, guint64 turn,
                                              guint64 remaining, GRand *random);

G_END_DECLS
