/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log-journal.h - the journal's own socket, which is never waited for */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef enum {
  LEATD_LOG_JOURNAL_TAKEN,
  LEATD_LOG_JOURNAL_FULL,   /* it does not read; leatd_log_journal_await() */
  LEATD_LOG_JOURNAL_NOBODY, /* it is not there, or does not take this */
} LeatdLogJournalAnswer;

/* (transfer full): @fields as the journal takes them, with @message for MESSAGE */
GBytes               *leatd_log_journal_make  (const GLogField *fields, gsize n_fields,
                                               const char *message);
/* one at a time */
LeatdLogJournalAnswer leatd_log_journal_send  (GBytes *entry);
/* until it takes more, or is gone */
void                  leatd_log_journal_await (void);

G_END_DECLS
