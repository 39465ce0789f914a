/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pattern.c - a regular expression on the bytes of a frame, with a bound on its work */
#include "config/leatd-pattern.h"
#include "leat-error.h"

/* a pattern that tries everything ends here, and does not fit: some milliseconds for a frame
 * (pcre2pattern(3), SETTING MATCH RESOURCE LIMITS) */
#define LIMITS "(*LIMIT_MATCH=100000)(*LIMIT_DEPTH=1000)(*LIMIT_HEAP=4096)"

struct _LeatdPattern {
  char *text;
  GRegex *regex;
};

static GRegex *
compile (const char *text, GError **error)
{
  return g_regex_new (text, G_REGEX_RAW | G_REGEX_OPTIMIZE | G_REGEX_DOTALL, 0, error);
}

/**
 * leatd_pattern_new:
 * @text: Perl-compatible, on bytes, not characters; it may fit anywhere in a frame, ^ begins it
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: (transfer full) (nullable)
 */
LeatdPattern *
leatd_pattern_new (const char *text, GError **error)
{
  g_autofree char *limited = g_strconcat (LIMITS, text, NULL);
  g_autoptr (GRegex) plain = NULL;
  g_autoptr (GError) why = NULL;
  LeatdPattern *self;

  if (g_str_has_prefix (text, "(*"))
    {
      leat_error_fail (error, LEAT_ERROR_CONFIG, "begins with (*; what stands there is the host's");
      return NULL;
    }
  plain = compile (text, &why); /* for the message, in which the limits are nothing to see */
  if (plain == NULL)
    {
      leat_error_fail (error, LEAT_ERROR_CONFIG, "%s", why->message);
      return NULL;
    }
  self = g_new0 (LeatdPattern, 1);
  self->text = g_strdup (text);
  self->regex = compile (limited, NULL);
  return self;
}

void
leatd_pattern_free (LeatdPattern *self)
{
  if (self == NULL)
    return;
  g_regex_unref (self->regex);
  g_free (self->text);
  g_free (self);
}

/* one that takes too many steps does not fit */
gboolean
leatd_pattern_fits (const LeatdPattern *self, const guint8 *data, gsize length)
{
  return length <= G_MAXINT32 &&
         g_regex_match_full (self->regex, (const char *) data, (gssize) length, 0, 0, NULL, NULL);
}

const char *
leatd_pattern_get_text (const LeatdPattern *self)
{
  return self->text;
}
