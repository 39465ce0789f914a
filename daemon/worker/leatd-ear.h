/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ear.h - what one has heard of events and not taken yet: bounded, from all threads to one */
#pragma once
#include "leatd-listeners.h"
G_BEGIN_DECLS

/* events that wait; of more, the oldest give way and are counted */
#define LEATD_EAR_MAX 1000
/* bytes of an event's text; what is longer is cut */
#define LEATD_EAR_TEXT_MAX 4096

typedef struct _LeatdEar LeatdEar;

/* @source: as leatd_listener_add() has it; @notify: called behind each event, in its thread, within
 * the bounds of a LeatdListenFunc */
LeatdEar  *leatd_ear_new       (const char *source, void (*notify) (gpointer user_data),
                                gpointer user_data);
void       leatd_ear_free      (LeatdEar *self);

/* is there something to take? */
gboolean   leatd_ear_has_heard (LeatdEar *self);
/* (transfer full) (nullable): of LeatEvent, oldest first, valid UTF-8; NULL: nothing was heard.
 * @missed: how many gave way before these */
GPtrArray *leatd_ear_take      (LeatdEar *self, guint64 *missed);

G_END_DECLS
