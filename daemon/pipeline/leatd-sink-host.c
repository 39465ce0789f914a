/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sink-host.c - what a sink may ask of its host, in its own thread */
#include "pipeline/leatd-event.h"
#include "pipeline/leatd-sink-private.h"

/* the facts of the sink itself, beside the host's */
#define OWN_FACT "sink:"

/* as much of an answer as is kept */
#define ANSWER_MAX 4096

static void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
  ((LeatdSinkWorker *) sink->host)->retry_after = microseconds;
}

static void
host_answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
  LeatdSinkWorker *self = sink->host;

  self->answer_status = status;
  g_clear_pointer (&self->answer, g_bytes_unref);
  if (body != NULL)
    self->answer = g_bytes_new (body, MIN (length, ANSWER_MAX));
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  LeatdSinkWorker *self = sink->host;

  leatd_event (G_LOG_LEVEL_MESSAGE, self->config->name, event, "%s", text);
}

static void
host_warn (LeatSink *sink, const char *event, const char *text)
{
  LeatdSinkWorker *self = sink->host;

  leatd_event (G_LOG_LEVEL_WARNING, self->config->name, event, "%s", text);
}

static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  LeatdFeed *feed = ((LeatdSinkWorker *) sink->host)->feed;
  g_autofree char *own = g_strconcat (OWN_FACT, key, NULL);

  return feed->klass->remember (feed, own, value, error);
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  LeatdFeed *feed = ((LeatdSinkWorker *) sink->host)->feed;
  g_autofree char *own = g_strconcat (OWN_FACT, key, NULL);

  return feed->klass->recall (feed, own);
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((LeatdSinkWorker *) sink->host)->setup.state_dir;
}

void
leatd_sink_host_init (LeatdSinkWorker *self)
{
  self->host = (LeatSinkHost) {
    .retry_after = host_retry_after,
    .answer = host_answer,
    .note = host_note,
    .warn = host_warn,
    .remember = host_remember,
    .recall = host_recall,
    .get_state_dir = host_get_state_dir,
  };
}
