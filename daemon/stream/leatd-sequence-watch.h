/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sequence-watch.h - watches the counter and the clock in a stream's records */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdSequenceCounts:
 * @gaps: stretches of missing numbers
 * @missing: numbers in them
 * @repeats: the same number again
 * @resets: a number smaller than the last one
 * @clock_offset: the device's clock minus ours at arrival, nanoseconds; of the last record that had
 *   one
 * @clock_known: there was one
 * @forgotten: cameras that gave way to others: each starts anew when it comes back
 */
typedef struct {
  guint64  gaps;
  guint64  missing;
  guint64  repeats;
  guint64  resets;
  gint64   clock_offset;
  gboolean clock_known;
  guint64  forgotten;
} LeatdSequenceCounts;

/* Called for each gap (first and last missing number), repeat (first = last = the number) and reset
 * (last: the number before, first: the number it began with; a counter that ran over is one too).
 * */
typedef enum { LEATD_SEQUENCE_GAP, LEATD_SEQUENCE_REPEAT, LEATD_SEQUENCE_RESET } LeatdSequenceKind;
typedef void (*LeatdSequenceFunc) (LeatdSequenceKind kind, gint64 first, gint64 last,
                                   gpointer user_data);

/* If the schema has a field with role camera, each camera counts for itself, up to 64 of them. No
 * allocation per record. In one thread. */
typedef struct _LeatdSequenceWatch LeatdSequenceWatch;

LeatdSequenceWatch *leatd_sequence_watch_new    (LeatSchema *schema, LeatdSequenceFunc func,
                                                 gpointer user_data);
void                leatd_sequence_watch_free   (LeatdSequenceWatch *self);
/* goes on where @former is; of another schema: begins anew */
void                leatd_sequence_watch_take_over (LeatdSequenceWatch *self,
                                                    const LeatdSequenceWatch *former);
void                leatd_sequence_watch_see    (LeatdSequenceWatch *self, const LeatBatch *batch,
                                                 guint from, LeatdSequenceCounts *counts);
/* has it a field to watch at all? */
gboolean            leatd_sequence_watch_needed (LeatSchema *schema);
/* makes an event of it */
void                leatd_sequence_tell         (const char *source, LeatdSequenceKind kind,
                                                 gint64 first, gint64 last);
/* may the reset from @last to @first be a counter that ran over: 9999 to 0, 65535 to 1? */
gboolean            leatd_sequence_ran_over     (gint64 last, gint64 first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdSequenceWatch, leatd_sequence_watch_free)
G_END_DECLS
