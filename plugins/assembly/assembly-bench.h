/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-bench.h - the bench on which parts are put together: table, journal, and what goes out
 *
 * What keeps the promises, with or without a store behind:
 *
 * A record that waits for its partner is nowhere else: its machine does not say it again, and no
 * sink has it. So it is written into the junction's own file, in one group with all that came with
 * it and with the parts that it made, and that is synced before a part is pushed and before those
 * who gave the records are told that they are safe. A kill -9 or a power cut loses no more than
 * what was not in the file yet, as between any source and a store.
 *
 * (The other way would be to answer for a record when its part has settled. Then a machine that
 * cannot repeat would lose what waited, and a peer that can would wait for the slowest partner.)
 *
 * A part has its number, and so its id, from the same group. It stays in the file until those who
 * got it have settled; after a crash it is pushed again with the same id and the same content,
 * before anything new. So a part is never lost, and what comes twice is known by its id. Where no
 * sink settles, it is done when they say so. A write that failed leaves a file of which nobody
 * knows what is in it: the next life writes it anew, from what is in memory. */
#pragma once
#include "assembly-drift.h"
#include "assembly-lot.h"
G_BEGIN_DECLS

/**
 * AssemblyBench:
 * @source: that pushes, and tells of events
 * @plan: whose records, by which rules
 * @shape: what is made of them
 * @table: what waits
 * @journal: likewise, on the disk
 * @origin: (nullable): of parts; %NULL: between two lives
 * @cancellable: (nullable): start()'s
 * @epoch: (nullable): of parts; %NULL: the file was not read yet
 * @taken: of #LeatBatch: not in the file yet
 * @n_worked: of @taken: on the table
 * @n_records: of those of @taken that are not
 * @lots: of #AssemblyLot, oldest first: those that go out, behind those that are not safe yet
 * @next_lot: (nullable): the first that was not pushed
 * @whole_size: of the file when it was written anew
 * @is_broken: it has to be
 * @is_told: that it cannot be, and what waits is in memory alone
 * @is_full: a queue is: nothing is pushed
 * @nobody_settles: as far as is known
 * @seen: (nullable): whose @seen_source is known
 * @counts: parts of each reason since they were told
 * @told: when they were
 *
 * In the thread of the source.
 */
typedef struct {
  LeatSource      *source;
  AssemblyPlan     plan;
  AssemblyShape   *shape;
  AssemblyTable   *table;
  AssemblyJournal *journal;
  LeatOrigin      *origin;
  GCancellable    *cancellable;
  char            *epoch;
  char            *boot;
  guint64          last_number;
  guint64          last_sequence;
  GPtrArray       *taken;
  guint            n_worked;
  guint64          n_records;
  GQueue           lots;
  GList           *next_lot;
  gsize            whole_size;
  gboolean         is_broken;
  gboolean         is_told;
  gboolean         is_full;
  gboolean         is_pushing;
  gboolean         nobody_settles;
  const LeatOrigin *seen;
  guint            seen_source;
  AssemblyDrift    drift;
  guint64          counts[ASSEMBLY_N_REASONS];
  gint64           told;
} AssemblyBench;

gboolean assembly_bench_init   (AssemblyBench *self, LeatSource *source,
                                const AssemblyOptions *options, const LeatInput *inputs,
                                guint n_inputs, GError **error);
void     assembly_bench_clear  (AssemblyBench *self);
gboolean assembly_bench_start  (AssemblyBench *self, GCancellable *cancellable, GError **error);
void     assembly_bench_stop   (AssemblyBench *self);
void     assembly_bench_take   (AssemblyBench *self, LeatBatch *batch);
/* @all: nothing more stands in the queue: time may be judged */
gboolean assembly_bench_work   (AssemblyBench *self, gboolean all, GError **error);
gboolean assembly_bench_finish (AssemblyBench *self, GError **error);
void     assembly_bench_resume (AssemblyBench *self);

G_END_DECLS
