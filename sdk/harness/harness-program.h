/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-program.h - a program that is tried: lines to it, lines from it */
#pragma once
#include "harness.h"
G_BEGIN_DECLS

/* of a line that a program may write */
#define PROGRAM_LINE_MAX (64 * 1024)

/**
 * HarnessProgram:
 * @check: on whose behalf
 * @pid: 0: it has ended
 * @input: to be written; -1: closed
 * @output: its standard output
 * @in: what it said and was not taken yet
 * @role: "source" or "sink", as its hello said
 * @deadline: monotonic, µs, of what is waited for now
 */
typedef struct {
  HarnessCheck *check;
  GPid          pid;
  int           input;
  int           output;
  GString      *in;
  const char   *role;
  gint64        deadline;
} HarnessProgram;

/* what the parts of a line are called */
typedef enum {
  SAID_TYPE,
  SAID_ID,
  SAID_THROUGH,
  SAID_FIELDS,
  SAID_TEXT,
  SAID_ROLE,
  SAID_VERSION,
  SAID_N,
} HarnessSaidPart;

/**
 * HarnessSaid:
 * @batch: (nullable): whose memory it is
 * @parts: (nullable): each of them
 *
 * A line of a program.
 */
typedef struct {
  LeatBatch  *batch;
  const char *parts[SAID_N];
} HarnessSaid;

/* it runs, both have said hello */
gboolean harness_program_begin (HarnessProgram *self, HarnessCheck *check, GError **error);
/* killed, if it runs */
void     harness_program_clear (HarnessProgram *self);
/* FALSE: it does not read */
gboolean harness_program_tell  (HarnessProgram *self, const char *text, GError **error);
/* the next line, within the deadline; NULL in @said: its output has ended */
gboolean harness_program_hear  (HarnessProgram *self, HarnessSaid *said, GError **error);
void     harness_said_clear    (HarnessSaid *self);
/* its input is at its end: it exits in time, with status 0 if @politely */
gboolean harness_program_end   (HarnessProgram *self, gboolean politely, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HarnessSaid, harness_said_clear)
G_END_DECLS
