/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-idle-sink.c - a sink of the key file that is asked something, and not opened */
#include "leatd-idle-sink.h"

static void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
}

static void
host_answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  g_printerr ("%s: %s: %s\n", ((LeatdIdleHost *) sink->host)->name, event, text);
}

/* facts are the daemon's, which may be running */
static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: only leatd keeps facts of its sinks",
               ((LeatdIdleHost *) sink->host)->name);
  return FALSE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  return NULL;
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((LeatdIdleHost *) sink->host)->state_dir;
}

static gboolean
host_progress (LeatSink *sink, guint64 done, guint64 total)
{
  const LeatdIdleHost *self = sink->host;

  return self->progress == NULL || self->progress (done, total, self->user_data);
}

LeatSink *
leatd_idle_sink_new (const LeatdSinkConfig *sink, LeatdIdleHost *host, GError **error)
{
  host->host = (LeatSinkHost) { .retry_after = host_retry_after,
                                .answer = host_answer,
                                .note = host_note,
                                .warn = host_note,
                                .remember = host_remember,
                                .recall = host_recall,
                                .get_state_dir = host_get_state_dir,
                                .progress = host_progress };
  host->name = sink->name;
  host->state_dir = leatd_config_get_daemon (sink->config)->state_dir;
  return leatd_config_new_sink (sink, host, error);
}
