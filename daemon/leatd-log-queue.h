/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log-queue.h - lines of log that wait for who reads them, so that nobody else does */
#pragma once
#include "leatd-log-outlet.h"
G_BEGIN_DECLS

#define LEATD_LOG_QUEUE_MAX  (256 * 1024) /* bytes that wait */
#define LEATD_LOG_FLUSH_TIME 3            /* s that the end of the process waits for its log */

/* (transfer full): says that @n_missed had no room; called under the queue's lock */
typedef LeatdLogEntry *(*LeatdLogMissed) (guint64 n_missed);

/* once, before any thread */
void leatd_log_queue_open  (LeatdLogMissed missed);
/* @entry: (transfer full); @is_last: there is always room for it */
void leatd_log_queue_put   (LeatdLogEntry *entry, gboolean is_last);
/* until all is out, for at most LEATD_LOG_FLUSH_TIME */
void leatd_log_queue_flush (void);

G_END_DECLS
