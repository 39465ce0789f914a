/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-source-talk.c - what a source's thread says to its device: when, and over which link */
#include "leatd-source-private.h"

static gint64
talk_now (gpointer worker)
{
  return g_get_monotonic_time ();
}

static gint64
talk_wall (gpointer worker)
{
  return leat_clock_now ().time / 1000;
}

static gboolean
talk_send (gpointer worker, GBytes *bytes, GError **error)
{
  return leatd_link_service_write (((LeatdSourceWorker *) worker)->link, bytes, error);
}

static gsize
talk_count_unsent (gpointer worker)
{
  return leatd_link_service_count_output (((LeatdSourceWorker *) worker)->link);
}

static gboolean
talk_is_pending (gpointer worker)
{
  return leatd_stream_get_pending (((LeatdSourceWorker *) worker)->stream) > 0;
}

/* what it would be together with an answer is neither */
static void
talk_cut (gpointer worker)
{
  LeatdSourceWorker *self = worker;

  leatd_source_before (self);
  leatd_guard_enter (&self->guard);
  leatd_stream_end (self->stream, LEAT_END_CUT, leat_clock_now ());
  leatd_stream_deliver (self->stream);
  leatd_guard_leave (&self->guard);
  leatd_source_watch_pending (self);
}

static void
talk_fail (gpointer worker, GError *error)
{
  LeatdSourceWorker *self = worker;

  self->host.fail (self->source, error);
}

static void
talk_silent (gpointer worker, const char *reason)
{
  LeatdSourceWorker *self = worker;

  if (reason == NULL && self->silent)
    leatd_source_set_running (self);
  else if (reason != NULL)
    leatd_state_set (&self->state, LEATD_STATE_SILENT, "%s", reason);
  self->silent = reason != NULL;
}

static LeatdTalk *
worker_make_talk (LeatdSourceWorker *self)
{
  const LeatdTalkSetup setup = {
    .name = self->name,
    .counters = self->counters,
    .now = talk_now,
    .wall = talk_wall,
    .send = talk_send,
    .count_unsent = talk_count_unsent,
    .is_pending = talk_is_pending,
    .cut = talk_cut,
    .fail = talk_fail,
    .silent = talk_silent,
    .owner = self,
  };

  return leatd_talk_new (&setup);
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1); /* the thread looks at what is due each time it wakes */
  return G_SOURCE_CONTINUE;
}

static void
worker_begin_talk (LeatdSourceWorker *self, gboolean kept)
{
  static GSourceFuncs functions = { .dispatch = timer_dispatch };

  if (self->talk == NULL)
    self->talk = worker_make_talk (self);
  self->talk_timer = g_source_new (&functions, sizeof (GSource));
  g_source_attach (self->talk_timer, self->context);
  leatd_talk_begin (self->talk, self->config, kept);
  leatd_stream_set_judge (self->stream, leatd_talk_get_judge (self->talk));
  self->connecting = leatd_talk_is_connecting (self->talk);
}

/**
 * leatd_source_begin_talk:
 *
 * Its link is open: what is to be said to its device is, from the next leatd_source_talk() on.
 */
void
leatd_source_begin_talk (LeatdSourceWorker *self)
{
  self->connecting = FALSE;
  if (self->link != NULL && (self->config->talk != NULL || self->talk != NULL))
    worker_begin_talk (self, self->goes_on);
}

void
leatd_source_end_talk (LeatdSourceWorker *self)
{
  if (self->talk_timer == NULL)
    return;
  leatd_talk_end (self->talk);
  g_source_destroy (self->talk_timer);
  g_clear_pointer (&self->talk_timer, g_source_unref);
}

/* on connecting all was said and answered: only now it works */
static void
worker_has_connected (LeatdSourceWorker *self)
{
  self->connecting = FALSE;
  leatd_backoff_reset (&self->backoff);
  if (!self->full)
    leatd_source_set_running (self);
}

/**
 * leatd_source_talk:
 *
 * Says what is due. Each time that its thread wakes.
 */
void
leatd_source_talk (LeatdSourceWorker *self)
{
  gint64 due;

  if (self->talk_timer == NULL)
    return;
  if (self->full)
    leatd_talk_hold (self->talk);
  else
    leatd_talk_resume (self->talk);
  due = leatd_talk_run (self->talk);
  if (self->connecting && !leatd_talk_is_connecting (self->talk))
    worker_has_connected (self);
  g_source_set_ready_time (self->talk_timer, due == G_MAXINT64 ? -1 : due);
}

/**
 * leatd_source_talk_takes:
 *
 * Is the command one that goes over the link in its turn? One that is to be answered always is.
 */
gboolean
leatd_source_talk_takes (LeatdSourceWorker *self, const LeatCommand *command)
{
  if (self->link == NULL || g_str_equal (command->name, "ask") ||
      leatd_talk_get_named (command) != NULL)
    return self->link != NULL;
  return g_str_equal (command->name, "send") && self->talk_timer != NULL &&
         (self->connecting || leatd_talk_is_polling (self->talk));
}

/* @command: (transfer full) */
void
leatd_source_talk_command (LeatdSourceWorker *self, LeatCommand *command)
{
  if (self->talk_timer == NULL)
    worker_begin_talk (self, TRUE);
  leatd_talk_command (self->talk, command);
}
