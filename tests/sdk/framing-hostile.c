/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framing-hostile.c - tests the host's side of a framer against wrong framers and endless noise */
#include "feed.h"
#include <stdio.h>
#include <string.h>

/* framers that do what they must not */
static LeatScan
fault_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  static guint8 elsewhere[4];
  const char *name = framer->klass->name;

  frame->used = input->length;
  frame->payload = input->data;
  frame->length = input->length;
  if (strstr (name, "used-0") != NULL)
    frame->used = 0;
  else if (strstr (name, "used-beyond") != NULL)
    frame->used = input->length + 1;
  else if (strstr (name, "used-most") != NULL)
    frame->used = G_MAXSIZE;
  else if (strstr (name, "payload-elsewhere") != NULL)
    frame->payload = elsewhere;
  else if (strstr (name, "payload-before") != NULL)
    frame->payload = input->data - 1;
  else if (strstr (name, "payload-beyond") != NULL)
    frame->payload = input->data + 1;
  else if (strstr (name, "payload-most") != NULL)
    frame->length = G_MAXSIZE;
  else if (strstr (name, "payload-behind-used") != NULL)
    {
      frame->used = 1;
      frame->length = 2;
    }
  else if (strstr (name, "payload-null") != NULL)
    frame->payload = NULL;
  else if (strstr (name, "scratch-beyond") != NULL)
    {
      frame->payload = input->scratch + 1;
      frame->length = 20;
    }

  if (g_str_has_prefix (name, "more"))
    return LEAT_SCAN_MORE;
  if (g_str_has_prefix (name, "skip"))
    return LEAT_SCAN_SKIP;
  if (g_str_has_prefix (name, "bad"))
    return LEAT_SCAN_BAD;
  return g_str_has_prefix (name, "verdict") ? (LeatScan) 17 : LEAT_SCAN_FRAME;
}

static gsize
fault_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  return strstr (framer->klass->name, "find-beyond") != NULL ? length + 1 : 0;
}

static const LeatOption no_options[] = { LEAT_OPTION_END };

static const LeatFramerClass fault_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (LeatFramer),
  .summary = "Does what its name says.",
  .options = no_options,
  .scan = fault_scan,
  .find = fault_find,
};

static const char *const fault_names[] = {
  "frame-used-0",
  "frame-used-beyond",
  "frame-used-most",
  "frame-payload-elsewhere",
  "frame-payload-before",
  "frame-payload-beyond",
  "frame-payload-most",
  "frame-payload-null",
  "frame-payload-behind-used",
  "frame-scratch-beyond",
  "skip-used-0",
  "skip-used-beyond",
  "verdict-unknown",
  "frame-used-0-find-beyond",
  "more-at-an-end",
};

static void
test_fault (gconstpointer data)
{
  LeatFramerClass klass = fault_class;
  Feed feed = { &klass, NULL, 20, LEAT_END_STREAM };
  g_autofree char *found = NULL;

  klass.name = data;
  found = feed_run (&feed, "abcdef", 6, (FeedCut) { 0 });
  g_assert_cmpstr (found, ==, "bad 0+6 (framer fault)\nskipped 0 pending 0\n");
}

static void
test_fault_without_reason (void)
{
  LeatFramerClass klass = fault_class;
  Feed feed = { &klass, NULL, 20, LEAT_END_NO };
  g_autofree char *found = NULL;

  klass.name = "bad";
  klass.find = NULL;
  found = feed_run (&feed, "abcde<1a>fghijklmnopqrstu", 25, (FeedCut) { 0 });
  g_assert_cmpstr (found, ==, "bad 0+20 (no frame)\nskipped 0 pending 5\n");
}

/* a frame is <> */
static LeatScan
pair_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  if (input->data[0] != '<' || (input->length >= 2 && input->data[1] != '>'))
    return LEAT_SCAN_BAD;
  if (input->length < 2)
    return input->end == LEAT_END_NO ? LEAT_SCAN_MORE : LEAT_SCAN_BAD;

  frame->used = 2;
  return LEAT_SCAN_FRAME;
}

static gsize
pair_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  const guint8 *hit = memchr (data, '<', length);

  return hit != NULL ? (gsize) (hit - data) : length;
}

static const LeatFramerClass pair_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (LeatFramer),
  .name = "pair",
  .summary = "Nothing between < and >.",
  .options = no_options,
  .scan = pair_scan,
  .find = pair_find,
};

static gsize
read_resident_pages (void)
{
  g_autofree char *text = NULL;
  unsigned long size, resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%lu %lu", &size, &resident), ==, 2);
  return resident;
}

/* 100 MB without one frame, then a frame */
static void
test_flood (gconstpointer data)
{
  const guint8 byte = (guint8) GPOINTER_TO_UINT (data);
  const gsize total = 100 * 1000 * 1000, chunk = 50000;
  g_autoptr (LeatFraming) framing = leat_framing_new (feed_framer_new (&pair_class, NULL), 65536);
  LeatArrival arrival = { .struct_size = sizeof (LeatArrival) };
  gsize pages = read_resident_pages ();
  guint64 bytes = 0, frames = 0;
  LeatPiece piece;

  for (gsize fed = 0; fed <= total; fed += chunk)
    {
      guint8 *room = leat_framing_reserve (framing, chunk);

      memset (room, byte, chunk);
      if (fed == total)
        memcpy (room + chunk - 2, "<>", 2);
      leat_framing_commit (framing, chunk, &arrival);
      while (leat_framing_next (framing, &piece))
        {
          g_assert_cmpuint (piece.length, <=, 65536);
          bytes += piece.length;
          frames += piece.reason == NULL;
        }
    }
  g_assert_cmpuint (frames, ==, 1);
  g_assert_cmpuint (bytes, ==, total + chunk);
  g_assert_cmpuint ((read_resident_pages () - pages) * 4096, <, 2 * 1024 * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fault_names); i++)
    {
      g_autofree char *path = g_strconcat ("/framing/fault/", fault_names[i], NULL);

      g_test_add_data_func (path, fault_names[i], test_fault);
    }
  g_test_add_func ("/framing/fault/no-reason", test_fault_without_reason);
  g_test_add_data_func ("/framing/flood/nul", GUINT_TO_POINTER (0), test_flood);
  g_test_add_data_func ("/framing/flood/ff", GUINT_TO_POINTER (0xff), test_flood);
  g_test_add_data_func ("/framing/flood/starts", GUINT_TO_POINTER ('<'), test_flood);
  return g_test_run ();
}
