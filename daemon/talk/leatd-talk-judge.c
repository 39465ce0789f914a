/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk-judge.c - what each frame is: of which question the answer, or of none */
#include "worker/leatd-event.h"
#include "leatd-talk-private.h"

/* of what came, in a message */
#define SHOWN 64

static LeatVerdict
talk_reject (LeatdTalk *self, LeatdSourceCounter counter, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static LeatVerdict
talk_reject (LeatdTalk *self, LeatdSourceCounter counter, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_vprintf (self->reason, format, arguments);
  va_end (arguments);
  leatd_count (&self->setup.counters[counter], 1);
  return LEAT_VERDICT_REJECTED;
}

static LeatAskVerdict
talk_ask (LeatdTalk *self, const LeatPiece *piece)
{
  return leat_ask_frame (self->ask, self->setup.now (self->setup.owner), piece->frame.payload,
                         piece->frame.length);
}

/* in case that nothing else comes */
static void
talk_note_came (LeatdTalk *self, const LeatPiece *piece)
{
  g_free (self->came);
  self->came = leat_escape_do (piece->frame.payload, MIN (piece->frame.length, SHOWN));
}

/* on connecting: nothing is a record before all is said and answered */
static LeatVerdict
talk_judge_connect (LeatdTalk *self, const LeatPiece *piece)
{
  const guint n_lines = self->plan->connect->len;

  if (talk_ask (self, piece) == LEAT_ASK_ANSWER && self->kind == LEATD_TALK_CONNECT)
    {
      self->n_connected++;
      leatd_talk_answered (self);
      return LEAT_VERDICT_TAKEN;
    }
  talk_note_came (self, piece);
  return talk_reject (self, LEATD_SOURCE_UNASKED,
                      "came before all was answered that is said on connecting: %u of %u",
                      self->n_connected, n_lines);
}

/* who asked by leat send gets it */
static LeatVerdict
talk_judge_command (LeatdTalk *self, const LeatPiece *piece)
{
  LeatCommand *command = g_steal_pointer (&self->command);
  const gboolean polls = leatd_talk_is_polling (self);
  const gboolean is_named = self->line != NULL;

  leatd_talk_answered (self);
  if (command != NULL)
    leat_command_answer (command,
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, piece->frame.payload,
                                                    piece->frame.length, 1));
  if (is_named)
    return LEAT_VERDICT_TAKEN;
  if (!polls)
    return LEAT_VERDICT_RECORD;
  return command != NULL ? LEAT_VERDICT_TAKEN
                         : talk_reject (self, LEATD_SOURCE_UNASKED,
                                        "answers a command that was sent, not a poll");
}

static LeatVerdict
talk_judge_unasked (LeatdTalk *self)
{
  if (!leatd_talk_is_polling (self))
    return LEAT_VERDICT_RECORD;
  if (self->config->settings.talk.unasked == LEATD_UNASKED_REJECT)
    return talk_reject (self, LEATD_SOURCE_UNASKED, "is the answer to no poll (poll-unasked=)");
  leatd_count (&self->setup.counters[LEATD_SOURCE_UNASKED], 1);
  return LEAT_VERDICT_RECORD;
}

static LeatVerdict
talk_judge_answer (LeatdTalk *self, const LeatPiece *piece, gboolean last, int *command)
{
  if (self->kind == LEATD_TALK_COMMAND)
    return talk_judge_command (self, piece);
  if (self->kind != LEATD_TALK_POLL)
    return talk_judge_unasked (self);
  *command = (int) self->turn;
  if (last)
    leatd_talk_answered (self);
  return LEAT_VERDICT_RECORD;
}

/* it is not kept to oneself that the record before may be another question's */
static void
talk_tell_doubt (LeatdTalk *self)
{
  if (leat_ask_is_doubtful (self->ask))
    leatd_event (G_LOG_LEVEL_WARNING, self->setup.name, "poll-doubt",
                 "%s was answered twice, and the question before it not at all: the record may be "
                 "of that; a longer poll-settle= waits it out",
                 leatd_talk_get_line (self));
}

static LeatVerdict
talk_judge_poll (LeatdTalk *self, const LeatPiece *piece, int *command)
{
  const LeatAskVerdict verdict = talk_ask (self, piece);

  switch (verdict)
    {
    case LEAT_ASK_PART:
    case LEAT_ASK_ANSWER:
      return talk_judge_answer (self, piece, verdict == LEAT_ASK_ANSWER, command);
    case LEAT_ASK_END:
      leatd_talk_answered (self);
      return LEAT_VERDICT_TAKEN;
    case LEAT_ASK_LATE:
      if (leatd_talk_is_polling (self))
        return talk_reject (self, LEATD_SOURCE_LATE_ANSWERS,
                            "came too late to be the answer to a poll that was given up "
                            "(poll-timeout=)");
      break;
    case LEAT_ASK_AGAIN:
      talk_tell_doubt (self);
      if (leatd_talk_is_polling (self))
        return talk_reject (self, LEATD_SOURCE_LATE_ANSWERS,
                            "looks like an answer, and came when %s was answered already",
                            leatd_talk_get_line (self));
      break;
    case LEAT_ASK_UNASKED:
      talk_tell_doubt (self);
      if (self->kind == LEATD_TALK_COMMAND && self->line != NULL)
        talk_note_came (self, piece);
      break;
    }
  return talk_judge_unasked (self);
}

LeatVerdict
leatd_talk_judge (const LeatdFrameJudge *judge, const LeatPiece *piece, int *command,
                  const char **reason)
{
  LeatdTalk *self = (LeatdTalk *) judge;
  LeatVerdict verdict;

  *command = -1;
  if (!leatd_talk_is_ready (self))
    verdict = talk_judge_connect (self, piece);
  else
    verdict = talk_judge_poll (self, piece, command);
  *reason = self->reason->str;
  return verdict;
}
