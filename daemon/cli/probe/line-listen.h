/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-listen.h - what comes over a link for some time, byte for byte, with its errors */
#pragma once
#include "leat-host.h"
#include "line-score.h"
#include "look/progress.h"
G_BEGIN_DECLS

/**
 * LeatLineListener:
 * @host: what the link tells
 * @klass: of the link
 * @device: what it opens
 * @words: options of the link, KEY=VALUE; ends with %NULL
 * @questions: (nullable): of GBytes: sent as soon as it is open
 * @signals: a signalfd: ends it
 * @progress: (nullable): how much of the time is over
 * @begin: when that began, monotonic, µs
 * @end: when it is over
 * @bytes: that came
 * @bad: of each of them: whether it had an error
 * @notes: what the link has told, a line each
 * @was_open: the link was opened, and may have set its line
 * @is_stopped: by a signal
 * @is_over: the other end has closed
 */
typedef struct {
  LeatLinkHost         host;
  const LeatLinkClass *klass;
  const char          *device;
  char               **words;
  const GPtrArray     *questions;
  int                  signals;
  LeatProgress        *progress;
  gint64               begin;
  gint64               end;
  GByteArray          *bytes;
  GByteArray          *bad;
  GString             *notes;
  gboolean             was_open;
  gboolean             is_stopped;
  gboolean             is_over;
} LeatLineListener;

/**
 * LeatLineWish:
 * @settings: (nullable): of a serial line
 * @deadline: when it is over, monotonic, µs
 * @enough: bytes
 * @quiet: silence behind some bytes that is enough as well, µs; 0: none
 *
 * How long is to be listened.
 */
typedef struct {
  const LeatLineSettings *settings;
  gint64                  deadline;
  gsize                   enough;
  gint64                  quiet;
} LeatLineWish;

void     leat_line_listener_init  (LeatLineListener *self, const LeatLinkClass *klass,
                                   const char *device);
void     leat_line_listener_clear (LeatLineListener *self);
/* opens the link, and closes it again; FALSE: it cannot be opened. What came is behind what was
 * there */
gboolean leat_line_listener_run   (LeatLineListener *self, const LeatLineWish *wish,
                                   GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatLineListener, leat_line_listener_clear)
G_END_DECLS
