/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-state.c - mode and program of a machine: as they are found, and as they are wanted */
#include "vision-session-private.h"

/* a machine that gives nothing is looked at so often at the least, µs */
#define LOOK_WHEN_HELD (5 * G_USEC_PER_SEC)

static const char *
skip_zeros (const char *text)
{
  while (*text == '0' && g_ascii_isdigit (text[1]))
    text++;
  return text;
}

gboolean
vision_program_equal (const char *one, const char *other)
{
  for (;;)
    {
      one = skip_zeros (one);
      other = skip_zeros (other);
      while (*one == *other && *one != '\0' && *one != ',')
        {
          one++;
          other++;
        }
      if (*one != *other)
        return FALSE;
      if (*one == '\0')
        return TRUE;
      one++;
      other++;
    }
}

static void
state_look_later (VisionSession *self)
{
  const gint64 interval = self->setup.options->read_state_interval;

  self->look_due = vision_session_now (self) +
                   (self->told != NULL ? MIN (interval, LOOK_WHEN_HELD) : interval);
}

/* asks for what can be asked; returns whether anything can */
static gboolean
state_ask (VisionSession *self)
{
  static const VisionAct acts[] = { VISION_READ_MODE, VISION_READ_PROGRAM };
  gboolean asks = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (self->setup.options->read_state && vision_session_can (self, acts[i]))
      {
        asks = TRUE;
        if (!vision_session_is_waiting (self, acts[i]))
          vision_session_add (self, acts[i], "", NULL);
      }
  return asks;
}

void
vision_state_look (VisionSession *self)
{
  self->look_due = G_MAXINT64;
  if (state_ask (self))
    state_look_later (self);
}

static VisionAct
get_wanted (const VisionOptions *options)
{
  return options->run_mode == VISION_WANT_RUN ? VISION_RUN : VISION_SETUP;
}

/* what cannot be read first is set as it is wanted */
void
vision_state_begin (VisionSession *self)
{
  const VisionOptions *options = self->setup.options;
  const gboolean reads = options->read_state;

  vision_state_look (self);
  if (options->run_mode != VISION_KEEP_MODE &&
      (!reads || !vision_session_can (self, VISION_READ_MODE)))
    vision_session_add (self, get_wanted (options), "", NULL);
  if (options->program != NULL && (!reads || !vision_session_can (self, VISION_READ_PROGRAM)))
    vision_state_add_program (self, options->program, NULL);
}

/* --- mode --- */

static char *
state_tell_mode (VisionSession *self)
{
  if (self->mode == VISION_MODE_SETUP && self->setup.options->run_mode != VISION_WANT_SETUP)
    return g_strdup ("the machine is in setup mode and gives no results of parts; it must be put "
                     "into run mode, or run-mode=run does that on connecting");
  if (self->mode == VISION_MODE_OFFLINE && self->setup.options->run_mode != VISION_WANT_SETUP)
    return g_strdup ("the machine is offline: it does not measure until somebody puts it online, "
                     "or run-mode=run does that on connecting; read-state=no if it cannot say so");
  return NULL;
}

void
vision_state_set_mode (VisionSession *self, VisionMode mode)
{
  if (mode == self->mode)
    return;
  if (self->mode != VISION_MODE_UNKNOWN)
    vision_session_note (self, "mode", "%s, before that %s", vision_mode_get_name (mode),
                         vision_mode_get_name (self->mode));
  self->mode = mode;
  vision_session_hold (self, VISION_HOLD_MODE, state_tell_mode (self));
  if (self->look_due != G_MAXINT64)
    state_look_later (self);
}

static void
state_found_mode (VisionSession *self, VisionMode mode)
{
  const VisionOptions *options = self->setup.options;
  const VisionAct act = get_wanted (options);
  const gboolean runs = mode == VISION_MODE_RUN;

  if (options->run_mode != VISION_KEEP_MODE && runs != (act == VISION_RUN) &&
      mode != VISION_MODE_UNKNOWN && self->held[VISION_HOLD_RUN] == NULL &&
      !vision_session_is_waiting (self, act))
    vision_session_add (self, act, "", NULL);
  vision_state_set_mode (self, mode);
}

/* --- a mode that nobody asks for --- */

/* else it is known by what it refuses, and by what it does */
static gboolean
state_reads_mode (VisionSession *self)
{
  return self->setup.options->read_state && vision_session_can (self, VISION_READ_MODE);
}

/* A machine that is offline says so to each trigger: where nothing else can be asked, one goes to
 * it now and then all the same, or it would be offline for ever. */
gboolean
vision_state_lets_trigger (VisionSession *self, gint64 now)
{
  const gint64 interval = MIN (self->setup.options->read_state_interval, LOOK_WHEN_HELD);

  if (self->mode == VISION_MODE_OFFLINE && !state_reads_mode (self))
    return now - self->triggered >= interval;
  return self->mode != VISION_MODE_SETUP && self->mode != VISION_MODE_OFFLINE;
}

void
vision_state_works (VisionSession *self)
{
  if (self->mode == VISION_MODE_OFFLINE && !state_reads_mode (self))
    vision_state_set_mode (self, VISION_MODE_RUN);
}

/* --- program --- */

void
vision_state_add_program (VisionSession *self, const char *program, LeatCommand *command)
{
  const gboolean around = self->setup.language->sets_up_for_program &&
                          self->setup.options->run_mode != VISION_WANT_SETUP &&
                          self->mode != VISION_MODE_SETUP && self->mode != VISION_MODE_OFFLINE;

  if (around)
    vision_session_add (self, VISION_SETUP, "", NULL);
  vision_session_add (self, VISION_PROGRAM, program, command);
  if (around)
    vision_session_add (self, VISION_RUN, "", NULL);
}

static void
state_set_program (VisionSession *self, const char *program)
{
  const char *wanted = self->setup.options->program;

  if (self->program != NULL && !vision_program_equal (self->program, program))
    vision_session_note (self, "program", "%s, before that %s", program, self->program);
  g_free (self->program);
  self->program = g_strdup (program);
  if (wanted == NULL || vision_program_equal (wanted, program))
    vision_session_hold (self, VISION_HOLD_PROGRAM, NULL);
}

static void
state_found_program (VisionSession *self)
{
  const char *wanted = self->setup.options->program;
  g_autofree char *found = g_utf8_make_valid (self->value->str, (gssize) self->value->len);

  state_set_program (self, found);
  if (wanted != NULL && !vision_program_equal (wanted, found) &&
      self->held[VISION_HOLD_PROGRAM] == NULL && !vision_session_is_waiting (self, VISION_PROGRAM))
    vision_state_add_program (self, wanted, NULL);
}

void
vision_state_answered (VisionSession *self, const VisionEvent *event)
{
  switch (self->said->act)
    {
    case VISION_READ_MODE:
      state_found_mode (self, event->mode);
      break;
    case VISION_RUN:
      vision_session_hold (self, VISION_HOLD_RUN, NULL);
      vision_state_set_mode (self, VISION_MODE_RUN);
      break;
    case VISION_SETUP:
      vision_session_hold (self, VISION_HOLD_RUN, NULL);
      vision_state_set_mode (self, VISION_MODE_SETUP);
      break;
    case VISION_READ_PROGRAM:
      state_found_program (self);
      break;
    case VISION_PROGRAM:
      state_set_program (self, self->said->argument);
      break;
    case VISION_TRIGGER:
      vision_state_works (self);
      break;
    case VISION_RESET:
    case VISION_READ_RESULT:
    case VISION_WORD:
    case VISION_N_ACTS:
      break;
    }
}

/* what people asked for and was refused they know; what the key file wants is in the way */
void
vision_state_refused (VisionSession *self, const char *why)
{
  const VisionOptions *options = self->setup.options;

  if (self->said->command != NULL)
    return;
  if (self->said->act == VISION_RUN || self->said->act == VISION_SETUP)
    vision_session_hold (self, VISION_HOLD_RUN, g_strdup_printf ("run-mode=: %s", why));
  else if (self->said->act == VISION_PROGRAM)
    vision_session_hold (self, VISION_HOLD_PROGRAM,
                         g_strdup_printf ("program=%s: %s", options->program, why));
}
