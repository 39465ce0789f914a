/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stuffed-framer.c - tests that what is found in any bytes does not depend on how they came */
#include "framer-cases.h"

static void
test_cobs (void)
{
  static const char alphabet[] = { 0, 0, 1, 2, 3, 4, 'x', '\xff' };

  framer_assert_random_streams (&cobs_framer_class, alphabet, sizeof alphabet);
}

static void
test_slip (void)
{
  static const char alphabet[] = { '\xc0', '\xc0', '\xdb', '\xdc', '\xdd', 'x', 'y' };

  framer_assert_random_streams (&slip_framer_class, alphabet, sizeof alphabet);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stuffed/cobs", test_cobs);
  g_test_add_func ("/stuffed/slip", test_slip);
  return g_test_run ();
}
