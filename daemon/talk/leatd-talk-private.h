/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk-private.h - what the files of a talk share */
#pragma once
#include "leat-ask.h"
#include "leatd-poll-rounds.h"
#include "leatd-talk.h"
G_BEGIN_DECLS

typedef enum {
  LEATD_TALK_NOTHING,
  LEATD_TALK_CONNECT,
  LEATD_TALK_POLL,
  LEATD_TALK_COMMAND,
} LeatdTalkKind;

struct _LeatdTalk {
  LeatdFrameJudge           judge;       /* first: the stream's */
  LeatdTalkSetup            setup;
  const LeatdSourceConfig  *config;
  LeatdTalkPlan            *plan;        /* NULL: nothing is said but commands */
  LeatAsk                  *ask;
  LeatdPollRounds           rounds;
  gboolean                  open;        /* between begin() and end() */
  gboolean                  held;
  gboolean                  failed;      /* since begin() */
  guint                     n_connected; /* lines of the plan's that are done with */
  guint                     turn;        /* of the poll that is next in this round */
  GQueue                    commands;    /* of LeatCommand: wait for their turn */

  LeatdTalkKind             kind;        /* of what is asked now */
  const LeatdTalkLine      *line;        /* NULL: a command's */
  LeatCommand              *command;     /* to be answered by the next frame; NULL: none */
  gint64                    asked;       /* when that was */
  gint64                    seen;        /* when bytes came last */
  gint64                    busy;        /* since when it waits for silence; 0: it does not */
  gint64                    n_silent;    /* polls in a row that were not answered */
  gboolean                  is_silent;   /* and that was told */
  gboolean                  is_slow;     /* rounds are, and that was told */
  gboolean                 *mute;        /* of each poll: it was not answered the last time */
  char                     *came;        /* NULL: nothing did, on connecting */
  GString                  *reason;      /* of the last reject */
};

/* leatd-talk.c */
const LeatdTalkSettings *leatd_talk_get_settings (LeatdTalk *self);
guint       leatd_talk_count_polls  (LeatdTalk *self);
void        leatd_talk_fail         (LeatdTalk *self, GError *error /* (transfer full) */);
gboolean    leatd_talk_is_ready     (LeatdTalk *self);
/* the question is done with, by an answer */
void        leatd_talk_answered     (LeatdTalk *self);
const char *leatd_talk_get_line     (LeatdTalk *self);

/* leatd-talk-say.c */
/* FALSE: nothing is to be said, or nothing can be now */
gboolean    leatd_talk_say_next     (LeatdTalk *self, gint64 now);
/* µs: when half a frame that stands was silent for long enough to be none; 0: none stands */
gint64      leatd_talk_get_pending_due (LeatdTalk *self);

/* leatd-talk-judge.c */
LeatVerdict leatd_talk_judge        (const LeatdFrameJudge *judge, const LeatPiece *piece,
                                     int *command, const char **reason);

G_END_DECLS
