/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-regex.c - what some patterns, and any pattern, match in any bytes: the same however they are
 * cut
 *
 * The first byte chooses the pattern, the second max-frame and the end, the others are a stream;
 * for any pattern, the first line of them is it. */
#include "../../plugins/framers/framers.h"
#include "framer-cuts.h"
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const patterns[] = {
  "<[^>]*>",      "a+b?\\n",   "(a|ab)(c|bcd)\\\\b", "(a+)+b|x",
  "(?s).{3,5}?;", "a(?=b)|b$", "(?<p>[ab]*),c",      "(ab)*+c{2,}",
};

/* the pattern of a fuzzer, spelled for the key file; NULL: it is none */
static char *
take_pattern (const guint8 **data, gsize *size)
{
  const guint8 *end = memchr (*data, '\n', MIN (*size, 40));
  LeatFramer *framer = leat_framer_instance_new (&regex_framer_class);
  g_autofree char *text = NULL;
  gboolean is_right;

  if (end != NULL)
    text = leat_escape_do (*data, (gsize) (end - *data));
  is_right = end != NULL &&
             leat_option_set (leat_options_find (regex_framer_class.options, "pattern"), framer,
                              text, NULL) &&
             leat_framer_instance_init (framer, NULL);
  leat_framer_free (framer);
  if (!is_right)
    return NULL;
  *size -= (gsize) (end + 1 - *data);
  *data = end + 1;
  return g_steal_pointer (&text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint choice = size > 0 ? data[0] % (G_N_ELEMENTS (patterns) + 1) : 0;
  const gsize max_frame = size > 1 ? 1 + data[1] % 50u : 1;
  const LeatEnd end = size > 1 ? (LeatEnd) (data[1] / 50u) : LEAT_END_NO;
  g_autofree char *pattern = NULL;

  if (size < 3)
    return 0;
  data += 2;
  size = MIN (size - 2, 300);
  pattern = choice < G_N_ELEMENTS (patterns) ? g_strdup (patterns[choice])
                                             : take_pattern (&data, &size);
  if (pattern != NULL && size > 0)
    {
      const char *const options[] = { "pattern", pattern, "match-limit", "1000", NULL };
      const Feed feed = { &regex_framer_class, options, max_frame, end };

      framer_cuts_check (&feed, data, size);
    }
  return 0;
}
