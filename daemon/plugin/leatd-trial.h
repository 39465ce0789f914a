/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-trial.h - loads a module in a child process, so that one that crashes there does no harm */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdVerdict:
 * @LEATD_VERDICT_NONE: it was not tried
 * @LEATD_VERDICT_SOUND: it may be loaded
 * @LEATD_VERDICT_REFUSED: it is no plugin for this host; loading it does no harm
 * @LEATD_VERDICT_DEADLY: it crashes, ends or stops the process that loads it
 *
 * What a trial found.
 */
typedef enum {
  LEATD_VERDICT_NONE,
  LEATD_VERDICT_SOUND,
  LEATD_VERDICT_REFUSED,
  LEATD_VERDICT_DEADLY,
} LeatdVerdict;

/* how the child answers */
#define LEATD_TRIAL_SOUND   "sound"
#define LEATD_TRIAL_REFUSED "refused: "   /* and the reason */

/* @reason: why it is not sound, a clause without the path; blocks until the child has ended */
LeatdVerdict leatd_trial_run            (const char *path, char **reason);
/* µs that a module may take; preset 10 s */
void         leatd_trial_set_time_limit (gint64 microseconds);

G_END_DECLS
