/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* regex-framer.c - what a regular expression matches is a frame
 *
 * Each place is judged as if the bytes began there: what looks behind sees nothing, and ^ is right
 * everywhere. A match that more bytes could change is waited for: PCRE's hard partial matching,
 * which says so as soon as it needs to look behind the last byte. So what is found does not depend
 * on the cuts.
 *
 * Work: each time bytes come, and for each place where a match may begin, PCRE takes no more than
 * match-limit= steps; GRegex allocates for each question. It is meant for lines that people read,
 * not for floods. */
#include "framers.h"

#define HEAP_KIB 4096

typedef struct {
  LeatFramer parent;
  char *pattern;      /* option */
  char *payload;      /* option */
  gint64 match_limit; /* option */
  gboolean dot_all;   /* option */

  GRegex *regex;
} RegexFramer;

static const LeatOption regex_framer_options[] = {
  LEAT_OPTION_STRING (
      RegexFramer, pattern, .key = "pattern", .flags = LEAT_OPTION_REQUIRED,
      .summary =
          "Perl-compatible regular expression of a frame, on bytes, not characters. Backslashes "
          "are written twice, as the key file takes one: \\\\d+\\n."),
  LEAT_OPTION_STRING (
      RegexFramer, payload, .key = "payload",
      .summary = "Name of the group in it that is the payload; not given: the whole match."),
  LEAT_OPTION_INT (RegexFramer, match_limit, .key = "match-limit", .preset = "100000",
                   .minimum = 100, .maximum = 10000000,
                   .summary = "Steps that one attempt may take; what needs more is no frame."),
  LEAT_OPTION_BOOL (RegexFramer, dot_all, .key = "dot-all", .preset = "no",
                    .summary = "Whether . matches a line break too."),
  LEAT_OPTION_END
};

/* nothing stands before a frame, so this is always right. A pattern that looks behind is one for
 * which PCRE calls it a partial match, too, when it does not get past the first byte, as in .{3} */
#define LOOKS_BEHIND "(?<![\\s\\S])"

/* GRegex has no member for limits; what stands in front of a pattern sets them: pcre2pattern(3),
 * SETTING MATCH RESOURCE LIMITS */
static GRegex *
compile (const RegexFramer *self, GError **error)
{
  g_autofree char *pattern = g_strdup_printf ("(*LIMIT_MATCH=%" G_GINT64_FORMAT
                                              ")(*LIMIT_DEPTH=%" G_GINT64_FORMAT
                                              ")(*LIMIT_HEAP=%d)" LOOKS_BEHIND "%s",
                                              self->match_limit, self->match_limit, HEAP_KIB,
                                              self->pattern);
  const GRegexCompileFlags flags = G_REGEX_RAW | (self->dot_all ? G_REGEX_DOTALL : 0);

  return g_regex_new (pattern, flags, 0, error);
}

static gboolean
regex_framer_init (LeatFramer *framer, GError **error)
{
  RegexFramer *self = (RegexFramer *) framer;
  g_autoptr (GError) why = NULL;

  if (g_str_has_prefix (self->pattern, "(*"))
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "pattern: begins with (*; what stands there is the host's");
      return FALSE;
    }
  self->regex = compile (self, &why);
  if (self->regex == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "pattern: %s", why->message);
  else if (self->payload != NULL && g_regex_get_string_number (self->regex, self->payload) < 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "payload: the pattern has no group (?<%s>…)",
                 self->payload);
  else if (g_regex_match (self->regex, "", G_REGEX_MATCH_ANCHORED, NULL))
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                         "pattern: matches nothing at all, and would find a frame everywhere");
  else
    return TRUE;
  return FALSE;
}

static void
regex_framer_clear (LeatFramer *framer)
{
  g_clear_pointer (&((RegexFramer *) framer)->regex, g_regex_unref);
}

static LeatScan
take (const RegexFramer *self, const LeatScanInput *input, const GMatchInfo *match,
      LeatFrame *frame)
{
  int begin, end, payload_begin, payload_end;

  g_match_info_fetch_pos (match, 0, &begin, &end);
  payload_begin = begin;
  payload_end = end;
  if (self->payload != NULL &&
      !g_match_info_fetch_named_pos (match, self->payload, &payload_begin, &payload_end))
    payload_end = payload_begin = end;
  frame->reason = "a match of no bytes";
  if (begin != 0 || end <= 0 || payload_begin < 0)
    return LEAT_SCAN_BAD;
  frame->used = (gsize) end;
  frame->payload = input->data + payload_begin;
  frame->length = (gsize) (payload_end - payload_begin);
  return LEAT_SCAN_FRAME;
}

static LeatScan
regex_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  const RegexFramer *self = (RegexFramer *) framer;
  const gboolean more = input->end == LEAT_END_NO;
  const GRegexMatchFlags flags = G_REGEX_MATCH_ANCHORED | (more ? G_REGEX_MATCH_PARTIAL_HARD : 0);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) error = NULL;

  frame->reason = "no match";
  if (input->end == LEAT_END_CUT || input->end == LEAT_END_LIMIT)
    return LEAT_SCAN_BAD;
  if (g_regex_match_full (self->regex, (const char *) input->data, (gssize) input->length, 0, flags,
                          &match, &error))
    return take (self, input, match, frame);
  if (error != NULL)
    frame->reason = "the pattern takes more than match-limit";
  else if (more && g_match_info_is_partial_match (match))
    return LEAT_SCAN_MORE;
  return LEAT_SCAN_BAD;
}

const LeatFramerClass regex_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (RegexFramer),
  .name = "regex",
  .summary = "What a regular expression matches.",
  .options = regex_framer_options,
  .init = regex_framer_init,
  .clear = regex_framer_clear,
  .scan = regex_framer_scan,
};
