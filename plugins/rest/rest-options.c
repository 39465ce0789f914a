/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-options.c - what can be set of a rest sink */
#include "rest-sink.h"

#define SECONDS(n) ((double) (n) * G_USEC_PER_SEC)

const LeatOption rest_options[] = {
  LEAT_OPTION_STRING (RestSink, url, .key = "url", .flags = LEAT_OPTION_REQUIRED,
    .summary = "Where records are sent."),
  LEAT_OPTION_STRING (RestSink, method, .key = "method", .preset = "POST",
    .summary = "The method of the request."),
  LEAT_OPTION_CHOICE (RestSink, body, .key = "body", .preset = "json", .choices = rest_body_forms,
    .summary = "What a request holds: json has one record, json-array and json-lines as many as "
               "there are, up to batch-records=."),
  LEAT_OPTION_STRING (RestSink, content_type, .key = "content-type",
    .summary = "What the body is called; by default what belongs to body=."),
  LEAT_OPTION_STRING (RestSink, key_header, .key = "key-header", .preset = "Idempotency-Key",
    .summary = "The header that names the request, the same each time it is repeated; none: it is "
               "not sent."),
  LEAT_OPTION_BOOL (RestSink, accept_test, .key = "accept-test", .preset = "no",
    .summary = "Whether records that were simulated or replayed are sent too."),
  LEAT_OPTION_LIST (RestSink, accepted_status, .key = "accepted-status", .preset = "200-299",
    .summary = "Statuses that say that the server has the records."),
  LEAT_OPTION_LIST (RestSink, held_status, .key = "held-status",
    .preset = "300-399;401;403;404;405;407;410;415",
    .summary = "Statuses that are no record's fault: everything waits until settings, rights or "
               "address are mended."),
  LEAT_OPTION_LIST (RestSink, rejected_status, .key = "rejected-status", .preset = "400;413;422",
    .summary = "Statuses that refuse a record for ever; any other status is retried."),
  LEAT_OPTION_DURATION (RestSink, retry_after_longest, .key = "retry-after-longest",
    .preset = "15min", .minimum = SECONDS (1), .maximum = SECONDS (86400),
    .summary = "The longest delay that a server's Retry-After may ask for."),
  LEAT_OPTION_DURATION (RestSink, settings.connect_timeout, .key = "connect-timeout",
    .preset = "10s", .minimum = SECONDS (0.001), .maximum = SECONDS (3600),
    .summary = "How long it may take until a request can be sent."),
  LEAT_OPTION_DURATION (RestSink, settings.timeout, .key = "timeout", .preset = "30s",
    .minimum = SECONDS (0.001), .maximum = SECONDS (86400),
    .summary = "How long it may take from then until all of the answer is there."),
  LEAT_OPTION_DURATION (RestSink, settings.idle_timeout, .key = "idle-timeout", .preset = "60s",
    .minimum = SECONDS (1), .maximum = SECONDS (86400),
    .summary = "How long a connection is kept that is not used."),
  LEAT_OPTION_SIZE (RestSink, settings.answer_size, .key = "answer-size", .preset = "64k",
    .minimum = 4096, .maximum = 16777216,
    .summary = "How much of an answer is read."),
  LEAT_OPTION_END,
};
