/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-told.c - tells of a stream's rejects, not of each; counts what is missing in it */
#include "worker/leatd-event.h"
#include "leatd-stream.h"

/* at most once in this time, with their number */
#define TELL_REJECTS_EVERY (1 * LEAT_NSEC_PER_SEC)

void
leatd_stream_tell_reject (const char *name, LeatdUntold *untold, const char *stage,
                          const char *reason)
{
  const gint64 now = leat_clock_now ().monotonic;

  untold->n++;
  if (untold->told != 0 && now - untold->told < TELL_REJECTS_EVERY)
    return;
  leatd_event (G_LOG_LEVEL_INFO, name, "reject",
               "%" G_GUINT64_FORMAT " rejected, the last by the %s: %s; see leat rejects list",
               untold->n, stage, reason);
  *untold = (LeatdUntold) { .told = now };
}

/* @seen: until now; goes on */
void
leatd_stream_count_sequence (LeatdSequenceWatch *watch, const LeatBatch *batch,
                             LeatdSequenceCounts *seen, guint64 *counters)
{
  LeatdSequenceCounts former = *seen;

  leatd_sequence_watch_see (watch, batch, 0, seen);
  leatd_counter_follow (&counters[LEATD_SOURCE_GAPS], &former.gaps, seen->gaps);
  leatd_counter_follow (&counters[LEATD_SOURCE_MISSING], &former.missing, seen->missing);
  leatd_counter_follow (&counters[LEATD_SOURCE_REPEATS], &former.repeats, seen->repeats);
  leatd_counter_follow (&counters[LEATD_SOURCE_RESETS], &former.resets, seen->resets);
  leatd_counter_set (&counters[LEATD_SOURCE_CLOCK_OFFSET], (guint64) seen->clock_offset);
}
