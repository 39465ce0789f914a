/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* slip-framer.c - tests the SLIP framer through the host's side */
#include "framer-cases.h"

static const FramerCase cases[] = {
  { "/slip/plain",
    &slip_framer_class,
    { NULL },
    BYTES ("ab\xc0"),
    LEAT_END_NO,
    "frame 0+3 \"ab\"\nskipped 0 pending 0\n" },
  { "/slip/mark-on-both-sides",
    &slip_framer_class,
    { NULL },
    BYTES ("\xc0"
           "ab\xc0\xc0"
           "c\xc0"),
    LEAT_END_NO,
    "frame 1+3 \"ab\"\nframe 5+2 \"c\"\nskipped 2 pending 0\n" },
  { "/slip/escapes",
    &slip_framer_class,
    { NULL },
    BYTES ("\xdb\xdc"
           "a\xdb\xdd\xdb\xdc\xc0"),
    LEAT_END_NO,
    "frame 0+8 \"\\xC0a\\xDB\\xC0\"\nskipped 0 pending 0\n" },
  { "/slip/waits",
    &slip_framer_class,
    { NULL },
    BYTES ("a\xc0"
           "b\xdb"),
    LEAT_END_NO,
    "frame 0+2 \"a\"\nskipped 0 pending 2\n" },
  { "/slip/needless-escape",
    &slip_framer_class,
    { NULL },
    BYTES ("a\xdb"
           "bc\xc0"
           "d\xc0"),
    LEAT_END_NO,
    "bad 0+5 (an escape before a byte that needs none)\nframe 5+2 \"d\"\nskipped 0 pending 0\n" },
  { "/slip/escape-at-the-end",
    &slip_framer_class,
    { NULL },
    BYTES ("a\xdb\xc0"
           "d\xc0"),
    LEAT_END_NO,
    "bad 0+3 (an escape before a byte that needs none)\nframe 3+2 \"d\"\nskipped 0 pending 0\n" },
  { "/slip/end/stream",
    &slip_framer_class,
    { NULL },
    BYTES ("a\xc0"
           "b"),
    LEAT_END_STREAM,
    "frame 0+2 \"a\"\nframe 2+1 \"b\"\nskipped 0 pending 0\n" },
  { "/slip/end/silence",
    &slip_framer_class,
    { NULL },
    BYTES ("ab"),
    LEAT_END_SILENCE,
    "bad 0+2 (no end of frame)\nskipped 0 pending 0\n" },
  { "/slip/max-frame",
    &slip_framer_class,
    { NULL },
    BYTES ("0123456789abcdefgh\xc0"
           "a\xc0"),
    LEAT_END_NO,
    "bad 0+16 (longer than max-frame)\nbad 16+3 (longer than max-frame)\nframe 19+2 \"a\"\n"
    "skipped 0 pending 0\n" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  framer_cases_add (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
