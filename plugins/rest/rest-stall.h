/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-stall.h - whether anything moves on a connection */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* A limit for each read and write, as GSocket and libsoup have one, says little of the line: what
 * was written may stand in the kernel, megabytes of it, and go out while a read waits. So what was
 * acknowledged by the other end, and what came from it, is counted. */

/**
 * RestStall:
 * @socket: (nullable): of the connection
 * @limit: microseconds in which something has to move
 * @moved: when it last did; monotonic
 * @n_bytes: that had moved until then
 *
 * What is known of a connection. All zero: it is not looked at.
 */
typedef struct {
  GSocket *socket;
  gint64   limit;
  gint64   moved;
  guint64  n_bytes;
} RestStall;

/* @limit 0, or a socket that does not count, as one on this machine: it is never stalled */
void     rest_stall_begin (RestStall *self, GSocket *socket, gint64 limit, gint64 now);
/* whether nothing has moved for so long */
gboolean rest_stall_look  (RestStall *self, gint64 now);
void     rest_stall_end   (RestStall *self);

G_END_DECLS
