/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine.h - a vision machine as others meet it: what it hears, and what it says */
#pragma once
#include "simulate-family.h"
#include "simulate-faults.h"
G_BEGIN_DECLS

/**
 * LeatSimulatedKind:
 * @LEAT_SIMULATED_RESULT: a whole result; faults may have changed what it says
 * @LEAT_SIMULATED_SPOILT: what a fault has left of a result, or noise
 * @LEAT_SIMULATED_ANSWER: to a command
 * @LEAT_SIMULATED_GREETING: what is said to who connects
 *
 * What a stretch of bytes is.
 */
typedef enum {
  LEAT_SIMULATED_RESULT,
  LEAT_SIMULATED_SPOILT,
  LEAT_SIMULATED_ANSWER,
  LEAT_SIMULATED_GREETING,
} LeatSimulatedKind;

/**
 * LeatSimulatedPiece:
 * @bytes: what is to be sent
 * @length: of @bytes
 * @kind: what it is
 * @fault: what has made it so; LEAT_SIMULATED_FAULTS: none
 * @note: a JSON object of it, for the ledger
 */
typedef struct {
  const guint8      *bytes;
  gsize              length;
  LeatSimulatedKind  kind;
  LeatSimulatedFault fault;
  const char        *note;
} LeatSimulatedPiece;

/**
 * LeatSimulatedSay:
 *
 * Takes what a machine says; @piece is the caller's. Called in order.
 */
typedef void (*LeatSimulatedSay) (const LeatSimulatedPiece *piece, gpointer user_data);

/**
 * LeatSimulatedWishes:
 * @settings: (nullable): "series=fz", one a member
 * @plan: the faults to come
 * @seed: makes the same again
 * @clock: the time that the machine's clock begins with, seconds since 1970 UTC; it goes on by
 *   @step for each result; -1: it has the right time
 * @step: nanoseconds
 */
typedef struct {
  const char *const *settings;
  LeatSimulatedPlan  plan;
  guint32            seed;
  gint64             clock;
  gint64             step;
} LeatSimulatedWishes;

LeatSimulatedMachine *leat_simulated_machine_new     (const LeatSimulatedFamily *family,
                                                      const LeatSimulatedWishes *wishes,
                                                      LeatSimulatedSay say, gpointer user_data,
                                                      GError **error);
void                  leat_simulated_machine_free    (LeatSimulatedMachine *self);
void                  leat_simulated_machine_power   (LeatSimulatedMachine *self);
void                  leat_simulated_machine_greet   (LeatSimulatedMachine *self);
guint                 leat_simulated_machine_hear    (LeatSimulatedMachine *self,
                                                      const guint8 *bytes, gsize length);
LeatSimulatedFault    leat_simulated_machine_measure (LeatSimulatedMachine *self,
                                                      guint64 remaining, guint64 trigger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatSimulatedMachine, leat_simulated_machine_free)

G_END_DECLS
