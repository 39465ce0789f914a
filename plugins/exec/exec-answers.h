/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-answers.h - what a child is told in JSON lines, and waits until it reads */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* of what waits: a child that reads nothing at all is not served for ever */
#define EXEC_ANSWERS_MAX (4 * 1024 * 1024)

typedef gboolean (*ExecAnswersWrite) (gpointer owner, GBytes *bytes, GError **error);

/**
 * ExecAnswers:
 * @write: takes bytes, or refuses with LEAT_ERROR_BUSY
 * @owner: for @write
 * @waiting: lines
 * @n_sent: bytes of them that @write has taken
 * @retry: (nullable): tries again
 *
 * Lines for a child.
 */
typedef struct {
  ExecAnswersWrite write;
  gpointer         owner;
  GString         *waiting;
  gsize            n_sent;
  GSource         *retry;
} ExecAnswers;

void     exec_answers_init  (ExecAnswers *self, ExecAnswersWrite write, gpointer owner);
void     exec_answers_clear (ExecAnswers *self);
/* a new child: nothing waits */
void     exec_answers_reset (ExecAnswers *self);
/* {"type":TYPE,NAME:VALUE,…}, of pairs that end with NULL; a pair whose value is NULL is left out.
 * FALSE: too much waits, and all of it is dropped */
gboolean exec_answers_add   (ExecAnswers *self, const char *type, ...) G_GNUC_NULL_TERMINATED;
/* {"type":"hello","version":1,"source":SOURCE} */
gboolean exec_answers_greet (ExecAnswers *self, guint version, const char *source);
/* what is taken now; the rest is tried again by the thread's main context */
void     exec_answers_flush (ExecAnswers *self);

G_END_DECLS
