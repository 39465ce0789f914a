/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-options.c - what can be set of a rest sink */
#include "rest-sink.h"

#define SECONDS(n) ((double) (n) * G_USEC_PER_SEC)

#define TEXT(member, ...)     LEAT_OPTION_STRING (RestSink, options.member, __VA_ARGS__)
#define LIST(member, ...)     LEAT_OPTION_LIST (RestSink, options.member, __VA_ARGS__)
#define FLAG(member, ...)     LEAT_OPTION_BOOL (RestSink, options.member, __VA_ARGS__)
#define CHOICE(member, ...)   LEAT_OPTION_CHOICE (RestSink, options.member, __VA_ARGS__)
#define DURATION(member, ...) LEAT_OPTION_DURATION (RestSink, member, __VA_ARGS__)

const LeatOption rest_options[] = {
  TEXT (url, .key = "url", .flags = LEAT_OPTION_REQUIRED,
    .summary = "Where records are sent; {source}, {fields.NAME}, {tags.KEY} and the like are "
               "replaced."),
  TEXT (method, .key = "method", .preset = "POST",
    .summary = "The method of the request."),
  LIST (headers, .key = "headers",
    .summary = "More headers, such as X-Line: {gateway}."),
  CHOICE (body, .key = "body", .preset = "json", .choices = rest_body_kinds,
    .summary = "What a request holds: json, form, template and text one record; json-array, "
               "json-lines and csv as many as there are, up to batch-records=."),
  LIST (columns, .key = "columns",
    .summary = "Of body=form and body=csv: num={fields.num}; none: id, source, time and all "
               "fields."),
  TEXT (template, .key = "template",
    .summary = "Of body=template (JSON) and body=text: the body, with {fields.NAME} and the like."),
  TEXT (template_file, .key = "template-file", .flags = LEAT_OPTION_PATH,
    .summary = "The file that holds the template."),
  FLAG (encode_twice, .key = "encode-twice", .preset = "no",
    .summary = "Whether the JSON is sent as a JSON string that holds it, as some services want."),
  CHOICE (compression, .key = "compression", .preset = "none", .choices = rest_pack_kinds,
    .summary = "How the body is made smaller."),
  TEXT (content_type, .key = "content-type",
    .summary = "What the body is called; by default what belongs to body=."),
  TEXT (timezone, .key = "timezone", .preset = "UTC",
    .summary = "Whose wall clock the filter time: shows: local, UTC, or a name such as "
               "Asia/Taipei."),
  TEXT (key_header, .key = "key-header", .preset = "Idempotency-Key",
    .summary = "The header that names the request, the same each time it is repeated; none: it is "
               "not sent."),
  FLAG (accept_test, .key = "accept-test", .preset = "no",
    .summary = "Whether records that were simulated or replayed are sent too."),
  LIST (accepted_status, .key = "accepted-status", .preset = "200-299",
    .summary = "Statuses that say that the server has the records."),
  LIST (accepted_type, .key = "accepted-type",
    .summary = "What an answer that says so has to be, such as application/json; any other comes "
               "from something in between, a portal or a proxy, and everything waits. By default "
               "anything will do."),
  LIST (accepted_body, .key = "accepted-body",
    .summary = "What has to be in it, likewise: a JSON pointer such as /id, or one with a value, "
               "/num={fields.num}, or else a text."),
  LIST (held_status, .key = "held-status", .preset = "300-399;401;403;404;405;407;410;415",
    .summary = "Statuses that are no record's fault: everything waits until settings, rights or "
               "address are mended."),
  LIST (rejected_status, .key = "rejected-status", .preset = "400;413;422",
    .summary = "Statuses that refuse a record for ever; any other status is retried."),
  DURATION (options.retry_after_longest, .key = "retry-after-longest", .preset = "15min",
    .minimum = SECONDS (1), .maximum = SECONDS (86400),
    .summary = "The longest delay that a server's Retry-After may ask for."),

  TEXT (user, .key = "user",
    .summary = "Who sends (HTTP basic)."),
  TEXT (password, .key = "password", .flags = LEAT_OPTION_SECRET,
    .summary = "The password of user=."),
  TEXT (token, .key = "token", .flags = LEAT_OPTION_SECRET,
    .summary = "A bearer token."),
  TEXT (api_key, .key = "api-key", .flags = LEAT_OPTION_SECRET,
    .summary = "A secret that goes into a header of its own."),
  TEXT (api_key_header, .key = "api-key-header", .preset = "X-Api-Key",
    .summary = "The header of api-key=."),
  TEXT (oauth2_url, .key = "oauth2-url",
    .summary = "Where bearer tokens are fetched (OAuth 2, client credentials)."),
  TEXT (oauth2_client, .key = "oauth2-client",
    .summary = "Who asks for a token."),
  TEXT (oauth2_secret, .key = "oauth2-secret", .flags = LEAT_OPTION_SECRET,
    .summary = "The secret of oauth2-client=."),
  TEXT (oauth2_scope, .key = "oauth2-scope",
    .summary = "What the token is for."),

  TLS_SETUP_OPTIONS (RestSink, options.tls, "of the server"),

  TEXT (prepare_url, .key = "prepare-url",
    .summary = "Called before a record is sent; what it gives is {prepared.id} in url, headers, "
               "columns and template."),
  TEXT (prepare_method, .key = "prepare-method", .preset = "POST",
    .summary = "The method of that call."),
  LIST (prepare_headers, .key = "prepare-headers",
    .summary = "Its headers, such as X-Line: {gateway}; who sends is told as in the request, "
               "unless that header is among them."),
  TEXT (prepare_body, .key = "prepare-body", .preset = "{}",
    .summary = "The JSON that it sends; a template, too."),
  TEXT (prepare_pointer, .key = "prepare-pointer", .preset = "/id",
    .summary = "Where the id stands in its answer: a JSON pointer."),
  TEXT (prepare_key, .key = "prepare-key",
    .summary = "What records of several sources have in common that share one id, such as "
               "{fields.num}; none: each has its own."),
  TEXT (prepare_partner, .key = "prepare-partner",
    .summary = "Of prepare-key=: what tells records that share an id apart, such as "
               "{fields.source} where an assembly gives them; no two with the same share one. "
               "None: their source."),
  DURATION (options.prepare_window, .key = "prepare-window", .preset = "60s",
    .minimum = SECONDS (0.001), .maximum = SECONDS (86400 * 30),
    .summary = "How far apart records may have come that share an id; a counter that goes back "
               "ends it sooner."),
  TEXT (rollback_url, .key = "rollback-url",
    .summary = "Called to undo that step when no record was accepted with its id."),
  TEXT (rollback_method, .key = "rollback-method", .preset = "DELETE",
    .summary = "The method of that call."),
  LIST (rollback_headers, .key = "rollback-headers",
    .summary = "Its headers, as prepare-headers=; of what differs there is {prepared.id} alone."),
  TEXT (lookup_url, .key = "lookup-url",
    .summary = "Asked, with GET, whether a record whose answer was lost is there already."),
  LIST (lookup_headers, .key = "lookup-headers",
    .summary = "Its headers, as prepare-headers=."),
  TEXT (lookup_pointer, .key = "lookup-pointer", .preset = "",
    .summary = "Where the list of what is there stands in its answer: a JSON pointer."),
  LIST (lookup_match, .key = "lookup-match",
    .summary = "What must be the same in an element of that list: /num={fields.num}; none: an "
               "answer other than 404 says that it is there."),

  LEAT_OPTION_STRING (RestSink, settings.proxy, .key = "proxy", .preset = "none",
    .flags = LEAT_OPTION_SECRET,
    .summary = "The proxy: its address, perhaps with user and password; none; system: what "
               "http_proxy and https_proxy of leatd's environment say, or the desktop."),
  LEAT_OPTION_LIST (RestSink, settings.no_proxy, .key = "no-proxy",
    .summary = "Names and networks that are reached without the proxy."),
  LEAT_OPTION_STRING (RestSink, settings.unix_socket, .key = "unix-socket",
    .summary = "The socket of a service on this machine; url= says what to ask for there."),
  DURATION (settings.connect_timeout, .key = "connect-timeout", .preset = "10s",
    .minimum = SECONDS (0.001), .maximum = SECONDS (3600),
    .summary = "How long it may take until a request can be sent."),
  DURATION (settings.timeout, .key = "timeout", .preset = "30s",
    .minimum = SECONDS (0.001), .maximum = SECONDS (86400),
    .summary = "How long it may take from then until all of the answer is there."),
  DURATION (settings.stall_timeout, .key = "stall-timeout", .preset = "none",
    .minimum = 0, .maximum = SECONDS (86400),
    .summary = "How long, meanwhile, not one byte may move either way, the time that the service "
               "takes to think included; none: timeout= alone counts."),
  DURATION (settings.idle_timeout, .key = "idle-timeout", .preset = "60s",
    .minimum = SECONDS (1), .maximum = SECONDS (86400),
    .summary = "How long a connection is kept that is not used."),
  LEAT_OPTION_SIZE (RestSink, settings.answer_size, .key = "answer-size", .preset = "64k",
    .minimum = 4096, .maximum = 16777216,
    .summary = "How much of an answer is read."),
  LEAT_OPTION_END,
};
