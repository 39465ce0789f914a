/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-notify.h - tells the service manager how far it is */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* "READY=1", "STOPPING=1", "STATUS=…", a line each: sd_notify(3); nothing if no manager wants it */
void leatd_notify (const char *state);

G_END_DECLS
