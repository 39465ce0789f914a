/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nearest.c - tests what is offered in the place of a wrong word */
#include "leat-host.h"

static const char *const keys[] = { "baud-rate", "data-bits", "parity", "stop-bits",     "device",
                                    "none",      "even",      "odd",    "path",          "framer",
                                    "from",      "udp",       "tag.",   "flush-records", "no",
                                    "delimiter", "timezone",  NULL };

static const struct {
  const char *word;
  const char *nearest;
} cases[] = {
  { "baudrate", "baud-rate" },
  { "boud-rat", "baud-rate" },
  { "abud-rate", "baud-rate" },
  { "baud", "baud-rate" },
  { "baud-rate-hz", "baud-rate" },
  { "Parity", "parity" },
  { "evn", "even" },
  { "od", "odd" },
  { "ood", "odd" },
  { "tcp", NULL },
  { "patth", "path" },
  { "hello-world", NULL },
  { "", NULL },
  { "x", NULL },
  { "delimiters", "delimiter" },
  { "form", "from" },
  { "farmer", "framer" },
  { "flush-record", "flush-records" },
  { "timezome", "timezone" },
  { "b", NULL },
  { "device", "device" },
  { "no such key of a length that no option has, so that nothing is compared", NULL },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].word);
      g_assert_cmpstr (leat_nearest (cases[i].word, keys), ==, cases[i].nearest);
    }
}

static void
test_long_candidate (void)
{
  g_autofree char *longest = g_strnfill (1000, 'a');
  const char *const candidates[] = { longest, "abc", NULL };

  g_assert_cmpstr (leat_nearest ("abcd", candidates), ==, "abc");
  g_assert_null (leat_nearest (longest, candidates));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nearest/table", test_table);
  g_test_add_func ("/nearest/long-candidate", test_long_candidate);
  return g_test_run ();
}
