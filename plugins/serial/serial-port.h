/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-port.h - opens a port, or says why it cannot be had and what to do about it */
#pragma once
#include "serial-operations.h"
G_BEGIN_DECLS

int  serial_port_open  (const char *path, gboolean exclusive, const SerialOperations *operations,
                        GError **error);
/* is @fd open on the port that @path names now, and not hung up? */
gboolean serial_port_is_open (const char *path, int fd, gboolean exclusive,
                              const SerialOperations *operations, GError **error);
void serial_port_close (int fd, const SerialOperations *operations);

G_END_DECLS
