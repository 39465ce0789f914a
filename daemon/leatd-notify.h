/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-notify.h - tells the service manager how far it is */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* "READY=1", "STOPPING=1", "STATUS=…", a line each: sd_notify(3); nothing if no manager wants it */
void leatd_notify         (const char *state);
/* the same, and gives it a copy of the descriptor; -1: none */
void leatd_notify_with_fd (const char *state, int fd);

G_END_DECLS
