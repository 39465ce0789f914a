/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-hearing.h - what the child of a sink says, and what that means for what was sent to it */
#pragma once
#include "exec-message.h"
#include "exec-window.h"
G_BEGIN_DECLS

/**
 * ExecHearing:
 * @sink: whose child it is
 * @grammar: what lines are read by
 * @window: what was sent
 * @greeted: it has said hello
 * @moved: it has said something that was waited for; who looks takes it back
 * @n_strange: lines that were not understood, or were about nothing
 * @state: (nullable): as it said last
 * @put_off: (nullable): why it takes nothing now: it is busy, held, or not what it should be
 */
typedef struct {
  LeatSink    *sink;
  ExecGrammar *grammar;
  ExecWindow   window;
  gboolean     greeted;
  gboolean     moved;
  guint        n_strange;
  char        *state;
  GError      *put_off;
} ExecHearing;

void exec_hearing_init  (ExecHearing *self, LeatSink *sink);
void exec_hearing_clear (ExecHearing *self);
/* another child: nothing was said */
void exec_hearing_reset (ExecHearing *self);
void exec_hearing_take  (ExecHearing *self, const char *line, gsize length);

G_END_DECLS
