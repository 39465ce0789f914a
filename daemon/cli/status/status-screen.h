/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-screen.h - a leatd's sources and sinks as they are every second, until a key ends it */
#pragma once
#include "bus/bus-client.h"
#include "status-table.h"
G_BEGIN_DECLS

/* @look: gets what the terminal at stdout can do, and the time */
void leat_status_screen_look (LeatStatusLook *look);
/* @client: need not be open; @names: those of interest, none: all; @json: an object in a line.
 * Gives a LeatExit */
int  leat_status_screen_run  (LeatBusClient *client, char **names, gboolean json);

G_END_DECLS
