/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-listeners.h - who hears of events beside the log */
#pragma once
#include "leat-event.h"
G_BEGIN_DECLS

typedef struct _LeatdListener LeatdListener;

/**
 * LeatdListenFunc:
 * @event: valid during the call
 *
 * Hears of an event in its thread, which may be any, and whose locks it does not know: it must not
 * block, not wait for what another thread does, and neither add nor remove a listener. An event
 * that it makes itself goes to the log alone.
 */
typedef void (*LeatdListenFunc) (const LeatEvent *event, gpointer user_data);

/* any thread */
LeatdListener *leatd_listener_add    (const char *source, LeatdListenFunc func,
                                      gpointer user_data);
void           leatd_listener_remove (LeatdListener *self);

/* for leatd_event(), which bounds how many there are */
void           leatd_listeners_tell  (const LeatEvent *event);

G_END_DECLS
