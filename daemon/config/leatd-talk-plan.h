/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk-plan.h - what a source says to its device by itself, and what it awaits */
#pragma once
#include "config/leatd-day-times.h"
#include "config/leatd-pattern.h"
#include "config/leatd-talk-settings.h"
G_BEGIN_DECLS

/**
 * LeatdTalkLine:
 * @name: for people; of a poll, the tag command of its records
 * @bytes: (nullable): what is sent; %NULL: nothing, something is awaited
 * @answer: (nullable): what fits; %NULL: any frame, and on connecting none at all
 * @until: (nullable): what ends an answer of several frames
 */
typedef struct {
  char         *name;
  GBytes       *bytes;
  LeatdPattern *answer;
  LeatdPattern *until;
} LeatdTalkLine;

/**
 * LeatdTalkPlan:
 * @connect: of #LeatdTalkLine: once the device was opened
 * @polls: of #LeatdTalkLine: again and again
 * @named: of #LeatdTalkLine: when somebody says so, by their names
 * @names: of the polls, ends with %NULL
 * @times: (nullable): when rounds begin; %NULL: each interval
 *
 * Immutable, counted: any thread.
 */
typedef struct {
  gint           references;   /* atomic */
  GPtrArray     *connect;
  GPtrArray     *polls;
  GPtrArray     *named;
  char         **names;
  LeatdDayTimes *times;
} LeatdTalkPlan;

/* NULL: nothing is said, or @faults say what is wrong with the options of @group */
LeatdTalkPlan *leatd_talk_plan_new   (const LeatdTalkSettings *settings, const LeatGroup *group,
                                      LeatFaults *faults);
LeatdTalkPlan *leatd_talk_plan_ref   (LeatdTalkPlan *self);
void           leatd_talk_plan_unref (LeatdTalkPlan *self);
/* @self: (nullable); NULL: there is none of that name */
const LeatdTalkLine *leatd_talk_plan_find_named (const LeatdTalkPlan *self, const char *name);
/* (transfer full): "zero, tare"; @self: (nullable) */
char          *leatd_talk_plan_list_named (const LeatdTalkPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdTalkPlan, leatd_talk_plan_unref)
G_END_DECLS
