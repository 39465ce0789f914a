/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-drift.h - how far partners have moved apart, before they lose each other */
#pragma once
#include "assembly-table.h"
G_BEGIN_DECLS

/* of each source: how far behind the first of its part it is, a running mean */
typedef struct {
  gint64   behind[ASSEMBLY_SOURCES_MAX];   /* ns */
  gboolean is_far[ASSEMBLY_SOURCES_MAX];
} AssemblyDrift;

typedef enum {
  ASSEMBLY_DRIFT_NONE,
  ASSEMBLY_DRIFT_FAR,    /* more than half of what is allowed */
  ASSEMBLY_DRIFT_NEAR,   /* less than a quarter again */
} AssemblyDriftNews;

/* @source: (out): whom the news are about */
AssemblyDriftNews assembly_drift_feed (AssemblyDrift *self, const AssemblyRules *rules,
                                       AssemblyRecord *const *records, guint *source);

G_END_DECLS
