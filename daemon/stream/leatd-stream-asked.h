/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-asked.h - which of a stream's frames answer a question: their records say so */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdFrameJudge:
 * @frame: what a frame is. RECORD: @command is the one it answers, by its place in @commands, or
 *   less than 0; REJECTED: @reason says why, until the next call
 * @commands: (nullable): ends with %NULL
 *
 * Who is asked of each frame of a stream. In the source's thread.
 */
typedef struct _LeatdFrameJudge LeatdFrameJudge;
struct _LeatdFrameJudge {
  LeatVerdict      (*frame) (const LeatdFrameJudge *self, const LeatPiece *piece, int *command,
                             const char **reason);
  const char *const *commands;
};

/**
 * LeatdAsked:
 * @judge: (nullable): nobody
 * @origins: of #LeatOrigin: of records that answer each of the judge's commands
 * @current: (nullable): of the frame at hand; %NULL: it answers none
 *
 * The origins differ in their tag command alone: they are one stream's.
 */
typedef struct {
  const LeatdFrameJudge *judge;
  GPtrArray             *origins;
  const LeatOrigin      *current;
} LeatdAsked;

/* @origin: of the stream */
void        leatd_asked_set   (LeatdAsked *self, const LeatdFrameJudge *judge,
                               const LeatOrigin *origin);
void        leatd_asked_clear (LeatdAsked *self);

/* sets what the frame answers */
LeatVerdict leatd_asked_frame (LeatdAsked *self, const LeatPiece *piece, GError **error);

static inline LeatVerdict
leatd_asked_judge (LeatdAsked *self, const LeatPiece *piece, GError **error)
{
  return self->judge == NULL ? LEAT_VERDICT_RECORD : leatd_asked_frame (self, piece, error);
}

G_END_DECLS
