/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* progress.h - how far a long work is, in one line of a terminal */
#pragma once
#include "text-row.h"
G_BEGIN_DECLS

/**
 * LeatProgressState:
 * @done: how much of it is done
 * @total: of how much; 0: that is not known
 * @elapsed: since it began, microseconds
 *
 * A work at one moment.
 */
typedef struct {
  guint64 done;
  guint64 total;
  gint64  elapsed;
} LeatProgressState;

/* a line without its end, of less than @width columns: a bar, the share, rate and time left */
void          leat_progress_append (GString *line, const LeatProgressState *state, glong width,
                                    LeatTextFlags flags);

/* the line on the terminal at stderr */
typedef struct _LeatProgress LeatProgress;

/* @quiet: nothing is shown, and neither is it where stderr is no terminal, or with --json */
LeatProgress *leat_progress_new    (gboolean quiet);
/* takes the line away */
void          leat_progress_free   (LeatProgress *self);
/* draws it, if it is time to; NULL: nobody looks */
void          leat_progress_tell   (LeatProgress *self, guint64 done, guint64 total);
/* makes room for something that is printed */
void          leat_progress_erase  (LeatProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatProgress, leat_progress_free)
G_END_DECLS
