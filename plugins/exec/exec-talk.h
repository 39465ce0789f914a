/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-talk.h - lines to a child and from it, for a thread that waits for them */
#pragma once
#include "exec-ending.h"
#include "exec-minder.h"
#include "exec-options.h"
G_BEGIN_DECLS

/* of a line of the child; a longer one ends it */
#define EXEC_TALK_LINE_MAX (64 * 1024)

/**
 * ExecTalk:
 * @child: none: it is not begun
 * @minder: reads its standard error
 * @out: lines for it
 * @n_sent: bytes of @out that it has
 * @in: what it said, from @n_read on
 * @n_read: bytes of @in that were given as lines
 * @n_written: bytes that it has taken, ever
 */
typedef struct {
  ExecChild  child;
  ExecMinder minder;
  GString   *out;
  gsize      n_sent;
  GString   *in;
  gsize      n_read;
  guint64    n_written;
} ExecTalk;

void      exec_talk_init        (ExecTalk *self);
void      exec_talk_clear       (ExecTalk *self);
/* a child runs: what it says on its standard error goes to @tell, in another thread */
void      exec_talk_begin       (ExecTalk *self, const ExecChild *child, ExecLogTell tell,
                                 gpointer owner);
void      exec_talk_end         (ExecTalk *self, const ExecOptions *options, ExecEnding *ending);
/* waits until something is written or read, not longer than @until (monotonic, µs) */
gboolean  exec_talk_turn        (ExecTalk *self, gint64 until, GCancellable *cancellable,
                                 GError **error);
/* what can be written at once, is */
void      exec_talk_write       (ExecTalk *self);
/* (transfer none) (nullable): the next whole line, until the next call of any of these */
char     *exec_talk_take_line   (ExecTalk *self, gsize *length);
gboolean  exec_talk_has_unsent  (const ExecTalk *self);

G_END_DECLS
