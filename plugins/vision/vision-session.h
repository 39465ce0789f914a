/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-session.h - what is said to a machine and heard of it while its link is open */
#pragma once
#include "vision-options.h"
G_BEGIN_DECLS

/**
 * VisionSessionSetup:
 * @language: of the family
 * @grammar: for it
 * @options: those that are shared
 * @now: µs on the clock that never goes back, the one of LeatMoment.monotonic
 * @write: to the machine
 * @note: an event, for people
 * @hold: why it gives nothing until people have seen to it; %NULL: it does
 * @fail: the connection is no good; (transfer full)
 * @owner: for all of them
 */
typedef struct {
  const VisionLanguage *language;
  gconstpointer         grammar;
  const VisionOptions  *options;
  gint64   (*now)   (gpointer owner);
  gboolean (*write) (gpointer owner, GBytes *bytes, GError **error);
  void     (*note)  (gpointer owner, const char *event, const char *text);
  void     (*hold)  (gpointer owner, const char *reason);
  void     (*fail)  (gpointer owner, GError *error);
  gpointer owner;
} VisionSessionSetup;

/**
 * VisionFound:
 * @result: what the schema is given
 * @camera: which one says the prefix of the frame; text %NULL: it does not
 * @judgement: as the language knows it
 * @trigger: the number of the trigger of ours that it is the result of; 0: of none
 * @latency: µs from that to its first byte
 * @is_test: it came in setup mode
 * @program: (nullable): that the machine runs
 *
 * A result, valid until the next call.
 */
typedef struct {
  VisionText      result;
  VisionText      camera;
  VisionJudgement judgement;
  guint64         trigger;
  gint64          latency;
  gboolean        is_test;
  const char     *program;
} VisionFound;

/* One command at a time, in turn: what is asked on connecting, triggers, commands of people, looks
 * at its state. No clock of its own, no link, no thread. */
typedef struct _VisionSession VisionSession;

VisionSession *vision_session_new     (const VisionSessionSetup *setup);
void           vision_session_free    (VisionSession *self);
/* its link is open */
void           vision_session_begin   (VisionSession *self);
/* it will be closed: commands that wait fail */
void           vision_session_end     (VisionSession *self);
/* says what is due; returns when to be called again; G_MAXINT64: behind the next frame, or
 * command */
gint64         vision_session_run     (VisionSession *self);
/* what a frame is; @arrival: of its first byte, µs on the clock of now(). RECORD: @found is it */
LeatVerdict    vision_session_frame   (VisionSession *self, const guint8 *frame, gsize length,
                                       gint64 arrival, VisionFound *found, GError **error);
/* (transfer full): "trigger", "program", "mode", "run", "setup", "reset", "say" */
void           vision_session_command (VisionSession *self, LeatCommand *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VisionSession, vision_session_free)
G_END_DECLS
