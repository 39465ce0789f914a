/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-verdict.h - what a status says of the records that were sent */
#pragma once
#include "rest-exchange.h"
G_BEGIN_DECLS

/**
 * RestVerdict:
 * @REST_RETRIED: not now: the same request again, later
 * @REST_ACCEPTED: the server has them
 * @REST_HELD: no record's fault: settings, rights or address
 * @REST_REJECTED: a record's fault, for ever
 *
 * What a server's status says.
 */
typedef enum {
  REST_RETRIED,
  REST_ACCEPTED,
  REST_HELD,
  REST_REJECTED,
} RestVerdict;

#define REST_STATUS_FIRST 100
#define REST_STATUS_LAST  599

/* each status, and what it says */
typedef struct {
  guint8 verdicts[REST_STATUS_LAST - REST_STATUS_FIRST + 1];
} RestVerdicts;

/* lists such as 300-399, 401; LEAT_ERROR_CONFIG begins with the key of the wrong one */
gboolean    rest_verdicts_init      (RestVerdicts *self, const char *const *accepted,
                                     const char *const *held, const char *const *rejected,
                                     GError **error);
RestVerdict rest_verdicts_get       (const RestVerdicts *self, guint status);

/* TRUE: accepted. LEAT_ERROR_HELD, LEAT_ERROR_REJECTED or LEAT_ERROR_BUSY say what was asked, what
 * was answered, and the way out */
gboolean    rest_verdicts_judge     (const RestVerdicts *self, const RestRequest *request,
                                     const RestAnswer *answer, GError **error);

/* RFC 9110, 10.2.3: seconds or a date, as microseconds from @now (of the same clock as the date, in
 * seconds) on, at most @longest; 0: it says nothing */
gint64      rest_verdict_read_delay (const char *text, gint64 now, gint64 longest);

G_END_DECLS
