/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* regex-framer.c - tests the framer of regular expressions through the host's side */
#include "framer-cases.h"

#define CASE(name, bytes, end, found, ...) \
  { \
    "/regex/" name, &regex_framer_class, { "pattern", __VA_ARGS__ }, BYTES (bytes), end, found \
  }

static const FramerCase cases[] = {
  CASE ("plain", "a1;b22;c", LEAT_END_NO,
        "frame 0+3 \"a1\\;\"\nframe 3+4 \"b22\\;\"\nskipped 0 pending 1\n", "[a-z]\\\\d+;"),
  CASE ("noise", "??a1;!b2;", LEAT_END_NO,
        "bad 0+2 (no match)\nframe 2+3 \"a1\\;\"\nbad 5+1 (no match)\nframe 6+3 \"b2\\;\"\n"
        "skipped 0 pending 0\n",
        "[a-z]\\\\d+;"),
  /* more digits may come: what is greedy waits */
  CASE ("greedy-waits", "a1a22", LEAT_END_NO, "frame 0+2 \"a1\"\nskipped 0 pending 3\n", "a\\\\d+"),
  CASE ("end/stream", "a1a22", LEAT_END_STREAM,
        "frame 0+2 \"a1\"\nframe 2+3 \"a22\"\nskipped 0 pending 0\n", "a\\\\d+"),
  CASE ("end/cut", "a1a22", LEAT_END_CUT, "frame 0+2 \"a1\"\nbad 2+3 (cut)\nskipped 0 pending 0\n",
        "a\\\\d+"),
  CASE ("payload", "<ab><cd>", LEAT_END_NO,
        "frame 0+4 \"ab\"\nframe 4+4 \"cd\"\nskipped 0 pending 0\n", "<(?<p>[^>]*)>", "payload",
        "p"),
  CASE ("bytes", "\xff\x00\xe4\n\xff\x00\n", LEAT_END_NO,
        "frame 0+4 \"\\xFF\\x00\\xE4\\n\"\nframe 4+3 \"\\xFF\\x00\\n\"\nskipped 0 pending 0\n",
        "\\\\xff.*\\n"),
  CASE ("dot-all", "a\nb;", LEAT_END_NO, "frame 0+4 \"a\\nb\\;\"\nskipped 0 pending 0\n", "a.*?;",
        "dot-all", "yes"),
  CASE ("end-of-line", "a\nb", LEAT_END_STREAM,
        "frame 0+1 \"a\"\nbad 1+1 (no match)\nframe 2+1 \"b\"\nskipped 0 pending 0\n", "(?m)[ab]$"),
  CASE ("max-frame", "<0123456789abcdefgh><a>", LEAT_END_NO,
        "bad 0+16 (longer than max-frame)\nbad 16+4 (longer than max-frame)\n"
        "frame 20+3 \"<a>\"\nskipped 0 pending 0\n",
        "<[^>]*>"),
  /* without a limit it would take 2^n steps */
  CASE ("hostile", "aaaaaaaaaaaaaa!x1", LEAT_END_NO,
        "bad 0+15 (the pattern takes more than match-limit)\nframe 15+2 \"x1\"\n"
        "skipped 0 pending 0\n",
        "(a+)+b|x\\\\d", "match-limit", "1000"),
};

static const FramerRefusal refusals[] = {
  { "/regex/refused/empty-match",
    &regex_framer_class,
    { "pattern", "a*" },
    "pattern: matches nothing at all, and would find a frame everywhere" },
  { "/regex/refused/verb",
    &regex_framer_class,
    { "pattern", "(*UTF)a" },
    "pattern: begins with (*; what stands there is the host's" },
  { "/regex/refused/group",
    &regex_framer_class,
    { "pattern", "a", "payload", "p" },
    "payload: the pattern has no group (?<p>…)" },
};

static void
test_syntax (void)
{
  LeatFramer *framer = leat_framer_instance_new (&regex_framer_class);
  g_autoptr (GError) error = NULL;

  leat_option_set (leat_options_find (regex_framer_class.options, "pattern"), framer, "(a", NULL);
  g_assert_false (leat_framer_instance_init (framer, &error));
  g_assert_true (g_str_has_prefix (error->message, "pattern: "));
  leat_framer_free (framer);
}

static void
test_random (void)
{
  static const char *const patterns[] = { "(a|ab)(c|bcd)\\\\b", "a(?=b)|b(?!c)|c{2,3}$",
                                          "(?s).{3,5}?c" };
  static const char alphabet[] = { 'a', 'a', 'b', 'b', 'c', 'd', '\n', 0 };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      const char *options[] = { "pattern", patterns[i], NULL };

      framer_assert_random_streams_of (&regex_framer_class, options, alphabet, sizeof alphabet);
    }
}

static void
test_recording (void)
{
  static const char *const options[] = { "pattern", "\\\\+[0-9.]+ (mm|inch)", NULL };
  const Feed feed = { &regex_framer_class, options, 200, LEAT_END_STREAM };
  g_autoptr (GString) stream = g_string_new (NULL);

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (stream, "+%u.%03u %s\r\n", i, i, i % 3 == 0 ? "inch" : "mm");
  framer_assert_recording (&feed, stream->str, stream->len, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  framer_refusals_add (refusals, G_N_ELEMENTS (refusals));
  g_test_add_func ("/regex/syntax", test_syntax);
  g_test_add_func ("/regex/random", test_random);
  g_test_add_func ("/regex/recording", test_recording);
  return g_test_run ();
}
