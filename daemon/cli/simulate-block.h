/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-block.h - the next stretch of what a simulated line carries, and what each byte of it belongs to */
#pragma once
#include "simulate-faults.h"
#include "simulate-machine.h"
G_BEGIN_DECLS

#define SIMULATED_BLOCK_SIZE 65536

/**
 * SimulatedPiece:
 * @end: offset in the block behind its last byte
 * @fault: what it is; SIMULATED_FAULTS: a true record
 *
 * A record, or what a fault made of it, or noise.
 */
typedef struct {
  gsize          end;
  SimulatedFault fault;
} SimulatedPiece;

/**
 * SimulatedBlock:
 * @machine: who speaks
 * @state: the machine at work
 * @plan: the faults to come
 * @bytes: what is to be sent
 * @length: of @bytes
 * @pieces: of #SimulatedPiece, without a gap; a hangup is always the last
 *
 * A stretch of bytes.
 */
typedef struct {
  const SimulatedMachine *machine;
  SimulatedState          state;
  SimulatedPlan           plan;
  guint8                  bytes[SIMULATED_BLOCK_SIZE];
  gsize                   length;
  GArray                 *pieces;
} SimulatedBlock;

void    simulated_block_init  (SimulatedBlock *self, const SimulatedMachine *machine, guint unit, const SimulatedPlan *plan,
                               guint32 seed);
void    simulated_block_clear (SimulatedBlock *self);
guint64 simulated_block_fill  (SimulatedBlock *self, guint64 most, guint64 remaining);

G_END_DECLS
