/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-lot.h - parts that go out together: a batch, and what they were made of until they are
 * safe */
#pragma once
#include "assembly-journal.h"
#include "assembly-shape.h"
G_BEGIN_DECLS

/* parts of one batch */
#define ASSEMBLY_LOT_MAX 1024

/* one part of it */
typedef struct {
  AssemblyReason reason;
  guint64        sequence;
  guint          n_made; /* records in the batch */
  guint64        held;   /* a bit for each source whose record waits on */
} AssemblyLotPart;

/**
 * AssemblyLot:
 * @owner: whose it is
 * @batch: (nullable): %NULL: it was pushed
 * @first: sequence of its first part
 * @next: of what follows it
 * @n_sources: of each part
 * @parts: of #AssemblyLotPart
 * @records: @n_sources of each, references; %NULL: missing
 */
typedef struct {
  gpointer   owner;
  LeatBatch *batch;
  guint64    first;
  guint64    next;
  guint      n_sources;
  GArray    *parts;
  GPtrArray *records;
} AssemblyLot;

AssemblyLot *assembly_lot_new   (gpointer owner, guint n_sources, guint64 first);
void         assembly_lot_free  (gpointer self);
/* the next part of it */
void         assembly_lot_add   (AssemblyLot *self, AssemblyShape *shape, const LeatOrigin *origin,
                                 AssemblyReason reason, AssemblyRecord *const *records,
                                 guint64 held);
/* all that it was made of, into a new file */
void         assembly_lot_write (AssemblyLot *self, AssemblyJournal *journal);

G_END_DECLS
