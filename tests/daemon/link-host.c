/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link-host.c - tests that what a link counts and notes is its source's */
#include "link/leatd-link-host.h"
#include "heard.h"

static void
test_counters (void)
{
  static const struct {
    const char *name;
    int counter;
  } names[] = {
    { "parity", LEATD_SOURCE_PARITY },           { "framing", LEATD_SOURCE_FRAMING },
    { "overrun", LEATD_SOURCE_OVERRUN },         { "buffer-overrun", LEATD_SOURCE_BUFFER_OVERRUN },
    { "breaks", LEATD_SOURCE_BREAKS },           { "line-errors", LEATD_SOURCE_LINE_ERRORS },
    { "another", -1 },
  };
  guint64 counters[LEATD_SOURCE_N_COUNTERS] = { 0 };
  LeatdLinkHost host;
  LeatLink link = { .host = &host };
  guint64 sum = 0;

  heard_forget ();
  leatd_link_host_init (&host, "line", counters);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    leat_link_count (&link, names[i].name, i + 1);
  for (guint i = 0; i < G_N_ELEMENTS (names) && names[i].counter >= 0; i++)
    g_assert_cmpuint (counters[names[i].counter], ==, i + 1);
  for (guint i = 0; i < LEATD_SOURCE_N_COUNTERS; i++)
    sum += counters[i];
  g_assert_cmpuint (sum, ==, 1 + 2 + 3 + 4 + 5 + 6);
  leat_link_note (&link, "lines", "%s is %d", "cts", 1);
  g_assert_cmpuint (heard_count ("line lines: cts is 1"), ==, 1);
}

static void
count_found (gpointer owner)
{
  ++*(guint *) owner;
}

/* who has no use for it is not asked */
static void
test_found (void)
{
  guint64 counters[LEATD_SOURCE_N_COUNTERS] = { 0 };
  guint n_found = 0;
  LeatdLinkHost host;
  LeatLink link = { .host = &host };

  leatd_link_host_init (&host, "line", counters);
  leat_link_found (&link);
  host.found = count_found;
  host.owner = &n_found;
  leat_link_found (&link);
  g_assert_cmpuint (n_found, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-host/counters", test_counters);
  g_test_add_func ("/link-host/found", test_found);
  return g_test_run ();
}
