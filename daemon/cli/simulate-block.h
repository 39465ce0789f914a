/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-block.h - a stretch of what a simulated line carries, and what its bytes belong to */
#pragma once
#include "simulate-faults.h"
#include "simulate-machine.h"
G_BEGIN_DECLS

#define LEAT_SIMULATED_BLOCK_SIZE 65536

/**
 * LeatSimulatedPiece:
 * @end: offset in the block behind its last byte
 * @fault: what it is; LEAT_SIMULATED_FAULTS: a true record
 *
 * A record, or what a fault made of it, or noise.
 */
typedef struct {
  gsize          end;
  LeatSimulatedFault fault;
} LeatSimulatedPiece;

/**
 * LeatSimulatedBlock:
 * @machine: who speaks
 * @state: the machine at work
 * @plan: the faults to come
 * @bytes: what is to be sent
 * @length: of @bytes
 * @pieces: of #LeatSimulatedPiece, without a gap; a hangup is always the last
 *
 * A stretch of bytes.
 */
typedef struct {
  const LeatSimulatedMachine *machine;
  LeatSimulatedState          state;
  LeatSimulatedPlan           plan;
  guint8                  bytes[LEAT_SIMULATED_BLOCK_SIZE];
  gsize                   length;
  GArray                 *pieces;
} LeatSimulatedBlock;

void    leat_simulated_block_init  (LeatSimulatedBlock *self, const LeatSimulatedMachine *machine,
                                    guint unit, const LeatSimulatedPlan *plan,
                               guint32 seed);
void    leat_simulated_block_clear (LeatSimulatedBlock *self);
guint64 leat_simulated_block_fill  (LeatSimulatedBlock *self, guint64 most, guint64 remaining);

G_END_DECLS
