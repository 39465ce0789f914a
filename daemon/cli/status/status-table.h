/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-table.h - a leatd's sources and sinks as a table */
#pragma once
#include "status-rates.h"
#include "look/text-row.h"
G_BEGIN_DECLS

#define LEAT_STATUS_TABLE_WIDTH 80

/**
 * LeatStatusLook:
 * @width: columns there are; less than LEAT_STATUS_TABLE_WIDTH counts as that
 * @flags: LEAT_TEXT_ASCII, or none
 * @colour: states have colours, by ANSI sequences
 * @bars: what is left of a row shows how the rate went
 * @seconds: that a rate is of
 * @notes: lines below a row at most
 * @now: microseconds since 1970
 */
typedef struct {
  glong         width;
  LeatTextFlags flags;
  gboolean      colour;
  gboolean      bars;
  guint         seconds;
  guint         notes;
  gint64        now;
} LeatStatusLook;

/* a line, without its end: what it is, for how long it runs, how many are in which state */
void leat_status_table_append_heading (GString *text, const LeatStatus *status,
                                       const LeatStatusLook *look);
/* whole lines: sources, then sinks; below each what is to be known of it besides */
void leat_status_table_append         (GString *text, const LeatStatus *status,
                                       LeatStatusRates *rates, const LeatStatusLook *look);

G_END_DECLS
