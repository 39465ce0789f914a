/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-session-private.h - what the files of the session share */
#pragma once
#include "vision-session.h"
G_BEGIN_DECLS

/* something that is to be said, or was last */
typedef struct {
  VisionAct    act;
  char        *argument;
  LeatCommand *command;   /* NULL: nobody waits for its answer */
} VisionSaying;

struct _VisionSession {
  VisionSessionSetup setup;
  LeatAsk           *answers;
  LeatAsk           *results;      /* triggers are its questions */
  GQueue             sayings;      /* of VisionSaying: what is to be said */
  VisionSaying      *said;         /* what was said last, while its answer may come */
  GString           *value;        /* of the parts of its answer */
  guint              n_parts;      /* that came of it, late or not */
  guint              n_bytes;      /* that the last of them said to come */
  GString           *scratch;
  VisionMessage      message;
  gboolean           fits;         /* of the frame at hand: for leat-ask */
  gboolean           ends;

  gboolean           open;
  gboolean           logged_in;
  gint64             login_due;
  VisionMode         mode;
  char              *program;      /* NULL: not known */
  char              *held[4];      /* by VisionHold */
  char              *told;         /* what of it was told */
  gint64             look_due;     /* at its state */
  guint              n_unanswered;

  guint64            trigger;      /* counts ours */
  gint64             triggered;    /* µs: when the last one was sent */
  gint64             trigger_due;
  gboolean           left_out;     /* the last one was */
};

/* why it may be held: each for itself */
typedef enum {
  VISION_HOLD_ANSWER,
  VISION_HOLD_MODE,
  VISION_HOLD_RUN,
  VISION_HOLD_PROGRAM,
} VisionHold;

/* vision-session.c */
gint64   vision_session_now        (VisionSession *self);
void     vision_session_note       (VisionSession *self, const char *event, const char *format,
                                    ...) G_GNUC_PRINTF (3, 4);
/* @reason: (transfer full) (nullable): it is not any more */
void     vision_session_hold       (VisionSession *self, VisionHold hold, char *reason);
gboolean vision_session_can        (const VisionSession *self, VisionAct act);
/* @command: (nullable) (transfer full) */
void     vision_session_add        (VisionSession *self, VisionAct act, const char *argument,
                                    LeatCommand *command);
gboolean vision_session_is_waiting (VisionSession *self, VisionAct act);
/* the next one to be said */
void     vision_session_add_first  (VisionSession *self, VisionAct act, const char *argument);
void     vision_session_ready      (VisionSession *self);
void     vision_session_done       (VisionSession *self, GVariant *answer,
                                    GError *error /* (transfer full) */);
void     vision_saying_free        (VisionSaying *self, GError *error /* (transfer full) */);

/* vision-trigger.c */
void     vision_trigger_begin      (VisionSession *self);
gint64   vision_trigger_run        (VisionSession *self, gint64 now);
GError  *vision_trigger_refuse     (VisionSession *self);
void     vision_trigger_sent       (VisionSession *self, gint64 now);
void     vision_trigger_refused    (VisionSession *self);
void     vision_trigger_result     (VisionSession *self, gint64 arrival, VisionFound *found);

/* vision-state.c: mode and program */
void     vision_state_begin        (VisionSession *self);
void     vision_state_look         (VisionSession *self);
/* @command: (nullable) (transfer full); with what must be said around it */
void     vision_state_add_program  (VisionSession *self, const char *program,
                                    LeatCommand *command);
void     vision_state_answered     (VisionSession *self, const VisionEvent *event);
void     vision_state_refused      (VisionSession *self, const char *why);
void     vision_state_set_mode     (VisionSession *self, VisionMode mode);
/* may it be triggered each trigger-interval=, as far as its mode goes? */
gboolean vision_state_lets_trigger (VisionSession *self, gint64 now);
/* it takes a trigger, or gives a result: it is not offline */
void     vision_state_works        (VisionSession *self);
/* are they the same but for zeros in front of their numbers? */
gboolean vision_program_equal      (const char *one, const char *other);

G_END_DECLS
