/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-signals.h - Ctrl-C and SIGTERM as a descriptor, for words that run until they are stopped */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* a signalfd, to be polled and closed; the signals do not end the process any more */
int leat_signals_open (void);

G_END_DECLS
