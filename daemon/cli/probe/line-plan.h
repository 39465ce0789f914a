/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-plan.h - at which rates and parities a line is listened to, and in which order */
#pragma once
#include "line-score.h"
G_BEGIN_DECLS

/* the rates that are tried if none are named, likely ones first; ends with 0 */
extern const guint leat_line_rates[];

/* @rates: ends with 0; @scores: of LeatLineScore, those that there are. What is to be listened to
 * next; FALSE: nothing that was not, or there is no need to. Pure */
gboolean             leat_line_plan_next (const guint *rates, const GArray *scores,
                                          LeatLineSettings *next);
/* the best one so far; NULL: nothing was heard at all */
const LeatLineScore *leat_line_plan_best (const GArray *scores);

G_END_DECLS
