/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-ask.c - questions to a device: which of what comes is the answer, and to which
 *
 * An answer says not which question it is for, as a rule: Modbus RTU, MT-SICS, gauges. So who asks
 * sees to it that there is never a doubt. One question is asked at a time. Behind one that was not
 * answered in time nothing is asked until nothing has come for a while: what comes late is told
 * apart by when it comes. Behind an answer there is a short silence too, for devices and lines that
 * say everything twice. And a frame that looks like an answer when nothing was asked shows that the
 * two have slipped: it is waited out as well, before an answer is bound to the question behind its
 * own, and the next to the one behind that, for ever.
 */
#include "leat-ask.h"

struct _LeatAsk {
  LeatAskState state;
  LeatQuestion question; /* the last one that was asked, */
  LeatQuestion former;   /* and the one before it, */
  gboolean former_open;  /* if that was not answered */
  gboolean answered;
  gboolean owed;  /* an answer never came, and nothing came late in its place */
  gboolean doubt; /* an answer came twice behind one that is owed: which is whose? */
  guint n_frames;
  gint64 since;  /* of the question, or the last frame of its answer, or of the last sign of it */
  gint64 settle; /* how long the silence is */
};

/**
 * leat_ask_new:
 *
 * Returns: (transfer full): nothing was asked yet
 */
LeatAsk *
leat_ask_new (void)
{
  return g_new0 (LeatAsk, 1);
}

/**
 * leat_ask_free:
 * @self: (nullable): an asker
 */
void
leat_ask_free (LeatAsk *self)
{
  g_free (self);
}

static gboolean
question_fits (const LeatQuestion *self, const guint8 *data, gsize length)
{
  return self->fits == NULL || self->fits (data, length, self->user_data);
}

static void
ask_settle (LeatAsk *self, gint64 now, gint64 settle)
{
  self->state = settle > 0 ? LEAT_ASK_SETTLING : LEAT_ASK_FREE;
  self->since = now;
  self->settle = settle;
}

/**
 * leat_ask_reset:
 * @self: an asker
 * @now: µs
 * @settle: µs
 *
 * Forgets what was asked, as behind a new connection. If it was not answered, nothing may be asked
 * for @settle, and what comes is late: the answer may come over that too.
 */
void
leat_ask_reset (LeatAsk *self, gint64 now, gint64 settle)
{
  const gboolean open = self->state == LEAT_ASK_ASKED || self->state == LEAT_ASK_SETTLING;

  *self = (LeatAsk) { .state = LEAT_ASK_FREE };
  self->question.n_frames = 1;
  if (open)
    ask_settle (self, now, settle);
}

/**
 * leat_ask_put:
 * @self: an asker that is free
 * @now: µs: when it is sent
 * @question: copied
 *
 * Takes note of a question; to send it is the caller's.
 */
void
leat_ask_put (LeatAsk *self, gint64 now, const LeatQuestion *question)
{
  g_return_if_fail (self->state == LEAT_ASK_FREE);
  g_return_if_fail (question->n_frames > 0);

  /* an answer, and none behind it: nothing is owed any more */
  self->owed = self->owed && !self->answered;
  self->doubt = FALSE;
  self->former = self->question;
  self->former_open = self->question.struct_size > 0 && !self->answered;
  self->question = *question;
  self->state = LEAT_ASK_ASKED;
  self->answered = FALSE;
  self->n_frames = 0;
  self->since = now;
}

static LeatAskVerdict
ask_answered (LeatAsk *self, gint64 now, LeatAskVerdict verdict)
{
  self->answered = TRUE;
  self->state = self->question.gap > 0 ? LEAT_ASK_RESTING : LEAT_ASK_FREE;
  self->since = now;
  self->settle = self->question.gap;
  return verdict;
}

/* an answer is waited for */
static LeatAskVerdict
ask_judge (LeatAsk *self, gint64 now, const guint8 *data, gsize length)
{
  const LeatQuestion *question = &self->question;
  const gboolean fits = question_fits (question, data, length);

  if (question->ends != NULL && question->ends (data, length, question->user_data))
    {
      const gboolean is_part = fits && question->fits != NULL;

      self->n_frames += is_part;
      return ask_answered (self, now, is_part ? LEAT_ASK_ANSWER : LEAT_ASK_END);
    }
  if (fits)
    {
      self->since = now;
      return ++self->n_frames < question->n_frames ? LEAT_ASK_PART
                                                   : ask_answered (self, now, LEAT_ASK_ANSWER);
    }
  if (!self->former_open || self->former.fits == NULL ||
      !question_fits (&self->former, data, length))
    return LEAT_ASK_UNASKED;
  self->owed = FALSE;
  return LEAT_ASK_LATE;
}

/* it looks like an answer, and none is waited for */
static LeatAskVerdict
ask_surplus (LeatAsk *self, gint64 now)
{
  if (self->question.struct_size > 0) /* what is forgotten is not known by its looks */
    self->since = now;
  if (!self->answered)
    {
      self->owed = FALSE;
      return LEAT_ASK_LATE;
    }
  self->doubt = self->doubt || self->owed;
  self->owed = FALSE;
  return LEAT_ASK_AGAIN;
}

/**
 * leat_ask_frame:
 * @self: an asker
 * @now: µs
 * @data: what came, whole
 * @length: of @data
 *
 * Returns: what it is
 */
LeatAskVerdict
leat_ask_frame (LeatAsk *self, gint64 now, const guint8 *data, gsize length)
{
  if (self->state == LEAT_ASK_ASKED)
    return ask_judge (self, now, data, length);
  if ((self->state == LEAT_ASK_FREE && self->question.struct_size == 0) ||
      !question_fits (&self->question, data, length))
    return LEAT_ASK_UNASKED;
  if (self->state != LEAT_ASK_FREE)
    return ask_surplus (self, now);
  ask_surplus (self, now);
  ask_settle (self, now, self->question.settle);
  return LEAT_ASK_UNASKED;
}

/**
 * leat_ask_seen:
 * @self: an asker
 * @now: µs
 *
 * Part of a frame has come: it is not silent, and what it will be is not known yet.
 */
void
leat_ask_seen (LeatAsk *self, gint64 now)
{
  if (self->question.struct_size > 0 &&
      (self->state == LEAT_ASK_SETTLING || self->state == LEAT_ASK_RESTING))
    self->since = now;
}

/**
 * leat_ask_resume:
 * @self: an asker
 * @now: µs
 *
 * What came could not be looked at for a while, and will be now: all times begin anew.
 */
void
leat_ask_resume (LeatAsk *self, gint64 now)
{
  self->since = now;
}

/**
 * leat_ask_is_given_up:
 * @self: an asker
 * @now: µs
 *
 * To be called at leat_ask_get_due(): goes on to the next state.
 *
 * Returns: whether a question was not answered in time; told once
 */
gboolean
leat_ask_is_given_up (LeatAsk *self, gint64 now)
{
  if (self->state == LEAT_ASK_FREE || now < leat_ask_get_due (self))
    return FALSE;
  if (self->state == LEAT_ASK_ASKED)
    {
      self->owed = TRUE;
      ask_settle (self, now, self->question.settle);
      return TRUE;
    }
  self->state = LEAT_ASK_FREE;
  return FALSE;
}

/**
 * leat_ask_get_due:
 * @self: an asker
 *
 * Returns: µs: when leat_ask_is_given_up() is to be called; %G_MAXINT64: it need not be
 */
gint64
leat_ask_get_due (const LeatAsk *self)
{
  if (self->state == LEAT_ASK_FREE)
    return G_MAXINT64;
  return self->since + (self->state == LEAT_ASK_ASKED ? self->question.timeout : self->settle);
}

/**
 * leat_ask_get_state:
 * @self: an asker
 *
 * Returns: what it does
 */
LeatAskState
leat_ask_get_state (const LeatAsk *self)
{
  return self->state;
}

/**
 * leat_ask_get_n_frames:
 * @self: an asker
 *
 * Returns: frames that were the last question's answer until now
 */
guint
leat_ask_get_n_frames (const LeatAsk *self)
{
  return self->n_frames;
}

/**
 * leat_ask_is_doubtful:
 * @self: an asker
 *
 * Behind %LEAT_ASK_AGAIN, or what looked like it: a question was not answered, not even late; the
 * next one was, and then an answer came once more. It may be that the first one was the late one.
 *
 * Returns: whether the last answer may have been of the question before
 */
gboolean
leat_ask_is_doubtful (const LeatAsk *self)
{
  return self->doubt;
}
