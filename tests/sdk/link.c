/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link.c - tests that what a link tells arrives at the host as it was told */
#include "leat-host.h"

typedef struct {
  LeatLinkHost table;
  guint64 parity;
  char *note;
} Host;

static void
count (LeatLink *link, const char *counter, guint64 n)
{
  if (g_str_equal (counter, "parity"))
    ((Host *) link->host)->parity += n;
}

static void
note (LeatLink *link, const char *event, const char *text)
{
  ((Host *) link->host)->note = g_strdup_printf ("%s: %s", event, text);
}

static const char *
get_source (LeatLink *link)
{
  return "camera0";
}

static void
test_calls (void)
{
  Host host = { .table = { .count = count, .note = note } };
  LeatLink link = { .host = &host };

  leat_link_count (&link, "parity", 3);
  leat_link_count (&link, "parity", G_GUINT64_CONSTANT (1) << 40);
  leat_link_count (&link, "framing", 9);
  g_assert_cmpuint (host.parity, ==, (G_GUINT64_CONSTANT (1) << 40) + 3);
  leat_link_note (&link, "settings", "%d 8N1", 9600);
  g_assert_cmpstr (host.note, ==, "settings: 9600 8N1");
  g_free (host.note);
  g_assert_null (leat_link_get_source (&link));
  host.table.get_source = get_source;
  g_assert_cmpstr (leat_link_get_source (&link), ==, "camera0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/calls", test_calls);
  return g_test_run ();
}
