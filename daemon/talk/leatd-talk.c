/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk.c - all that is said to a device, in turn: on connecting, polls, commands */
#include "worker/leatd-event.h"
#include "leatd-talk-private.h"

/* a line that is not silent for so many times as long as it should be is never going to be, µs */
#define BUSY_FACTOR 20
#define BUSY_LEAST G_USEC_PER_SEC

const LeatdTalkSettings *
leatd_talk_get_settings (LeatdTalk *self)
{
  return &self->config->settings.talk;
}

static gint64
talk_now (LeatdTalk *self)
{
  return self->setup.now (self->setup.owner);
}

static gint64
talk_wall (LeatdTalk *self)
{
  return self->setup.wall (self->setup.owner);
}

static void
talk_count (LeatdTalk *self, LeatdSourceCounter counter, guint64 n)
{
  leatd_count (&self->setup.counters[counter], n);
}

guint
leatd_talk_count_polls (LeatdTalk *self)
{
  return self->plan != NULL ? self->plan->polls->len : 0;
}

void
leatd_talk_fail (LeatdTalk *self, GError *error)
{
  self->failed = TRUE;
  self->setup.fail (self->setup.owner, error);
}

LeatdTalk *
leatd_talk_new (const LeatdTalkSetup *setup)
{
  LeatdTalk *self = g_new0 (LeatdTalk, 1);

  self->judge.frame = leatd_talk_judge;
  self->setup = *setup;
  self->ask = leat_ask_new ();
  self->reason = g_string_new (NULL);
  g_queue_init (&self->commands);
  return self;
}

static void
talk_drop_plan (LeatdTalk *self)
{
  g_clear_pointer (&self->plan, leatd_talk_plan_unref);
  g_clear_pointer (&self->mute, g_free);
  self->judge.commands = NULL;
}

void
leatd_talk_free (LeatdTalk *self)
{
  if (self == NULL)
    return;
  leatd_talk_end (self);
  talk_drop_plan (self);
  leat_ask_free (self->ask);
  g_free (self->came);
  g_string_free (self->reason, TRUE);
  g_free (self);
}

/* what was asked over a former connection, and not answered, may be answered over this one */
void
leatd_talk_begin (LeatdTalk *self, const LeatdSourceConfig *config, gboolean kept)
{
  const gint64 now = talk_now (self);

  talk_drop_plan (self);
  self->config = config;
  leat_ask_reset (self->ask, now, leatd_talk_get_settings (self)->settle);
  if (config->talk != NULL)
    {
      self->plan = leatd_talk_plan_ref (config->talk);
      self->mute = g_new0 (gboolean, self->plan->polls->len);
      self->judge.commands = (const char *const *) self->plan->names;
    }
  self->open = TRUE;
  self->failed = self->held = self->is_slow = FALSE;
  self->n_connected = kept && self->plan != NULL ? self->plan->connect->len : 0;
  self->turn = leatd_talk_count_polls (self);
  self->kind = LEATD_TALK_NOTHING;
  self->line = NULL;
  self->n_silent = 0;
  self->busy = 0;
  g_clear_pointer (&self->came, g_free);
  if (leatd_talk_count_polls (self) > 0)
    leatd_poll_rounds_start (&self->rounds, self->plan->times,
                             leatd_talk_get_settings (self)->interval, now, talk_wall (self));
}

static GError *
talk_refuse (LeatdTalk *self)
{
  return g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                      "%s: the connection ended before it was answered", self->setup.name);
}

void
leatd_talk_end (LeatdTalk *self)
{
  LeatCommand *command = g_steal_pointer (&self->command);

  self->open = FALSE;
  for (; command != NULL; command = g_queue_pop_head (&self->commands))
    leat_command_fail (command, talk_refuse (self));
  while ((command = g_queue_pop_head (&self->commands)) != NULL)
    leat_command_fail (command, talk_refuse (self));
}

void
leatd_talk_set_config (LeatdTalk *self, const LeatdSourceConfig *config)
{
  self->config = config;
  if (leatd_talk_count_polls (self) > 0 && self->plan->times == NULL)
    leatd_poll_rounds_set_interval (&self->rounds, leatd_talk_get_settings (self)->interval,
                                    talk_now (self));
}

/* on connecting all that should be was said, and answered */
gboolean
leatd_talk_is_ready (LeatdTalk *self)
{
  return self->plan == NULL || self->n_connected == self->plan->connect->len;
}

gboolean
leatd_talk_is_connecting (LeatdTalk *self)
{
  return self->open && !leatd_talk_is_ready (self);
}

gboolean
leatd_talk_is_polling (LeatdTalk *self)
{
  return leatd_talk_count_polls (self) > 0;
}

const LeatdFrameJudge *
leatd_talk_get_judge (LeatdTalk *self)
{
  return &self->judge;
}

/* what is asked, or was last */
const char *
leatd_talk_get_line (LeatdTalk *self)
{
  return self->line != NULL ? self->line->name : "a command";
}

/* --- answers, and none --- */

static void
talk_heard_of (LeatdTalk *self)
{
  if (self->is_silent)
    self->setup.silent (self->setup.owner, NULL);
  self->is_silent = FALSE;
  self->n_silent = 0;
}

static void
talk_end_round (LeatdTalk *self)
{
  const guint64 missed = leatd_poll_rounds_end (&self->rounds, talk_now (self), talk_wall (self));

  talk_count (self, LEATD_SOURCE_POLLS_LEFT_OUT, missed);
  if (missed == 0 || self->is_slow)
    return;
  self->is_slow = TRUE;
  leatd_event (G_LOG_LEVEL_WARNING, self->setup.name, "poll-slow",
               "a round of questions takes longer than from one to the next; %" G_GUINT64_FORMAT
               " left out, and so are more, each counted (polls_left_out)",
               missed);
}

static void
talk_next_turn (LeatdTalk *self)
{
  self->kind = LEATD_TALK_NOTHING;
  if (++self->turn == leatd_talk_count_polls (self))
    talk_end_round (self);
}

void
leatd_talk_answered (LeatdTalk *self)
{
  const gint64 time = talk_now (self) - self->asked;

  self->busy = talk_now (self);
  if (self->kind != LEATD_TALK_POLL)
    {
      self->kind = LEATD_TALK_NOTHING;
      return;
    }
  talk_count (self, LEATD_SOURCE_ANSWERS, 1);
  leatd_counter_set (&self->setup.counters[LEATD_SOURCE_ANSWER_TIME], (guint64) time * 1000);
  talk_heard_of (self);
  if (self->mute[self->turn])
    leatd_event (G_LOG_LEVEL_INFO, self->setup.name, "poll-answer", "%s is answered again",
                 self->line->name);
  self->mute[self->turn] = FALSE;
  talk_next_turn (self);
}

/* one fault for each row of them */
static void
talk_tell_mute (LeatdTalk *self)
{
  const guint n_frames = leat_ask_get_n_frames (self->ask);
  const gint64 milliseconds = leatd_talk_get_settings (self)->timeout / 1000;

  if (!self->mute[self->turn] && n_frames == 0)
    leatd_event (G_LOG_LEVEL_WARNING, self->setup.name, "poll-timeout",
                 "%s was not answered in %" G_GINT64_FORMAT " ms (poll-timeout=)", self->line->name,
                 milliseconds);
  else if (!self->mute[self->turn])
    leatd_event (G_LOG_LEVEL_WARNING, self->setup.name, "poll-timeout",
                 "%s was answered by %u frames, and then by none for %" G_GINT64_FORMAT
                 " ms (poll-timeout=, poll-frames=)",
                 self->line->name, n_frames, milliseconds);
  self->mute[self->turn] = TRUE;
}

static void
talk_is_silent (LeatdTalk *self)
{
  const gint64 most = leatd_talk_get_settings (self)->failures;
  g_autofree char *why = g_strdup_printf ("%s: does not answer: %" G_GINT64_FORMAT
                                          " questions in a row, the last was %s",
                                          self->config->settings.device, self->n_silent,
                                          self->line->name);

  if (most > 0 && self->n_silent >= most)
    leatd_talk_fail (self,
                     g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT, "%s (poll-failures=)", why));
  else if (most == 0 && self->n_silent >= 3)
    {
      self->is_silent = TRUE;
      self->setup.silent (self->setup.owner, why);
    }
}

static void
talk_poll_given_up (LeatdTalk *self)
{
  talk_count (self, LEATD_SOURCE_POLL_TIMEOUTS, 1);
  self->n_silent++;
  talk_tell_mute (self);
  talk_is_silent (self);
  talk_next_turn (self);
}

/* "nothing came", or the last that did */
static char *
talk_describe_came (LeatdTalk *self)
{
  return self->came != NULL ? g_strdup_printf ("the last that came is \"%s\"", self->came)
                            : g_strdup ("nothing came");
}

static void
talk_connect_given_up (LeatdTalk *self)
{
  g_autofree char *came = talk_describe_came (self);

  leatd_talk_fail (self, g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT,
                                      "%s: %s: not answered in %" G_GINT64_FORMAT
                                      " ms (on-connect-timeout=): \"%s\" was awaited, %s",
                                      self->config->settings.device, self->line->name,
                                      leatd_talk_get_settings (self)->connect_timeout / 1000,
                                      leatd_pattern_get_text (self->line->answer), came));
}

static void
talk_named_given_up (LeatdTalk *self, LeatCommand *command)
{
  g_autofree char *came = talk_describe_came (self);

  leat_command_fail (command, g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT,
                                           "%s: %s: not answered in %" G_GINT64_FORMAT
                                           " ms (command-timeout=): \"%s\" was awaited, %s",
                                           self->setup.name, self->line->name,
                                           leatd_talk_get_settings (self)->named_timeout / 1000,
                                           leatd_pattern_get_text (self->line->answer), came));
}

static void
talk_command_given_up (LeatdTalk *self)
{
  LeatCommand *command = g_steal_pointer (&self->command);

  self->kind = LEATD_TALK_NOTHING;
  if (command != NULL && self->line != NULL)
    talk_named_given_up (self, command);
  else if (command != NULL)
    leat_command_fail (command,
                       g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT,
                                    "%s: not answered in %" G_GINT64_FORMAT " ms (poll-timeout=)",
                                    self->setup.name,
                                    leatd_talk_get_settings (self)->timeout / 1000));
}

/* what was not taken yet would go out together with the next question: two answers to one */
static void
talk_given_up (LeatdTalk *self)
{
  self->busy = talk_now (self);
  if (self->setup.count_unsent (self->setup.owner) > 0)
    leatd_talk_fail (self, g_error_new (LEAT_ERROR, LEAT_ERROR_TIMED_OUT,
                                        "%s: does not take what is sent to it: %s",
                                        self->config->settings.device, leatd_talk_get_line (self)));
  else if (self->kind == LEATD_TALK_CONNECT)
    talk_connect_given_up (self);
  else if (self->kind == LEATD_TALK_POLL)
    talk_poll_given_up (self);
  else
    talk_command_given_up (self);
}

/* a device that goes on by itself, and cannot be told apart from one that answers */
static void
talk_watch_busy (LeatdTalk *self, gint64 now)
{
  const LeatdTalkSettings *settings = leatd_talk_get_settings (self);
  const LeatAskState state = leat_ask_get_state (self->ask);
  const gint64 most = BUSY_LEAST + BUSY_FACTOR * MAX (settings->settle, settings->gap);

  if (!leatd_talk_is_polling (self) || self->failed || self->busy == 0 || state == LEAT_ASK_FREE ||
      state == LEAT_ASK_ASKED || now - self->busy < most)
    return;
  leatd_talk_fail (
      self,
      g_error_new (
          LEAT_ERROR, LEAT_ERROR_TIMED_OUT,
          "%s: goes on answering though it was asked nothing since %s, for %" G_GINT64_FORMAT
          " ms; poll-answer= is to tell its answers from what "
          "it says by itself",
          self->config->settings.device, leatd_talk_get_line (self), (now - self->busy) / 1000));
}

gint64
leatd_talk_run (LeatdTalk *self)
{
  const gint64 now = talk_now (self);
  gint64 due;

  if (!self->open || self->held || self->failed)
    return G_MAXINT64;
  if (leat_ask_is_given_up (self->ask, now))
    talk_given_up (self);
  talk_watch_busy (self, now);
  while (leatd_talk_say_next (self, now))
    ;
  due = leat_ask_get_due (self->ask);
  if (due != G_MAXINT64 || self->failed)
    return due;
  due = leatd_talk_get_pending_due (self);
  if (due > now)
    return due;
  if (!leatd_talk_is_polling (self) || !leatd_talk_is_ready (self))
    return G_MAXINT64;
  return leatd_poll_rounds_get_due (&self->rounds, now, talk_wall (self));
}

void
leatd_talk_seen (LeatdTalk *self)
{
  self->seen = talk_now (self);
  if (self->setup.is_pending (self->setup.owner))
    leat_ask_seen (self->ask, self->seen);
}

void
leatd_talk_hold (LeatdTalk *self)
{
  self->held = TRUE;
}

/* what the device has said meanwhile is read now; rounds that were not begun are nobody's fault */
void
leatd_talk_resume (LeatdTalk *self)
{
  if (!self->held)
    return;
  self->held = FALSE;
  leat_ask_resume (self->ask, talk_now (self));
  self->busy = self->busy != 0 ? talk_now (self) : 0;
  if (leatd_talk_is_polling (self))
    leatd_poll_rounds_end (&self->rounds, talk_now (self), talk_wall (self));
}

const char *
leatd_talk_get_named (const LeatCommand *command)
{
  if (!g_str_equal (command->name, "named"))
    return NULL;
  return command->argument != NULL &&
                 g_variant_is_of_type (command->argument, G_VARIANT_TYPE_STRING)
             ? g_variant_get_string (command->argument, NULL)
             : "";
}

void
leatd_talk_command (LeatdTalk *self, LeatCommand *command)
{
  g_queue_push_tail (&self->commands, command);
}
