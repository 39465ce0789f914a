/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-watch.h - follows the events of a leatd, and of the one that comes after it */
#pragma once
#include "bus-client.h"
G_BEGIN_DECLS

/**
 * LeatEventFunc:
 * @event: (nullable): the next one, as Manager tells it
 * @error: (nullable): why there are none for now; it is told once
 *
 * Called from the main context.
 */
typedef void (*LeatEventFunc) (GVariant *event, const GError *error, gpointer user_data);

typedef struct _LeatEventWatch LeatEventWatch;

/* Begins with those that the leatd has kept. @client: an open one, which outlives it. A leatd that
 * goes away is waited for */
LeatEventWatch *leat_event_watch_new  (LeatBusClient *client, LeatEventFunc func,
                                       gpointer user_data);
void            leat_event_watch_free (LeatEventWatch *self);

/* the call for those behind @after */
LeatBusCall     leat_event_watch_call (guint64 after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatEventWatch, leat_event_watch_free)
G_END_DECLS
