/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-errors.h - reads a child's standard error beside everything else */
#pragma once
#include "exec-log.h"
G_BEGIN_DECLS

/**
 * ExecErrors:
 * @log: where lines go
 * @fd: not its own; -1: at its end
 * @source: reads it in the thread's main context
 * @tag: of @fd in it
 * @since: when its second began, µs
 * @n_read: bytes in that second
 *
 * Standard error is read whatever becomes of the output, so that a child never waits for that; but
 * a flood is only read at a pace.
 */
typedef struct {
  ExecLog  log;
  int      fd;
  GSource *source;
  gpointer tag;
  gint64   since;
  gsize    n_read;
} ExecErrors;

void exec_errors_begin (ExecErrors *self, int fd, ExecLogTell tell, gpointer owner);
/* what is there now */
void exec_errors_read  (ExecErrors *self);
/* and no more */
void exec_errors_end   (ExecErrors *self);

G_END_DECLS
