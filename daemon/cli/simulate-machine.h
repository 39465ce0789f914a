/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine.h - what a machine says, record by record: one struct a machine */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * LeatSimulatedState:
 * @random: where its measurements come from
 * @unit: which of several machines on the line it is
 * @number: records it has made
 * @second: the time @prefix was made for, seconds since 1970 UTC
 * @prefix: what all records of that second begin with
 * @prefix_length: of @prefix
 *
 * A machine at work.
 */
typedef struct {
  GRand  *random;
  guint   unit;
  guint64 number;
  gint64  second;
  char    prefix[64];
  gsize   prefix_length;
} LeatSimulatedState;

/**
 * LeatSimulatedMachine:
 * @name: as the command line spells it
 * @summary: one sentence
 * @units: --machine= goes from 1 to this
 * @record_size: no record is longer, with its end
 * @certain: as many bytes from the start of a record are no record on their own
 * @end: what a record ends with
 * @prepare: a new second has begun: make prefix
 * @write: the next record into room for record_size bytes; @bad: with a number that is none
 *
 * A kind of machine.
 */
typedef struct {
  const char *name;
  const char *summary;
  guint       units;
  gsize       record_size;
  gsize       certain;
  const char *end;

  void  (*prepare) (LeatSimulatedState *state);
  gsize (*write)   (LeatSimulatedState *state, gboolean bad, guint8 *record);
} LeatSimulatedMachine;

extern const LeatSimulatedMachine leat_pv200_machine;

G_END_DECLS
