/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-probe.h - finds out how a line is set, and what is said on it, by listening */
#pragma once
#include "line-listen.h"
#include "line-plan.h"
G_BEGIN_DECLS

/**
 * LeatLineTrial:
 * @score: what was heard
 * @time: for how long it was listened, µs
 * @bytes: those without an error, without parity bits
 */
typedef struct {
  LeatLineScore score;
  gint64        time;
  GByteArray   *bytes;
} LeatLineTrial;

/**
 * LeatLineProbe:
 * @trials: of LeatLineTrial
 * @best: (nullable): of @trials; %NULL: nothing was heard
 * @refusal: (nullable): why the first of those that could not be listened to could not
 * @n_refused: how many could not: a rate that the port does not know
 */
typedef struct {
  GArray        *trials;
  LeatLineTrial *best;
  GError        *refusal;
  guint          n_refused;
} LeatLineProbe;

/**
 * LeatLineSearch:
 * @rates: (nullable): to be tried, ends with 0; %NULL: the line has no rate
 * @duration: in all, µs
 * @each: of one trial at the most, µs; 0: no matter. Who is asked and does not answer has not
 *   understood; who has nothing to say is silent at any rate
 * @tell: (nullable): called before each trial
 */
typedef struct {
  const guint *rates;
  gint64       duration;
  gint64       each;
  void       (*tell) (const LeatLineSettings *settings, gpointer user_data);
  gpointer     user_data;
} LeatLineSearch;

void     leat_line_probe_init  (LeatLineProbe *self);
void     leat_line_probe_clear (LeatLineProbe *self);
/* FALSE: the link cannot be opened at all */
gboolean leat_line_probe_run   (LeatLineProbe *self, LeatLineListener *listener,
                                const LeatLineSearch *search, GError **error);
/* takes bytes that somebody has recorded */
void     leat_line_probe_take  (LeatLineProbe *self, const LeatLineSettings *settings,
                                const GByteArray *bytes, const GByteArray *bad, gint64 time);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatLineProbe, leat_line_probe_clear)
G_END_DECLS
