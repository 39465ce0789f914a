/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-records.h - the records of health: what they look like, and how they are filled */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

typedef enum {
  HEALTH_KIND_EVENT,
  HEALTH_KIND_SOURCE,
  HEALTH_KIND_SINK,
  HEALTH_N_KINDS,
} HealthKind;

/* a table for each kind, and NULL behind them */
extern const LeatRecordTable *const health_tables[HEALTH_N_KINDS + 1];

/* an event, which stands for @count of them */
void health_append_event   (LeatBatch *batch, const LeatOrigin *origin, const LeatEvent *event,
                            guint64 count);
/* a source or sink, by the kind that it is */
void health_append_counters (LeatBatch *batch, const LeatOrigin *origin, LeatMoment now,
                             const LeatComponent *component);

G_END_DECLS
