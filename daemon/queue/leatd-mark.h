/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-mark.h - a value that people are to hear of when it passes a mark, once each way */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef enum {
  LEATD_MARK_SAME,
  LEATD_MARK_PASSED,
  LEATD_MARK_LEFT,
} LeatdMarkChange;

/**
 * LeatdMark:
 * @high: passed by a value above it
 * @low: left again by one below it: it lies below @high, so that a value that goes to and fro is
 *   not told each time
 * @is_passed: the last value that counted was above @high
 */
typedef struct {
  gint64   high;
  gint64   low;
  gboolean is_passed;
} LeatdMark;

static inline LeatdMarkChange
leatd_mark_see (LeatdMark *self, gint64 value)
{
  if (self->is_passed ? value >= self->low : value <= self->high)
    return LEATD_MARK_SAME;
  self->is_passed = !self->is_passed;
  return self->is_passed ? LEATD_MARK_PASSED : LEATD_MARK_LEFT;
}

G_END_DECLS
