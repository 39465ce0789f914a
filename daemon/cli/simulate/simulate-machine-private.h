/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine-private.h - a simulated machine as its own files know it */
#pragma once
#include "simulate-machine.h"
#include "simulate-push.h"
G_BEGIN_DECLS

/**
 * LeatSimulatedProgramValues:
 * @program: a program
 * @values: of its results
 */
typedef struct {
  guint program;
  guint values;
} LeatSimulatedProgramValues;

/* all of a machine */

typedef struct {
  LeatSimulatedMachine base;
  GHashTable          *settings;
  GArray              *program_values;
  LeatSimulatedPlan    plan;
  LeatSimulatedSay     say;
  gpointer             user_data;
  gint64               clock;
  gint64               step;

  /* each its own, so that commands do not change what is measured, nor faults the values */
  GRand   *random;
  GRand   *luck;
  GRand   *answer_luck;
  guint64  made;
  guint64  answers;
  guint64  number;
  guint    camera;
  guint    gap;
  guint    triggered;

  GString *command;
  gboolean after_cr;
  GString *text;
  GString *note;

  LeatSimulatedPush *push;
} LeatSimulatedWhole;

/* what ends a result, as the family's results do */
const char *leat_simulated_machine_get_end     (const LeatSimulatedWhole *self);

/* members of an object for the ledger */
void        leat_simulated_machine_begin_note  (LeatSimulatedWhole *self, const char *event);
void        leat_simulated_machine_note_number (LeatSimulatedWhole *self, const char *name,
                                                guint64 number);
void        leat_simulated_machine_note_text   (LeatSimulatedWhole *self, const char *name,
                                                const char *text);
/* what is in text */
void        leat_simulated_machine_note_bytes  (LeatSimulatedWhole *self);
/* says what is in text, with the note */
void        leat_simulated_machine_say         (LeatSimulatedWhole *self, LeatSimulatedKind kind,
                                                LeatSimulatedFault fault);

G_END_DECLS
