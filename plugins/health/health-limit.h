/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-limit.h - how many events of a component and a kind may become records in a minute */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* kinds that are counted apart in a minute; plugins make up names of events */
#define HEALTH_PAIRS_MAX 1000

typedef struct _HealthLimit HealthLimit;

/**
 * HealthSumFunc:
 * @sum: tells of the events that were left out; valid during the call
 * @count: how many they were
 */
typedef void (*HealthSumFunc) (const LeatEvent *sum, guint64 count, gpointer user_data);

/* @most: 0: no limit. In one thread */
HealthLimit *health_limit_new     (guint64 most);
void         health_limit_free    (HealthLimit *self);
void         health_limit_set_most (HealthLimit *self, guint64 most);
/* FALSE: it is one too many in its minute, and counted */
gboolean     health_limit_admit   (HealthLimit *self, const LeatEvent *event);
/* ns on the clock of events until the minute of what was left out is over; -1: nothing was */
gint64       health_limit_get_due (HealthLimit *self);
/* if its minute is over: tells what was left out of it, one sum a kind */
void         health_limit_look    (HealthLimit *self, LeatMoment now, HealthSumFunc func,
                                   gpointer user_data);

G_END_DECLS
