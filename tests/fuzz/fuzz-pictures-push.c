/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-pictures-push.c - any header gives a name that is safe in any folder, and any stream gives
 * the same pictures however it is cut, none of them without a whole header
 *
 * The first byte chooses what the size means and why the stream ends, the others are the stream. */
#include "../../plugins/pictures/pictures-push-framer.h"
#include "framer-cuts.h"
#include <string.h>

#define MAX_FRAME 300

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const orders[] = { "big", "little" };
static const char *const counts[] = { "data", "name", "type", "all" };

static void
check_header (const guint8 *header)
{
  g_autofree char *name = pictures_header_make_name (header);
  g_autofree char *type = pictures_header_make_type (header);

  g_assert_true (*name != '\0' && *name != '.');
  g_assert_cmpuint (strlen (name), <=, PUSH_NAME_LENGTH);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  for (const char *at = name; *at != '\0'; at++)
    g_assert_false (*at == '/' || *at == '\\' || g_ascii_iscntrl (*at));
  g_assert_cmpuint (strlen (type), ==, 8);
}

/* a picture is as long as its header says, and of one that is none no more than that is kept */
static void
check_frames (const Feed *feed, const PushGrammar *grammar, const guint8 *data, gsize size)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (feed->klass, feed->options), MAX_FRAME);
  const LeatArrival arrival = { .struct_size = sizeof arrival, .end = LEAT_END_CUT };
  LeatPiece piece;

  memcpy (leat_framing_reserve (framing, size), data, size);
  leat_framing_commit (framing, size, &arrival);
  while (leat_framing_next (framing, &piece))
    {
      g_assert_null (piece.reason);
      g_assert_cmpuint (piece.frame.length, >, 0);
      if (piece.frame.length <= PUSH_HEADER)
        g_assert_cmpuint (piece.length, <=, PUSH_HEADER);
      else
        g_assert_cmpint (pictures_header_get_size (grammar, piece.frame.payload), ==,
                         (gint64) piece.frame.length - PUSH_HEADER);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint choice = size > 0 ? data[0] : 0;
  const PushGrammar grammar = { (int) (choice % PUSH_N_ORDERS),
                                (int) (choice / 2 % PUSH_N_COUNTS) };
  const char *const options[] = { "byte-order", orders[grammar.order], "size-counts",
                                  counts[grammar.counts], NULL };
  const Feed feed = { &picture_push_framer_class, options, MAX_FRAME,
                      (LeatEnd) (choice / 8 % (LEAT_END_LIMIT + 1)) };

  if (size < 2)
    return 0;
  data++;
  size = MIN (size - 1, 2 * MAX_FRAME);
  if (size >= PUSH_HEADER)
    check_header (data);
  framer_cuts_check (&feed, data, size);
  check_frames (&feed, &grammar, data, size);
  return 0;
}
