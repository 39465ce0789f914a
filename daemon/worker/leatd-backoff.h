/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-backoff.h - how long to wait before the next try: doubling, with jitter */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdBackoff:
 * @first: µs
 * @longest: µs
 * @failures: tries that failed since the last one that went well
 * @random: 0 up to but not 1; tests put their own in its place
 */
typedef struct {
  gint64   first;
  gint64   longest;
  guint    failures;
  double (*random) (void);
} LeatdBackoff;

void   leatd_backoff_init      (LeatdBackoff *self, gint64 first, gint64 longest);
/* µs: doubled each time, ±20 %, between first and longest */
gint64 leatd_backoff_next      (LeatdBackoff *self);
/* µs: anywhere up to that */
gint64 leatd_backoff_next_full (LeatdBackoff *self);
void   leatd_backoff_reset     (LeatdBackoff *self);   /* it went well */

G_END_DECLS
