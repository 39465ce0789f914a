/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-ask.h - questions to a device: which of what comes is the answer, and to which */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatQuestion:
 * @struct_size: sizeof (LeatQuestion)
 * @timeout: µs from the question to its answer, and from each frame of the answer to the next
 * @settle: µs of silence behind a question that was not answered: what comes until then is late. An
 *   answer comes within @timeout and @settle, or is taken for another's
 * @gap: µs of silence behind an answer: what comes until then came twice
 * @n_frames: that an answer has, or the most if it has @ends; at least 1
 * @fits: is this a frame of its answer? %NULL: any is
 * @ends: does this frame end its answer? One that fits too is part of it (optional)
 * @user_data: for both; outlives the #LeatAsk
 *
 * What is asked, and how its answer is known.
 */
typedef struct {
  gsize      struct_size;
  gint64     timeout;
  gint64     settle;
  gint64     gap;
  guint      n_frames;
  gboolean (*fits) (const guint8 *data, gsize length, gpointer user_data);
  gboolean (*ends) (const guint8 *data, gsize length, gpointer user_data);
  gpointer   user_data;
} LeatQuestion;

/**
 * LeatAskState:
 * @LEAT_ASK_FREE: a question may be asked
 * @LEAT_ASK_ASKED: its answer is waited for
 * @LEAT_ASK_RESTING: it was answered; it is waited whether that comes twice
 * @LEAT_ASK_SETTLING: it was not answered in time; what comes late is waited for
 */
typedef enum {
  LEAT_ASK_FREE,
  LEAT_ASK_ASKED,
  LEAT_ASK_RESTING,
  LEAT_ASK_SETTLING,
} LeatAskState;

/**
 * LeatAskVerdict:
 * @LEAT_ASK_UNASKED: no answer to anything
 * @LEAT_ASK_PART: of the answer; more of it follows
 * @LEAT_ASK_ANSWER: the answer, or the last frame of it
 * @LEAT_ASK_END: ends the answer, and is no part of it
 * @LEAT_ASK_LATE: the answer to a question that was given up
 * @LEAT_ASK_AGAIN: like the answer to a question that was answered already
 */
typedef enum {
  LEAT_ASK_UNASKED,
  LEAT_ASK_PART,
  LEAT_ASK_ANSWER,
  LEAT_ASK_END,
  LEAT_ASK_LATE,
  LEAT_ASK_AGAIN,
} LeatAskVerdict;

/* One question at a time, each frame bound to it or to none: no I/O, no clock, no thread, nothing
 * allocated but itself. Its times are those of one clock that never goes back, µs:
 * g_get_monotonic_time(). */
typedef struct _LeatAsk LeatAsk;

LeatAsk       *leat_ask_new            (void);
void           leat_ask_free           (LeatAsk *self);
void           leat_ask_reset          (LeatAsk *self, gint64 now, gint64 settle);
void           leat_ask_put            (LeatAsk *self, gint64 now, const LeatQuestion *question);
LeatAskVerdict leat_ask_frame          (LeatAsk *self, gint64 now, const guint8 *data,
                                        gsize length);
void           leat_ask_seen           (LeatAsk *self, gint64 now);
void           leat_ask_resume         (LeatAsk *self, gint64 now);
gboolean       leat_ask_is_given_up    (LeatAsk *self, gint64 now);
gint64         leat_ask_get_due        (const LeatAsk *self);
LeatAskState   leat_ask_get_state      (const LeatAsk *self);
guint          leat_ask_get_n_frames   (const LeatAsk *self);
gboolean       leat_ask_is_doubtful    (const LeatAsk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatAsk, leat_ask_free)
#pragma GCC visibility pop
G_END_DECLS
