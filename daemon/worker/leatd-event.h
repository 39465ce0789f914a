/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-event.h - what a human should hear of: a log line with its component and kind, which
 * listeners hear of too */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* of one component and event in a second; what is above is counted and told in one line */
#define LEATD_EVENTS_MAX 20

/* @component: "camera0", "archive", "config"; @event: "gap", "drop", "silent": a word of its own
 * for each kind. Any thread. */
void leatd_event       (GLogLevelFlags level, const char *component, const char *event,
                        const char *format, ...) G_GNUC_PRINTF (4, 5);
/* the same, about records of the source @about */
void leatd_event_about (GLogLevelFlags level, const char *component, const char *about,
                        const char *event, const char *format, ...) G_GNUC_PRINTF (5, 6);
/* tells now what was only counted: at the end of the process */
void leatd_event_flush (void);

G_END_DECLS
