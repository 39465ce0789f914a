/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* send-bytes.h - bytes for a device, as a command line spells them */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

#define LEAT_SEND_BYTES_MOST (64 * 1024)

/* one of the three is not NULL, else it is an error; (transfer full) */
GBytes *leat_send_bytes_read (const char *text, const char *hex, const char *file,
                              GError **error);

G_END_DECLS
