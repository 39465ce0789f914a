/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-log.h - what a child says to people, line by line, and no more of it than they can read */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* of a line; what is longer is cut */
#define EXEC_LOG_LINE_MAX 500
/* that are told in a second; the others are counted, and summed up */
#define EXEC_LOG_LINES_MAX 15

typedef void (*ExecLogTell) (const char *line, gpointer owner);

/**
 * ExecLog:
 * @tell: is told of each line: valid UTF-8, without control characters
 * @owner: for @tell
 * @line: what is no whole line yet
 * @last: that came last, whether it was told or not
 * @since: when its second began, µs
 * @n_told: in that second
 * @n_more: and not told
 *
 * Lines of standard error.
 */
typedef struct {
  ExecLogTell tell;
  gpointer    owner;
  GString    *line;
  GString    *last;
  gint64      since;
  guint       n_told;
  guint64     n_more;
} ExecLog;

void        exec_log_init     (ExecLog *self, ExecLogTell tell, gpointer owner);
void        exec_log_clear    (ExecLog *self);
/* @now: monotonic, µs */
void        exec_log_feed     (ExecLog *self, const char *text, gsize length, gint64 now);
/* when what was not told is to be summed up; -1: all was told */
gint64      exec_log_get_due  (const ExecLog *self);
void        exec_log_sum_up   (ExecLog *self, gint64 now);
/* no more comes: the last line may have no end */
void        exec_log_end      (ExecLog *self, gint64 now);
/* (transfer full) (nullable) */
char       *exec_log_get_last (const ExecLog *self);
/* (transfer full): what people may be shown of it */
char       *exec_log_make_readable (const char *line, gsize length);

G_END_DECLS
