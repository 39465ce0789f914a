/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-kept.h - descriptors that the service manager keeps open while no leatd runs */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* tells the manager @state, as sd_notify(3) has it; @fd: goes with it, -1: none */
typedef void (*LeatdKeptTell) (const char *state, int fd);

/* Of each component, by its name: one descriptor of its link, and what had been read of it and was
 * not a whole frame yet. One for the process; any thread, but for begin() and end(). */

/* before anything else is opened: takes what the manager gives, sd_listen_fds(3). @keeps: gives it
 * what is opened from now on */
void     leatd_kept_begin        (LeatdKeptTell tell, gboolean keeps);
void     leatd_kept_end          (void);
/* the daemon stops: what the manager has, it keeps */
void     leatd_kept_leave        (void);
gboolean leatd_kept_is_left      (void);

/* @pending: (out) (nullable); @moment: (out): when that came. (transfer full); -1: there is none */
int      leatd_kept_take         (const char *name, GBytes **pending, LeatMoment *moment);
/* the manager's copy is of this one, and of no other */
void     leatd_kept_put          (const char *name, int fd);
/* FALSE: it cannot be given to the manager */
gboolean leatd_kept_put_pending  (const char *name, GBytes *pending, LeatMoment moment);
void     leatd_kept_drop         (const char *name);
/* what was given for others than these is closed; ends with NULL */
void     leatd_kept_drop_others  (const char *const *names);

G_END_DECLS
