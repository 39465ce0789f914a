/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-watch.h - looks at a leatd once, or once a second, whatever becomes of it */
#pragma once
#include "bus/bus-client.h"
#include "status-model.h"
G_BEGIN_DECLS

/* (transfer full) (nullable): as it is now */
LeatStatus      *leat_status_read       (LeatBusClient *client, GError **error);

/**
 * LeatStatusFunc:
 * @status: (transfer full) (nullable): as it is now
 * @error: (nullable): why it is not known
 *
 * Called at once and then every second, from the main context.
 */
typedef void (*LeatStatusFunc) (LeatStatus *status, const GError *error, gpointer user_data);

typedef struct _LeatStatusWatch LeatStatusWatch;

/* A bus or daemon that is not there is looked for again each time. @client: outlives it */
LeatStatusWatch *leat_status_watch_new  (LeatBusClient *client, LeatStatusFunc func,
                                         gpointer user_data);
void             leat_status_watch_free (LeatStatusWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatStatusWatch, leat_status_watch_free)
G_END_DECLS
