/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scanner.c - tests what a framer is asked, and what is made of its answers */
#include "leat-instance.h"
#include "leat-scanner.h"
#include <string.h>

#define MAX_FRAME 8

/* a frame ends with a dot; "!" is an answer that no framer may give */
typedef struct {
  LeatFramer parent;
  guint n_asked;
  LeatEnd last_end;
  guint n_resets;
} Dots;

static LeatScan
dots_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  Dots *self = (Dots *) framer;
  const guint8 *dot = memchr (input->data, '.', input->length);

  self->n_asked++;
  self->last_end = input->end;
  if (input->data[0] == '!')
    frame->used = input->length + 1;
  else if (dot != NULL)
    frame->used = (gsize) (dot - input->data) + 1;
  else if (input->end == LEAT_END_NO)
    return LEAT_SCAN_MORE;
  else
    return LEAT_SCAN_BAD;
  frame->payload = input->data;
  frame->length = frame->used;
  return LEAT_SCAN_FRAME;
}

static void
dots_reset (LeatFramer *framer)
{
  ((Dots *) framer)->n_resets++;
}

static gint64
dots_silence (LeatFramer *framer, gint64 byte_time)
{
  return 3 * byte_time;
}

static const LeatFramerClass dots_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (Dots),
  .name = "dots",
  .summary = "Dots.",
  .scan = dots_scan,
  .reset = dots_reset,
  .silence = dots_silence,
};

typedef struct {
  const char *name;
  const char *data;
  LeatEnd end;
  LeatScan verdict;
  gsize used;         /* of a frame */
  const char *reason; /* of what is bad */
  guint n_asked;
} Case;

static const Case cases[] = {
  { "frame", "ab.cd", LEAT_END_NO, LEAT_SCAN_FRAME, 3, NULL, 1 },
  { "more", "abcd", LEAT_END_NO, LEAT_SCAN_MORE, 0, NULL, 1 },
  { "end", "abcd", LEAT_END_STREAM, LEAT_SCAN_BAD, 0, NULL, 2 },
  { "cut", "abcd", LEAT_END_CUT, LEAT_SCAN_BAD, 0, "cut", 2 },
  { "timeout", "abcd", LEAT_END_LIMIT, LEAT_SCAN_BAD, 0, "longer than frame-timeout", 2 },
  { "longest", "abcdefgh", LEAT_END_NO, LEAT_SCAN_BAD, 0, "longer than max-frame", 2 },
  { "longer", "abcdefghi.", LEAT_END_NO, LEAT_SCAN_BAD, 0, "longer than max-frame", 2 },
  { "just", "abcdefg.", LEAT_END_CUT, LEAT_SCAN_FRAME, 8, NULL, 1 },
  { "fault", "!", LEAT_END_NO, LEAT_SCAN_BAD, 0, "framer fault", 1 },
};

static void
test_judge (gconstpointer data)
{
  const Case *c = data;
  LeatScanner scanner;
  Dots *dots = (Dots *) leat_framer_instance_new (&dots_class);
  LeatFrame frame;

  leat_scanner_init (&scanner, &dots->parent, MAX_FRAME);
  g_assert_cmpint (leat_scanner_judge (&scanner, (const guint8 *) c->data, strlen (c->data), c->end,
                                       &frame),
                   ==, c->verdict);
  g_assert_cmpstr (frame.reason, ==, c->reason);
  g_assert_cmpuint (dots->n_asked, ==, c->n_asked);
  if (c->verdict == LEAT_SCAN_FRAME)
    {
      g_assert_cmpuint (frame.used, ==, c->used);
      g_assert_true (frame.payload == (const guint8 *) c->data);
    }
  leat_scanner_clear (&scanner);
}

/* while it waits for more, it is not asked about the same bytes again; with an end, it is */
static void
test_waits (void)
{
  LeatScanner scanner;
  Dots *dots = (Dots *) leat_framer_instance_new (&dots_class);
  const guint8 *data = (const guint8 *) "abc.";
  LeatFrame frame;

  leat_scanner_init (&scanner, &dots->parent, MAX_FRAME);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (leat_scanner_judge (&scanner, data, 2, LEAT_END_NO, &frame), ==,
                     LEAT_SCAN_MORE);
  g_assert_cmpuint (dots->n_asked, ==, 1);
  g_assert_cmpint (leat_scanner_judge (&scanner, data, 3, LEAT_END_NO, &frame), ==, LEAT_SCAN_MORE);
  g_assert_cmpuint (dots->n_asked, ==, 2);
  g_assert_cmpint (leat_scanner_judge (&scanner, data, 3, LEAT_END_SILENCE, &frame), ==,
                   LEAT_SCAN_BAD);
  g_assert_cmpuint (dots->n_asked, ==, 3);
  g_assert_cmpint (dots->last_end, ==, LEAT_END_SILENCE);
  g_assert_cmpint (leat_scanner_judge (&scanner, data, 4, LEAT_END_NO, &frame), ==,
                   LEAT_SCAN_FRAME);
  leat_scanner_reset (&scanner);
  g_assert_cmpuint (dots->n_resets, ==, 1);
  g_assert_cmpint (leat_scanner_get_silence (&scanner, 1500), ==, 6);
  leat_scanner_clear (&scanner);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/scanner/judge/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_judge);
    }
  g_test_add_func ("/scanner/waits", test_waits);
  return g_test_run ();
}
