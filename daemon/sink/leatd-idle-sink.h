/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-idle-sink.h - a sink of the key file that is asked something, and not opened */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* what it finds as its host: it is not at work, so nothing is retried or answered; what it notes
 * goes to stderr */
typedef struct {
  LeatSinkHost host; /* first */
  const char *name;
  const char *state_dir;
  /* FALSE: nobody waits any more; NULL: nobody looks */
  gboolean (*progress) (guint64 done, guint64 total, gpointer user_data);
  gpointer user_data;
} LeatdIdleHost;

/* @host: with its progress, if there is one; outlives it. For leat_sink_instance_free() */
LeatSink *leatd_idle_sink_new (const LeatdSinkConfig *sink, LeatdIdleHost *host, GError **error);

G_END_DECLS
