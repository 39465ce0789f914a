/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-told.c - tells of a stream's rejects, but not of each: each is kept */
#include "pipeline/leatd-event.h"
#include "pipeline/leatd-stream.h"

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
