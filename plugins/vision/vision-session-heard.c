/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-session-heard.c - what a machine says: which command it answers, or whose result it is */
#include "vision-session-private.h"
#include <string.h>

/* FALSE: reject it */
typedef gboolean (*HeardFunc) (VisionSession *self, const VisionEvent *event, GError **error);

static gboolean
session_has_question (VisionSession *self)
{
  return self->said != NULL && leat_ask_get_state (self->answers) != LEAT_ASK_FREE;
}

static void
session_understand (VisionSession *self, const guint8 *frame, gsize length, VisionEvent *event)
{
  VisionQuestion question = { .act = VISION_N_ACTS };
  const gboolean asked = session_has_question (self);

  g_string_truncate (self->scratch, 0);
  event->scratch = self->scratch;
  if (asked)
    question = (VisionQuestion) { self->said->act, self->said->argument, self->n_parts,
                                  self->n_bytes };
  self->setup.language->understand (self->setup.grammar, asked ? &question : NULL, frame, length,
                                    event);
}

static void
session_write_line (VisionSession *self, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\r\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (line, strlen (line));
  GError *error = NULL;

  if (!self->setup.write (self->setup.owner, bytes, &error))
    self->setup.fail (self->setup.owner, error);
}

/* --- answers --- */

/* texts of machines have any code page: what goes over the bus is UTF-8 */
static GVariant *
make_answer (VisionSession *self)
{
  return g_variant_new_take_string (
      g_utf8_make_valid (self->value->str, (gssize) self->value->len));
}

static void
session_add_value (VisionSession *self, const VisionEvent *event)
{
  if (event->value.text == NULL)
    return;
  if (self->value->len > 0)
    g_string_append_c (self->value, '\n');
  g_string_append_len (self->value, event->value.text, (gssize) event->value.length);
}

/* also of an answer that comes too late: its last part is told from a result by those before it */
static void
session_add_part (VisionSession *self, VisionEvent *event)
{
  const gboolean is_first = self->n_parts == 0;

  if (is_first)
    g_string_truncate (self->value, 0);
  session_add_value (self, event);
  self->n_parts = event->kind == VISION_PART ? self->n_parts + 1 : 0;
  self->n_bytes = event->n_bytes;
  if (event->is_result && !is_first && event->result.text == NULL)
    event->result = vision_text (self->value->str, self->value->len);
}

static void
session_answered (VisionSession *self, const VisionEvent *event)
{
  self->n_unanswered = 0;
  vision_session_hold (self, VISION_HOLD_ANSWER, NULL);
  if (self->said->act == VISION_TRIGGER && self->setup.options->result_command != NULL &&
      !event->is_result)
    vision_session_add_first (self, VISION_READ_RESULT, self->setup.options->result_command);
  vision_state_answered (self, event);
  vision_session_done (self, make_answer (self), NULL);
}

static void
session_refused (VisionSession *self, const VisionEvent *event)
{
  g_autofree char *told = vision_language_tell_fault (self->setup.language, event);
  g_autofree char *what = g_strdup_printf ("to %s: %s", vision_act_get_name (self->said->act),
                                           told);

  self->n_unanswered = 0;
  vision_session_hold (self, VISION_HOLD_ANSWER, NULL);
  vision_session_note (self, "refused", "%s", what);
  if (self->said->act == VISION_TRIGGER || self->said->act == VISION_READ_RESULT)
    vision_trigger_refused (self);
  if (event->mode != VISION_MODE_UNKNOWN)
    vision_state_set_mode (self, event->mode);
  vision_state_refused (self, what);
  vision_session_done (self, NULL, g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED, "%s", what));
}

static gboolean
session_is_late (VisionSession *self, const VisionEvent *event, GError **error)
{
  return leat_error_fail (error, LEAT_ERROR_REJECTED,
                          "an answer behind its deadline, to %s (answer-timeout=, answer-settle=)",
                          vision_act_get_name (self->said->act));
}

/* FALSE: it is of no question that is open */
static gboolean
session_take_answer (VisionSession *self, VisionEvent *event, const guint8 *frame, gsize length,
                     GError **error)
{
  LeatAskVerdict verdict;

  if (!session_has_question (self))
    return leat_error_fail (error, LEAT_ERROR_REJECTED, "an answer, and nothing was asked");
  session_add_part (self, event);
  self->fits = TRUE;
  self->ends = event->kind != VISION_PART;
  verdict = leat_ask_frame (self->answers, vision_session_now (self), frame, length);
  switch (verdict)
    {
    case LEAT_ASK_PART:
      return TRUE;
    case LEAT_ASK_ANSWER:
    case LEAT_ASK_END:
      if (event->kind == VISION_REFUSAL)
        session_refused (self, event);
      else
        session_answered (self, event);
      return TRUE;
    case LEAT_ASK_UNASKED:
    case LEAT_ASK_LATE:
    case LEAT_ASK_AGAIN:
      break;
    }
  return session_is_late (self, event, error);
}

static gboolean
session_reject_stray (VisionSession *self, const VisionEvent *event, GError **error)
{
  if (event->code.text != NULL)
    {
      g_autofree char *told = vision_language_tell_fault (self->setup.language, event);

      return leat_error_fail (error, LEAT_ERROR_REJECTED,
                              "%s, which is not the command that was asked last", told);
    }
  return leat_error_fail (error, LEAT_ERROR_REJECTED, "%s",
                          event->reason != NULL ? event->reason : "the answer to another command");
}

/* --- results --- */

/* nothing is passed over in silence */
static void
session_tell_torn (VisionSession *self, const VisionEvent *event)
{
  g_autofree char *text = NULL;

  if (event->torn.text == NULL)
    return;
  text = vision_text_show (event->torn);
  vision_session_note (self, "torn",
                       "a result follows \"%s\", which was never ended: the machine lost its "
                       "power, or the line was pulled",
                       text);
}

static LeatVerdict
session_take_result (VisionSession *self, const VisionEvent *event, const guint8 *frame,
                     gsize length, gint64 arrival, VisionFound *found, GError **error)
{
  const gboolean in_setup = self->mode == VISION_MODE_SETUP;

  *found = (VisionFound) {
    .result = event->result.text != NULL ? event->result : vision_text ((const char *) frame,
                                                                        length),
    .camera = event->camera,
    .judgement = event->judgement,
    .program = self->program,
    .is_test = in_setup && self->setup.options->setup_results == VISION_SETUP_TEST,
  };
  vision_state_works (self);
  session_tell_torn (self, event);
  vision_trigger_result (self, arrival, found);
  if (in_setup && self->look_due > vision_session_now (self) + G_USEC_PER_SEC)
    self->look_due = vision_session_now (self) + G_USEC_PER_SEC;
  if (!in_setup || self->setup.options->setup_results != VISION_SETUP_REJECT)
    return LEAT_VERDICT_RECORD;
  leat_error_fail (error, LEAT_ERROR_REJECTED,
                   "a result in setup mode, which is no part's (setup-results=)");
  return LEAT_VERDICT_REJECTED;
}

/* --- login --- */

static void
session_take_login (VisionSession *self, VisionKind kind)
{
  const VisionOptions *options = self->setup.options;

  self->login_due = vision_session_now (self) + options->answer_timeout;
  if (kind ==
      VISION_ASKS_USER)   /* it was restarted, perhaps: nothing is asked until it lets us in */
    self->logged_in = self->logged_in && !self->setup.language->has_login;
  if (kind == VISION_ASKS_USER)
    session_write_line (self, options->login_user != NULL ? options->login_user : "");
  else if (kind == VISION_ASKS_PASSWORD)
    session_write_line (self, options->login_password != NULL ? options->login_password : "");
  else if (kind == VISION_LOGIN_REFUSED)
    self->setup.fail (self->setup.owner,
                      g_error_new (LEAT_ERROR, LEAT_ERROR_HELD,
                                   "the machine refuses the login of %s; login-user= and "
                                   "login-password= must be those of a user of its",
                                   options->login_user != NULL ? options->login_user : "nobody"));
  else if (!self->logged_in)
    vision_session_ready (self);
}

LeatVerdict
vision_session_frame (VisionSession *self, const guint8 *frame, gsize length, gint64 arrival,
                      VisionFound *found, GError **error)
{
  VisionEvent event = { .kind = VISION_BAD };
  gboolean taken = TRUE;

  session_understand (self, frame, length, &event);
  switch (event.kind)
    {
    case VISION_NOTHING:
      break;
    case VISION_RESULT:
      return session_take_result (self, &event, frame, length, arrival, found, error);
    case VISION_ANSWER:
    case VISION_PART:
    case VISION_REFUSAL:
      taken = session_take_answer (self, &event, frame, length, event.is_result ? NULL : error);
      if (event.is_result)
        return session_take_result (self, &event, frame, length, arrival, found, error);
      break;
    case VISION_STATE:
      vision_state_set_mode (self, event.mode);
      break;
    case VISION_ASKS_USER:
    case VISION_ASKS_PASSWORD:
    case VISION_LOGGED_IN:
    case VISION_LOGIN_REFUSED:
      session_take_login (self, event.kind);
      break;
    case VISION_STRAY:
      taken = session_reject_stray (self, &event, error);
      break;
    case VISION_BAD:
      taken = leat_error_fail (error, LEAT_ERROR_MALFORMED, "%s",
                               event.reason != NULL ? event.reason : "no message of this machine");
      break;
    }
  return taken ? LEAT_VERDICT_TAKEN : LEAT_VERDICT_REJECTED;
}
