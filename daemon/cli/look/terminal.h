/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* terminal.h - what the terminal at stdout can do, and the whole of it as a screen */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct {
  glong    width;      /* 80 where nobody knows */
  glong    height;     /* 0: it is no terminal */
  gboolean unicode;    /* the locale has more than ASCII */
  gboolean colour;     /* and nobody forbids it by NO_COLOR */
} LeatTerminal;

void     leat_terminal_look        (LeatTerminal *self);

/* The whole window is ours from here on, keys come one by one, without an echo. FALSE: stdout is no
 * terminal, or one that cannot. Once in a process; it is as it was before at the latest when the
 * process exits */
gboolean leat_terminal_take        (void);
void     leat_terminal_give_back   (void);
/* @text: whole lines, in place of those that are there */
void     leat_terminal_show        (const char *text);

G_END_DECLS
