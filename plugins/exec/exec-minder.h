/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-minder.h - reads a child's standard error in a thread of its own */
#pragma once
#include "exec-errors.h"
G_BEGIN_DECLS

/**
 * ExecMinder:
 * @errors: what is read; the thread's until exec_minder_stop()
 * @context: the thread's
 * @thread: (nullable): %NULL: it has stopped
 * @stops: atomic
 */
typedef struct {
  ExecErrors    errors;
  GMainContext *context;
  GThread      *thread;
  gint          stops;
} ExecMinder;

/* @tell is called in the thread */
void exec_minder_begin (ExecMinder *self, int fd, ExecLogTell tell, gpointer owner);
/* @errors is the caller's now, and still to be ended */
void exec_minder_stop  (ExecMinder *self);

G_END_DECLS
