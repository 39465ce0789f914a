/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log-outlet.h - where lines of log leave the process: at once, or by who may wait */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * LeatdLogEntry:
 * @text: for stderr, whole lines
 * @journal: (nullable): the same for the journal, which is asked first
 * @length: bytes of @text
 * @at: how many of them are out
 */
typedef struct {
  char   *text;
  GBytes *journal;
  gsize   length;
  gsize   at;
} LeatdLogEntry;

/* @text: (transfer full); @journal: (transfer full) (nullable) */
LeatdLogEntry *leatd_log_entry_new        (char *text, GBytes *journal);
/* bytes that it takes */
gsize          leatd_log_entry_get_size   (const LeatdLogEntry *self);
void           leatd_log_entry_free       (LeatdLogEntry *self);

/* once, before any thread */
void           leatd_log_outlet_open      (void);
/* one entry at a time, here and below. FALSE: the rest of it not without waiting */
gboolean       leatd_log_outlet_try       (LeatdLogEntry *entry);
/* waits for as long as there is a reader who does not read */
void           leatd_log_outlet_write     (LeatdLogEntry *entry);
/* if there is room, from a signal handler too */
void           leatd_log_outlet_last_word (const char *text);

G_END_DECLS
