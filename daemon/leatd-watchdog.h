/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-watchdog.h - shows the service manager that the main loop turns */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct _LeatdWatchdog LeatdWatchdog;

/* NULL: no manager wants to see it (sd_watchdog_enabled(3): WATCHDOG_USEC, WATCHDOG_PID) */
LeatdWatchdog *leatd_watchdog_new  (void);
void           leatd_watchdog_free (LeatdWatchdog *self);

G_END_DECLS
