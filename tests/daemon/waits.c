/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* waits.c - tests that each who waits for a batch is told once, in order, whatever becomes of it */
#include "queue/leatd-waits.h"

static GString *told;

static void
on_settled (gboolean safe, gpointer user_data)
{
  g_string_append_printf (told, "%s %s,", safe ? "safe" : "unsafe", (const char *) user_data);
}

static void
on_free (gpointer user_data)
{
  g_string_append_printf (told, "free %s,", (const char *) user_data);
}

static LeatdWaits *
make_waits (void)
{
  LeatdWaits *waits = NULL;

  told = g_string_new (NULL);
  leatd_waits_add (&waits, NULL, NULL, NULL);
  g_assert_null (waits);
  leatd_waits_add (&waits, on_settled, (gpointer) "a", on_free);
  leatd_waits_add (&waits, on_settled, (gpointer) "b", NULL);
  leatd_waits_add (&waits, NULL, (gpointer) "c", on_free);
  return waits;
}

static void
check_told (const char *expected)
{
  g_assert_cmpstr (told->str, ==, expected);
  g_string_free (told, TRUE);
}

static void
test_told (void)
{
  LeatdWaits *waits = make_waits ();

  leatd_waits_tell (TRUE, waits);
  leatd_waits_free (waits);
  check_told ("safe a,free a,safe b,free c,");
}

static void
test_not_told (void)
{
  leatd_waits_free (make_waits ());
  check_told ("unsafe a,free a,unsafe b,free c,");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/waits/told", test_told);
  g_test_add_func ("/waits/not-told", test_not_told);
  return g_test_run ();
}
