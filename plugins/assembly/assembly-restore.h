/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-restore.h - what waited when the last daemon ended, on the bench again */
#pragma once
#include "assembly-bench.h"
G_BEGIN_DECLS

/* the records of a source are no longer as the key file has them */
void     assembly_bench_tell_shape (AssemblyBench *self, const AssemblyKept *record);
AssemblyLot *assembly_bench_get_lot (AssemblyBench *self, guint64 sequence);
/* the file as it should be, in the place of the one that is there */
gboolean assembly_bench_rewrite    (AssemblyBench *self, GError **error);

G_END_DECLS
