/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-deadlines.h - what silence means on a source's line: the end of a frame, a quiet machine */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdDeadline:
 * @LEATD_DEADLINE_SILENCE: the framer's silence() is over: what stands is a frame
 * @LEATD_DEADLINE_FRAME: frame-timeout= is over: the rest of the frame did not come
 * @LEATD_DEADLINE_EXPECT: expect-every= is over: the machine is silent
 * @LEATD_DEADLINE_REOPEN: idle-reopen= is over
 */
typedef enum {
  LEATD_DEADLINE_SILENCE,
  LEATD_DEADLINE_FRAME,
  LEATD_DEADLINE_EXPECT,
  LEATD_DEADLINE_REOPEN,
  LEATD_N_DEADLINES,
} LeatdDeadline;

typedef void (*LeatdDeadlineFunc) (LeatdDeadline which, gpointer user_data);

/* One timer for all of them. Bytes only move a time stamp: the timer looks at it when it fires, so
 * that nothing is set anew for each read, and without a deadline nothing fires at all. In the
 * source's thread. */
typedef struct _LeatdDeadlines LeatdDeadlines;

LeatdDeadlines *leatd_deadlines_new   (LeatdDeadlineFunc func, gpointer user_data);
void            leatd_deadlines_free  (LeatdDeadlines *self);
void            leatd_deadlines_start (LeatdDeadlines *self, gint64 now);
void            leatd_deadlines_stop  (LeatdDeadlines *self);
void            leatd_deadlines_set   (LeatdDeadlines *self, LeatdDeadline which, gint64 wait);
/* how long what waits for more may wait */
void            leatd_deadlines_await (LeatdDeadlines *self, gboolean is_pending, gint64 silence,
                                       gint64 frame_timeout);
void            leatd_deadlines_seen  (LeatdDeadlines *self, gint64 now);

G_END_DECLS
