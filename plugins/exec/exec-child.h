/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-child.h - a child process with a group of its own, and its pipes */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * ExecChild:
 * @pid: 0: there is none
 * @life: readable when it has exited (pidfd_open(2)); -1: there is none, as for the others
 * @input: its standard input, to be written
 * @output: its standard output
 * @errors: its standard error
 * @has_exited: as exec_child_look() saw it
 * @code: how, as waitid(2) has it: CLD_EXITED, …
 * @status: exit status, or number of a signal
 *
 * Nobody but exec_child_reap() takes its exit status, which keeps its id, and so its group's, from
 * becoming another's.
 */
typedef struct {
  GPid     pid;
  int      life;
  int      input;
  int      output;
  int      errors;
  gboolean has_exited;
  int      code;
  int      status;
} ExecChild;

#define EXEC_CHILD_NONE { .pid = 0, .life = -1, .input = -1, .output = -1, .errors = -1 }

/* @directory: (nullable); all pipes do not block */
gboolean exec_child_spawn       (ExecChild *self, char **words, char **environment,
                                 const char *directory, GError **error);
/* has it exited? its pipes may still have something */
gboolean exec_child_look        (ExecChild *self);
gboolean exec_child_has_failed  (const ExecChild *self);
/* (transfer full): "exited with status 3", "killed by signal 11 (Segmentation fault)" */
char    *exec_child_describe    (const ExecChild *self);
/* to its whole group */
void     exec_child_signal      (const ExecChild *self, int signal);
/* as write(2); no signal */
gssize   exec_child_write       (const ExecChild *self, gconstpointer data, gsize length);
void     exec_child_close_input (ExecChild *self);
/* kills what is left of its group, takes its exit status, closes all */
void     exec_child_reap        (ExecChild *self);

G_END_DECLS
