/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mixed-framer.c - tests several framers on one stream through the host's side */
#include "framer-cases.h"
#include "mixed-host.h"

#define LONG "\x7e\xa0\x09\x03\x21\x13hi\x1a\xfd\x7e"
#define LONG_FOUND "\"\\xA0\\t\\x03!\\x13hi\"\n"
#define ALL "records;flags;strings;lines"
#define SYNCS "records;flags;strings"

typedef struct {
  const char *path;
  const char *framers;
  const char *bytes;
  LeatEnd end;
  const char *found;
} Case;

static const Case cases[] = {
  { "/mixed/all", ALL, "<a>" LONG "2:bc,line\n" LONG "<d>\n", LEAT_END_NO,
    "frame 0+3 \"<a>\"\nframe 3+11 " LONG_FOUND "frame 14+5 \"bc\"\nframe 19+5 \"line\"\n"
    "frame 24+11 " LONG_FOUND "frame 35+3 \"<d>\"\nskipped 1 pending 0\n" },
  /* one that takes any bytes stands last, or takes all */
  { "/mixed/order", "lines;records", "<a>\n<b>", LEAT_END_NO,
    "frame 0+4 \"<a>\"\nskipped 0 pending 3\n" },
  { "/mixed/noise", SYNCS, "x<a>yy2:bc,z" LONG, LEAT_END_NO,
    "bad 0+1 (no frame of any kind)\nframe 1+3 \"<a>\"\nbad 4+2 (no frame of any kind)\n"
    "frame 6+5 \"bc\"\nbad 11+1 (no frame of any kind)\nframe 12+11 " LONG_FOUND
    "skipped 0 pending 0\n" },
  /* what began like one is another's after all */
  { "/mixed/refused", SYNCS, "<2:bc,", LEAT_END_STREAM,
    "bad 0+1 (no frame of any kind)\nframe 1+5 \"bc\"\nskipped 0 pending 0\n" },
  { "/mixed/waits", SYNCS, "<2:bc,", LEAT_END_NO, "skipped 0 pending 6\n" },
  { "/mixed/lines-behind-noise", "flags;lines", LONG "a\n\nb\n", LEAT_END_NO,
    "frame 0+11 " LONG_FOUND "frame 11+2 \"a\"\nframe 14+2 \"b\"\nskipped 1 pending 0\n" },
  /* the flag that ended a frame begins none when another framer's came between */
  { "/mixed/forgets", "flags;records", LONG "<a>\xa0\x09\x03\x21\x13hi\x1a\xfd\x7e", LEAT_END_CUT,
    "frame 0+11 " LONG_FOUND "frame 11+3 \"<a>\"\nbad 14+10 (no frame of any kind)\n"
    "skipped 0 pending 0\n" },
};

static void
test_case (gconstpointer data)
{
  const Case *the = data;
  const char *const options[] = { "framers", the->framers, NULL };
  const Feed feed = { mixed_host_class (), options, 40, the->end };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *found = feed_run (&feed, the->bytes, strlen (the->bytes), (FeedCut) { 0 });

  g_assert_cmpstr (found, ==, the->found);
  feed_assert_cuts_are_nothing (&feed, the->bytes, strlen (the->bytes), random);
}

/* the longest one */
static void
test_silence (void)
{
  static const char *const options[] = { "framers", "records;silences;strings", NULL };
  static const char *const none[] = { "framers", SYNCS, NULL };
  LeatFramer *framer = feed_framer_new (mixed_host_class (), options);
  LeatFramer *other = feed_framer_new (mixed_host_class (), none);

  g_assert_cmpint (framer->klass->silence (framer, 1000), ==, 20000);
  g_assert_cmpint (other->klass->silence (other, 1000), ==, 0);
  leat_framer_free (framer);
  leat_framer_free (other);
}

static FramerRefusal unknown = { "/mixed/refused/unknown",
                                 NULL,
                                 { "framers", "records;x" },
                                 "framers: there is no x" };

static void
test_random (void)
{
  static const char *const syncs[] = { "framers", SYNCS, NULL };
  static const char *const all[] = { "framers", ALL, NULL };
  static const char alphabet[] = { '<', '>', '2', ':', ',', 'a', '\n', 0x7e, '\xa0', 0x02, 0x04 };

  framer_assert_random_streams_of (mixed_host_class (), syncs, alphabet, sizeof alphabet);
  framer_assert_random_streams_of (mixed_host_class (), all, alphabet, sizeof alphabet);
}

static void
test_recording (void)
{
  static const char *const options[] = { "framers", ALL, NULL };
  const Feed feed = { mixed_host_class (), options, 200, LEAT_END_NO };
  g_autoptr (GString) stream = g_string_new (NULL);

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (stream, "<%u>" LONG "3:abc,line %u\n", i, i);
  framer_assert_recording (&feed, stream->str, stream->len, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/mixed/silence", test_silence);
  unknown.klass = mixed_host_class ();
  framer_refusals_add (&unknown, 1);
  g_test_add_func ("/mixed/random", test_random);
  g_test_add_func ("/mixed/recording", test_recording);
  return g_test_run ();
}
