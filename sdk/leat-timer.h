/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-timer.h - a timer in the thread's main context that is set to a moment, and set anew */
#pragma once
#include <glib.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

GSource *leat_timer_new  (GSourceFunc func, gpointer user_data);
void     leat_timer_free (GSource *timer);

#pragma GCC visibility pop
G_END_DECLS
