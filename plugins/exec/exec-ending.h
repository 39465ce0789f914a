/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-ending.h - ends a child and all of its group: asked first, then killed */
#pragma once
#include "exec-child.h"
#include "exec-errors.h"
G_BEGIN_DECLS

/**
 * ExecEnding:
 * @n_lost: bytes that it wrote while it ended, which nobody reads any more
 * @is_held: something that it started has left its group, and still holds its output
 *
 * What is to be told of an end.
 */
typedef struct {
  gsize    n_lost;
  gboolean is_held;
} ExecEnding;

/* @patience: µs from the end of its input to SIGTERM, @grace: from there to SIGKILL; may take both.
 * @child is none behind it, and @errors are at their end */
void exec_ending_run (ExecEnding *self, ExecChild *child, ExecErrors *errors, gint64 patience,
                      gint64 grace);

G_END_DECLS
