/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delimiter-framer.c - tests the delimiter framer through the host's side */
#include "feed.h"
#include "framers.h"
#include <string.h>

typedef struct {
  const char *path;
  const char *options[9];
  const char *bytes;
  LeatEnd end;
  const char *found;
} DelimiterCase;

static const DelimiterCase delimiter_cases[] = {
  { "/delimiter/lf-is-the-preset",
    { NULL },
    "ab\ncd\r\nef",
    LEAT_END_NO,
    "frame 0+3 \"ab\"\nframe 3+4 \"cd\\r\"\nskipped 0 pending 2\n" },
  { "/delimiter/cr-lf",
    { "delimiter", "\\r\\n" },
    "ab\r\nc\rd\r\ne\r",
    LEAT_END_NO,
    "frame 0+4 \"ab\"\nframe 4+5 \"c\\rd\"\nskipped 0 pending 2\n" },
  { "/delimiter/empty-is-skipped",
    { NULL },
    "\n\nab\n\n",
    LEAT_END_NO,
    "frame 2+3 \"ab\"\nskipped 3 pending 0\n" },
  { "/delimiter/empty-is-a-frame",
    { "skip-empty", "no" },
    "\nab\n\n",
    LEAT_END_NO,
    "frame 0+1 \"\"\nframe 1+3 \"ab\"\nframe 4+1 \"\"\nskipped 0 pending 0\n" },
  { "/delimiter/keep",
    { "keep", "yes", "delimiter", "\\r\\n" },
    "ab\r\n\r\ncd\r\n",
    LEAT_END_NO,
    "frame 0+4 \"ab\\r\\n\"\nframe 6+4 \"cd\\r\\n\"\nskipped 2 pending 0\n" },
  { "/delimiter/keep-empty",
    { "keep", "yes", "skip-empty", "no" },
    "\na\n",
    LEAT_END_NO,
    "frame 0+1 \"\\n\"\nframe 1+2 \"a\\n\"\nskipped 0 pending 0\n" },
  { "/delimiter/several",
    { "delimiter", "\\n;\\x03;END" },
    "a\nb\x03"
    "cENd\nENDe",
    LEAT_END_NO,
    "frame 0+2 \"a\"\nframe 2+2 \"b\"\nframe 4+5 \"cENd\"\nskipped 3 pending 1\n" },
  { "/delimiter/longest-first",
    { "delimiter", "\\r;\\r\\n" },
    "a\r\nb\rc\r\n",
    LEAT_END_NO,
    "frame 0+3 \"a\"\nframe 3+2 \"b\"\nframe 5+3 \"c\"\nskipped 0 pending 0\n" },
  /* recorded from an In-Sight: the machine asks without a delimiter */
  { "/delimiter/prompts",
    { "delimiter", "\\r\\n", "prompts", "User:\\s;Password:\\s" },
    "S 0\r\nUser: Password: User Logged In\r\n1\r\n",
    LEAT_END_NO,
    "frame 0+5 \"S 0\"\nframe 5+6 \"User:\\s\"\nframe 11+10 \"Password:\\s\"\n"
    "frame 21+16 \"User Logged In\"\nframe 37+3 \"1\"\nskipped 0 pending 0\n" },
  { "/delimiter/prompt-is-no-delimiter",
    { "swallow", "\\r\\n", "prompts", ">" },
    "a>\nb>c\n>",
    LEAT_END_NO,
    "frame 0+2 \"a>\"\nframe 3+2 \"b>\"\nframe 5+2 \"c\"\nframe 7+1 \">\"\n"
    "skipped 1 pending 0\n" },
  { "/delimiter/longer-one-waits",
    { "delimiter", "\\r;\\r\\n" },
    "a\r",
    LEAT_END_NO,
    "skipped 0 pending 2\n" },
  { "/delimiter/longer-one-waits-no-longer",
    { "delimiter", "\\r;\\r\\n" },
    "a\r",
    LEAT_END_CUT,
    "frame 0+2 \"a\"\nskipped 0 pending 0\n" },
  { "/delimiter/earliest-first",
    { "delimiter", "b;abc" },
    "xabc-ab",
    LEAT_END_STREAM,
    "frame 0+4 \"x\"\nframe 4+3 \"-a\"\nskipped 0 pending 0\n" },
  { "/delimiter/overlapping-itself",
    { "delimiter", "aab" },
    "xaaab-aaaaab",
    LEAT_END_NO,
    "frame 0+5 \"xa\"\nframe 5+7 \"-aaa\"\nskipped 0 pending 0\n" },
  { "/delimiter/swallow",
    { "delimiter", "\\r", "swallow", "\\n" },
    "a\r\nb\rc\n\r\nd",
    LEAT_END_NO,
    "frame 0+2 \"a\"\nframe 3+2 \"b\"\nframe 5+3 \"c\\n\"\nskipped 2 pending 1\n" },
  { "/delimiter/swallow-many",
    { "delimiter", "\\r", "swallow", "\\n\\x00" },
    "a\r\n\nb\r\n",
    LEAT_END_NO,
    "frame 0+2 \"a\"\nframe 4+2 \"b\"\nskipped 3 pending 0\n" },
  { "/delimiter/swallow-behind-empty",
    { "delimiter", "\\r", "swallow", "\\n" },
    "\r\n\r\na\r\n",
    LEAT_END_NO,
    "frame 4+2 \"a\"\nskipped 5 pending 0\n" },
  { "/delimiter/swallow-not-at-the-beginning",
    { "delimiter", "\\r", "swallow", "\\n" },
    "\na\r\n",
    LEAT_END_NO,
    "frame 0+3 \"\\na\"\nskipped 1 pending 0\n" },
  { "/delimiter/end/stream",
    { NULL },
    "ab\ncd",
    LEAT_END_STREAM,
    "frame 0+3 \"ab\"\nframe 3+2 \"cd\"\nskipped 0 pending 0\n" },
  { "/delimiter/end/message",
    { "keep", "yes" },
    "ab",
    LEAT_END_MESSAGE,
    "frame 0+2 \"ab\"\nskipped 0 pending 0\n" },
  { "/delimiter/end/half-a-delimiter",
    { "delimiter", "\\r\\n" },
    "ab\r",
    LEAT_END_STREAM,
    "frame 0+3 \"ab\\r\"\nskipped 0 pending 0\n" },
  { "/delimiter/end/cut",
    { NULL },
    "ab\ncd",
    LEAT_END_CUT,
    "frame 0+3 \"ab\"\nbad 3+2 (cut)\nskipped 0 pending 0\n" },
  { "/delimiter/end/limit",
    { NULL },
    "cd",
    LEAT_END_LIMIT,
    "bad 0+2 (longer than frame-timeout)\nskipped 0 pending 0\n" },
  { "/delimiter/end/silence",
    { NULL },
    "cd",
    LEAT_END_SILENCE,
    "bad 0+2 (no delimiter)\nskipped 0 pending 0\n" },
  { "/delimiter/max-frame/next-good-frame",
    { NULL },
    "0123456789abcdefghij-long\nab\n",
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+10 (longer than max-frame)\nframe 26+3 \"ab\"\n"
    "skipped 0 pending 0\n" },
  { "/delimiter/max-frame/just-so",
    { NULL },
    "0123456789abcde\nab\n",
    LEAT_END_NO,
    "frame 0+16 \"0123456789abcde\"\nframe 16+3 \"ab\"\nskipped 0 pending 0\n" },
  { "/delimiter/max-frame/one-too-long",
    { NULL },
    "0123456789abcdef\nab\n",
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+1 (longer than max-frame)\nframe 17+3 \"ab\"\n"
    "skipped 0 pending 0\n" },
  { "/delimiter/max-frame/delimiter-over-the-edge",
    { "delimiter", "\\r\\n" },
    "0123456789abcde\r\nab\r\n",
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+1 (longer than max-frame)\nframe 17+4 \"ab\"\n"
    "skipped 0 pending 0\n" },
  { "/delimiter/max-frame/half-delimiters-in-noise",
    { "delimiter", "\\r\\n" },
    "0123456789abcdef\r\r.\r\r\nab\r\n",
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+6 (longer than max-frame)\nframe 22+4 \"ab\"\n"
    "skipped 0 pending 0\n" },
  { "/delimiter/max-frame/empty-behind-noise",
    { "skip-empty", "no" },
    "0123456789abcdef\n\nab\n",
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+1 (longer than max-frame)\nframe 17+1 \"\"\n"
    "frame 18+3 \"ab\"\n"
    "skipped 0 pending 0\n" },
  { "/delimiter/max-frame/swallow-behind-noise",
    { "delimiter", "\\r", "swallow", "\\n" },
    "0123456789abcdef\r\nab\r\n",
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+2 (longer than max-frame)\nframe 18+3 \"ab\"\n"
    "skipped 1 pending 0\n" },
  { "/delimiter/max-frame/tail-in-noise-is-noise",
    { NULL },
    "0123456789abcdefgh",
    LEAT_END_STREAM,
    "bad 0+16 (longer than max-frame)\nbad 16+2 (longer than max-frame)\nskipped 0 pending 0\n" },
  { "/delimiter/max-frame/half-delimiter-in-noise-at-the-end",
    { "delimiter", "\\r\\n" },
    "0123456789abcdefg\r",
    LEAT_END_STREAM,
    "bad 0+16 (longer than max-frame)\nbad 16+2 (longer than max-frame)\nskipped 0 pending 0\n" },
};

static void
test_delimiter (gconstpointer data)
{
  const DelimiterCase *this = data;
  Feed feed = { &delimiter_framer_class, this->options, 16, this->end };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *found = feed_run (&feed, this->bytes, strlen (this->bytes), (FeedCut) { 0 });

  g_assert_cmpstr (found, ==, this->found);
  feed_assert_cuts_are_nothing (&feed, this->bytes, strlen (this->bytes), random);
}

static void
test_random_streams (void)
{
  static const char *const options[][7] = {
    { NULL },
    { "delimiter", "\\r\\n" },
    { "delimiter", "\\r;\\r\\n;\\n" },
    { "delimiter", "\\r", "swallow", "\\n" },
    { "delimiter", "\\r\\r\\n;\\n", "swallow", "\\rx", "keep", "yes" },
    { "delimiter", "x\\r;x\\r\\n\\n;\\r", "skip-empty", "no" },
  };
  static const LeatEnd ends[] = { LEAT_END_NO, LEAT_END_MESSAGE, LEAT_END_STREAM, LEAT_END_CUT,
                                  LEAT_END_LIMIT };
  static const char alphabet[] = "xyz\r\n\r\n\xff"; /* and the NUL at its end */
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint round = 0; round < 600; round++)
    {
      Feed feed = { &delimiter_framer_class, options[round % G_N_ELEMENTS (options)],
                    (gsize) g_rand_int_range (random, 1, 12), ends[round % G_N_ELEMENTS (ends)] };
      char bytes[80];

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = alphabet[g_rand_int_range (random, 0, sizeof alphabet)];
      feed_assert_cuts_are_nothing (&feed, bytes,
                                    (gsize) g_rand_int_range (random, 1, sizeof bytes), random);
    }
}

/* what follows a pause may be the rest of a torn frame */
static void
test_behind_a_timeout (void)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (&delimiter_framer_class, NULL), 100);
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .end = LEAT_END_LIMIT };
  LeatPiece piece;

  memcpy (leat_framing_reserve (framing, 6), "a\n12.3", 6);
  leat_framing_commit (framing, 6, &arrival);
  g_assert_true (leat_framing_next (framing, &piece) && piece.reason == NULL);
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_cmpstr (piece.reason, ==, "longer than frame-timeout");
  g_assert_false (leat_framing_next (framing, &piece));

  arrival.end = LEAT_END_NO;
  memcpy (leat_framing_reserve (framing, 7), "4\n56.7\n", 7);
  leat_framing_commit (framing, 7, &arrival);
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_cmpstr (piece.reason, ==, "longer than frame-timeout");
  g_assert_cmpmem (piece.data, (int) piece.length, "4\n", 2);
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_cmpmem (piece.frame.payload, (int) piece.frame.length, "56.7", 4);
}

/* of who pauses within no frame */
static void
test_restart_behind_a_timeout (void)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (&delimiter_framer_class, NULL), 100);
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival), .end = LEAT_END_LIMIT };
  LeatPiece piece;

  memcpy (leat_framing_reserve (framing, 4), "12.3", 4);
  leat_framing_commit (framing, 4, &arrival);
  leat_framing_end (framing, LEAT_END_CUT, arrival.moment);
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_cmpstr (piece.reason, ==, "longer than frame-timeout");
  g_assert_false (leat_framing_next (framing, &piece));

  arrival.end = LEAT_END_NO;
  memcpy (leat_framing_reserve (framing, 5), "56.7\n", 5);
  leat_framing_commit (framing, 5, &arrival);
  g_assert_true (leat_framing_next (framing, &piece));
  g_assert_null (piece.reason);
  g_assert_cmpmem (piece.frame.payload, (int) piece.frame.length, "56.7", 4);
}

typedef struct {
  const char *path;
  const char *delimiter;
  const char *message;
} InitCase;

static const InitCase init_cases[] = {
  { "/delimiter/init/none", "",
    "delimiter: is empty; give the bytes that end a frame, as in \\r\\n" },
  { "/delimiter/init/one-is-empty", "\n,,\r",
    "delimiter: number 2 is empty; give the bytes that end a frame, as in \\r\\n" },
};

static void
test_init (gconstpointer data)
{
  const InitCase *this = data;
  LeatFramer *framer = leat_framer_instance_new (&delimiter_framer_class);
  GPtrArray **delimiters = G_STRUCT_MEMBER_P (framer, delimiter_framer_class.options[0].offset);
  g_auto (GStrv) words = g_strsplit (this->delimiter, ",", -1);
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (*delimiters, 0);
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (*delimiters, g_bytes_new (words[i], strlen (words[i])));
  g_assert_false (leat_framer_instance_init (framer, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, this->message);
  leat_framer_free (framer);
}

static void
test_options (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (delimiter_framer_class.options, delimiter_framer_class.instance_size, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (delimiter_cases); i++)
    g_test_add_data_func (delimiter_cases[i].path, &delimiter_cases[i], test_delimiter);
  for (guint i = 0; i < G_N_ELEMENTS (init_cases); i++)
    g_test_add_data_func (init_cases[i].path, &init_cases[i], test_init);
  g_test_add_func ("/delimiter/options", test_options);
  g_test_add_func ("/delimiter/random-streams", test_random_streams);
  g_test_add_func ("/delimiter/behind-a-timeout", test_behind_a_timeout);
  g_test_add_func ("/delimiter/restart-behind-a-timeout", test_restart_behind_a_timeout);
  return g_test_run ();
}
