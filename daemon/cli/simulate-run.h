/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-run.h - a simulated machine on a simulated port, and what it knows to have sent */
#pragma once
#include <stdio.h>
#include "simulate-block.h"
#include "simulate-port.h"
G_BEGIN_DECLS

/**
 * LeatSimulation:
 * @port: where it speaks
 * @block: what it says
 * @rate: records a second; 0: as fast as they are taken
 * @count: records in all; 0: until it is stopped
 * @away: nanoseconds that a pulled line stays away
 * @no_wait: speak before anybody listens
 * @abrupt: a line is pulled without waiting until all was read
 * @record: (nullable): gets every byte
 * @truth: (nullable): gets a line for each whole record: how often the line was pulled before,
 *   offset behind it since then, text
 * @print: shows what is sent
 * @json: the port's name is told as an object
 * @signals: a signalfd: stops it
 * @deadline: monotonic nanoseconds; 0: not stopped; else what is under way may end until then
 * @made: records that were made, with those that faults spoil
 * @begin: monotonic nanoseconds since when @rate is kept
 * @begin_made: @made at that time
 * @pulled: times that the line was pulled
 * @offset: bytes since it was plugged in
 * @bytes: bytes in all
 * @sent: pieces that were sent whole, by #LeatSimulatedFault; the last: true records
 * @drained: all of it was read in the end
 *
 * The oracle of tests and of the demo: what was to arrive, exactly.
 */
typedef struct {
  LeatSimulatedPort  port;
  LeatSimulatedBlock block;
  double         rate;
  guint64        count;
  gint64         away;
  gboolean       no_wait;
  gboolean       abrupt;
  FILE          *record;
  FILE          *truth;
  gboolean       print;
  gboolean       json;
  int            signals;

  gint64         deadline;
  guint64        made;
  gint64         begin;
  guint64        begin_made;
  guint64        pulled;
  guint64        offset;
  guint64        bytes;
  guint64        sent[LEAT_SIMULATED_FAULTS + 1];
  gboolean       drained;
} LeatSimulation;

gboolean leat_simulation_run (LeatSimulation *self, GError **error);

G_END_DECLS
