/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk.h - all that is said to a device, in turn: on connecting, polls, commands */
#pragma once
#include "leat-host.h"
#include "stream/leatd-stream.h"
G_BEGIN_DECLS

/**
 * LeatdTalkSetup:
 * @name: of the source
 * @counters: of #LeatdSourceCounter
 * @now: µs on the clock that never jumps
 * @wall: µs since 1970
 * @send: to the device, behind what was sent before
 * @count_unsent: bytes of that which the device has not taken yet
 * @is_pending: part of a frame stands in the stream
 * @cut: that is no frame any more
 * @fail: the connection is no good; (transfer full)
 * @silent: the device does not answer, and why; %NULL: it does again
 * @owner: for all of them
 */
typedef struct {
  const char *name;
  guint64    *counters;
  gint64    (*now)          (gpointer owner);
  gint64    (*wall)         (gpointer owner);
  gboolean  (*send)         (gpointer owner, GBytes *bytes, GError **error);
  gsize     (*count_unsent) (gpointer owner);
  gboolean  (*is_pending)   (gpointer owner);
  void      (*cut)          (gpointer owner);
  void      (*fail)         (gpointer owner, GError *error);
  void      (*silent)       (gpointer owner, const char *reason);
  gpointer    owner;
} LeatdTalkSetup;

/* One thing is said at a time, and its answer awaited, or given up and waited out. No clock of its
 * own, no I/O, no thread: in the source's. */
typedef struct _LeatdTalk LeatdTalk;

LeatdTalk *leatd_talk_new           (const LeatdTalkSetup *setup);
void       leatd_talk_free          (LeatdTalk *self);
/* the device is open; @kept: it was, and nothing is said on connecting */
void       leatd_talk_begin         (LeatdTalk *self, const LeatdSourceConfig *config,
                                     gboolean kept);
/* it will be closed, or is another's: nothing more is said; commands fail */
void       leatd_talk_end           (LeatdTalk *self);
/* options that change in place */
void       leatd_talk_set_config    (LeatdTalk *self, const LeatdSourceConfig *config);
/* says what is due; returns when to be called again, monotonic µs; G_MAXINT64: when more comes */
gint64     leatd_talk_run           (LeatdTalk *self);
/* bytes have come */
void       leatd_talk_seen          (LeatdTalk *self);
/* nothing is read, so that no time counts */
void       leatd_talk_hold          (LeatdTalk *self);
void       leatd_talk_resume        (LeatdTalk *self);
/* "send", "ask" or "named"; (transfer full): answered in its turn */
void       leatd_talk_command       (LeatdTalk *self, LeatCommand *command);
/* of "named": the name that it was given; NULL: it is another command */
const char *leatd_talk_get_named    (const LeatCommand *command);
gboolean   leatd_talk_is_connecting (LeatdTalk *self);
gboolean   leatd_talk_is_polling    (LeatdTalk *self);
/* (transfer none): what each frame is; for the source's stream */
const LeatdFrameJudge *leatd_talk_get_judge (LeatdTalk *self);

G_END_DECLS
