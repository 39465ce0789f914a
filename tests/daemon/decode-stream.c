/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-stream.c - tests a recording on its way to lines, whatever the pieces it comes in */
#include "decode/leat-decode-stream.h"
#include "feed.h"
#include "framers.h"
#include <string.h>

/* a NUL, a frame without bytes, 20 bytes of noise where 12 are a frame at the most, a tail */
#define RECORDING "ab\n\0c\n\nxxxxxxxxxxxxxxxxxxxx\nd\xff\nend"

#define HEAD "{\"id\":\"m1/00000000000000000000/"
#define BODY "\",\"source\":\"m1\",\"schema\":\"text\",\"time\":\"2018-10-13T06:03:22.000000000Z\","
#define REJECT \
  "\"time\":\"2018-10-13T06:03:22.000000000Z\",\"source\":\"m1\",\"stage\":\"framer\"," \
  "\"reason\":\"longer than max-frame\","

static const char frame_lines[] =
    "{\"offset\":0,\"length\":3,\"verdict\":\"frame\",\"payload\":\"6162\"}\n"
    "{\"offset\":3,\"length\":3,\"verdict\":\"frame\",\"payload\":\"0063\"}\n"
    "{\"offset\":7,\"length\":12,\"verdict\":\"bad\",\"payload\":\"787878787878787878787878\","
    "\"reason\":\"longer than max-frame\"}\n"
    "{\"offset\":19,\"length\":9,\"verdict\":\"bad\",\"payload\":\"78787878787878780a\","
    "\"reason\":\"longer than max-frame\"}\n"
    "{\"offset\":28,\"length\":3,\"verdict\":\"frame\",\"payload\":\"64ff\"}\n"
    "{\"offset\":31,\"length\":3,\"verdict\":\"frame\",\"payload\":\"656e64\"}\n";

static const char record_lines[] = HEAD
    "1" BODY "\"fields\":{\"text\":\"ab\"}}\n" HEAD "2" BODY "\"fields\":{\"text\":\"\\u0000c\"}}\n"
    "{\"id\":1," REJECT "\"offset\":7,\"length\":12,\"raw\":\"eHh4eHh4eHh4eHh4\","
    "\"text\":\"xxxxxxxxxxxx\"}\n"
    "{\"id\":2," REJECT "\"offset\":19,\"length\":9,\"raw\":\"eHh4eHh4eHgK\","
    "\"text\":\"xxxxxxxx\\\\n\"}\n" HEAD "3" BODY "\"fields\":{\"text\":\"d\xef\xbf\xbd\"}}\n" HEAD
    "4" BODY "\"fields\":{\"text\":\"end\"}}\n";

static char *
decode (gboolean frames, GRand *random, gsize chunk, LeatDecodeCounts *counts)
{
  const LeatDecodeSetup setup = {
    .framer = feed_framer_new (&delimiter_framer_class, NULL),
    .max_frame = 12,
    .source = "m1",
    .arrival = { G_GINT64_CONSTANT (1539410602) * LEAT_NSEC_PER_SEC, 0 },
    .frames = frames,
  };
  g_autoptr (LeatDecodeStream) stream = leat_decode_stream_new (&setup);
  g_autoptr (GString) lines = g_string_new (NULL);
  const gsize length = sizeof RECORDING - 1;

  for (gsize offset = 0, size; offset < length; offset += size)
    {
      size = random != NULL ? (gsize) g_rand_int_range (random, 1, (gint32) chunk + 1) : chunk;
      size = MIN (size, length - offset);
      memcpy (leat_decode_stream_reserve (stream, size), RECORDING + offset, size);
      leat_decode_stream_commit (stream, size);
      g_string_append (lines, leat_decode_stream_get_lines (stream)->str);
      g_string_truncate (leat_decode_stream_get_lines (stream), 0);
    }
  leat_decode_stream_end (stream);
  g_string_append (lines, leat_decode_stream_get_lines (stream)->str);
  leat_decode_stream_get_counts (stream, counts);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
test_lines (gboolean frames, const char *expected)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  LeatDecodeCounts counts;

  for (gsize chunk = 1; chunk <= sizeof RECORDING; chunk++)
    {
      g_autofree char *regular = decode (frames, NULL, chunk, &counts);
      g_autofree char *irregular = decode (frames, random, chunk, &counts);

      g_assert_cmpstr (regular, ==, expected);
      g_assert_cmpstr (irregular, ==, expected);
    }
}

static void
test_frames (void)
{
  test_lines (TRUE, frame_lines);
}

static void
test_records (void)
{
  test_lines (FALSE, record_lines);
}

static void
test_counts (void)
{
  LeatDecodeCounts counts;
  g_autofree char *lines = decode (FALSE, NULL, 7, &counts);
  g_autofree char *text = leat_decode_counts_to_string (&counts);

  g_assert_cmpstr (text, ==,
                   "bytes 34 = frames 12 + bad 21 + skipped 1 + pending 0; "
                   "4 frames, 2 bad, 4 records, 0 frames that are no record");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode-stream/frames", test_frames);
  g_test_add_func ("/decode-stream/records", test_records);
  g_test_add_func ("/decode-stream/counts", test_counts);
  return g_test_run ();
}
