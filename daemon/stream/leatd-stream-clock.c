/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-clock.c - tells of a device's clock that goes wrong, beside ours */
#include "leat-clock.h"
#include "worker/leatd-event.h"
#include "leatd-stream.h"

void
leatd_stream_watch_clock (const char *name, LeatdMark *mark, gint64 offset)
{
  switch (leatd_mark_see (mark, ABS (offset)))
    {
    case LEATD_MARK_PASSED:
      leatd_event (G_LOG_LEVEL_WARNING, name, "clock-offset",
                   "its clock is %.3f s %s ours (clock-mark=)",
                   (double) ABS (offset) / LEAT_NSEC_PER_SEC, offset > 0 ? "before" : "behind");
      break;
    case LEATD_MARK_LEFT:
      leatd_event (G_LOG_LEVEL_INFO, name, "clock-offset-end",
                   "its clock is less than half of clock-mark= from ours");
      break;
    case LEATD_MARK_SAME:
      break;
    }
}
