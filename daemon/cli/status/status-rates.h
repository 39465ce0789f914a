/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-rates.h - how fast sources and sinks are, as their counters are looked at again */
#pragma once
#include "status-model.h"
G_BEGIN_DECLS

#define LEAT_STATUS_RATES_MAX 240 /* looks that are remembered */

typedef struct _LeatStatusRates LeatStatusRates;

LeatStatusRates *leat_status_rates_new         (void);
void             leat_status_rates_free        (LeatStatusRates *self);
/* @time: of the look, microseconds of a clock that never steps */
void             leat_status_rates_add         (LeatStatusRates *self, const LeatStatus *status,
                                                gint64 time);
/* records in a second, over that many seconds or as long as it is looked at; -1: not known yet */
double           leat_status_rates_get         (LeatStatusRates *self, const LeatStatusPart *part,
                                                guint seconds);
/* the rate from look to look, the newest last; -1: not known */
void             leat_status_rates_get_history (LeatStatusRates *self, const LeatStatusPart *part,
                                                double *rates, guint n_rates);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatStatusRates, leat_status_rates_free)
G_END_DECLS
