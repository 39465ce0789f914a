/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* port-watch.h - shows what comes from a link, byte for byte, as it comes */
#pragma once
#include <stdio.h>
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatPortWatch:
 * @host: what the link tells is shown too
 * @link: its options are set
 * @output: gets the bytes
 * @bytes: how many came
 * @signals: a signalfd: ends it
 *
 * A line that is watched.
 */
typedef struct {
  LeatLinkHost host;
  LeatLink    *link;
  FILE        *output;
  guint64      bytes;
  int          signals;
} LeatPortWatch;

LeatLink *leat_port_watch_new_link (const LeatLinkClass *klass, char **words, GError **error);
gboolean  leat_port_watch_run      (LeatPortWatch *self, const char *device, GError **error);
void      leat_port_watch_show     (FILE *output, const guint8 *data, gsize length,
                                    const LeatArrival *arrival);

G_END_DECLS
