/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* zone.c - tests distances from UTC as text, and that what is remembered of a place is right */
#include <string.h>
#include "leat-zone.h"

typedef struct {
  const char *text;
  int         seconds;
  gsize       n_read;   /* 0: it is none */
} Case;

static const Case cases[] = {
  { "Z", 0, 1 },        { "z", 0, 1 },           { "+08", 28800, 3 },      { "+0800", 28800, 5 },
  { "+08:00", 28800, 6 }, { "-03:30", -12600, 6 }, { "+0545", 20700, 5 },  { "+00:00", 0, 6 },
  { "+26:00", 93600, 6 }, { "+08:0", 0, 0 },       { "+08:", 0, 0 },       { "+8", 0, 0 },
  { "08:00", 0, 0 },    { "", 0, 0 },            { "+", 0, 0 },            { "+27:00", 0, 0 },
  { "+08:60", 0, 0 },   { "+080", 28800, 3 },    { "+08 00", 28800, 3 },
};

static void
test_offsets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gsize length = strlen (cases[i].text);
      g_autofree char *text = g_memdup2 (cases[i].text, length);
      const char *at = text;
      int seconds = 99;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (leat_zone_parse_offset (&at, text + length, &seconds), ==,
                       cases[i].n_read > 0);
      g_assert_cmpuint ((gsize) (at - text), ==, cases[i].n_read);
      g_assert_cmpint (seconds, ==, cases[i].n_read > 0 ? cases[i].seconds : 99);
    }
}

/* around each change of a hundred years: a zone that remembers says what one says that was never
 * asked before */
static void
test_remembered (gconstpointer data)
{
  const char *name = data;
  g_autoptr (LeatZone) asked = leat_zone_new (name, NULL);
  g_autoptr (GTimeZone) place = g_time_zone_new_identifier (name);
  const int from = g_time_zone_find_interval (place, G_TIME_TYPE_UNIVERSAL, -2208988800);
  const int to = g_time_zone_find_interval (place, G_TIME_TYPE_UNIVERSAL, 2145916800);
  gint64 utc = -2208988800;
  guint n_asked = 0;

  for (; utc < 2145916800; utc += 43200)
    {
      const int interval = g_time_zone_find_interval (place, G_TIME_TYPE_UNIVERSAL, utc);

      if (interval == g_time_zone_find_interval (place, G_TIME_TYPE_UNIVERSAL, utc + 43200))
        continue;
      for (gint64 wall = utc - 7200; wall < utc + 43200 + 90000; wall += 449)
        {
          g_autoptr (LeatZone) fresh = leat_zone_new (name, NULL);
          gboolean unclear = FALSE, fresh_unclear = FALSE;
          const gint64 expected = leat_zone_to_utc (fresh, wall, 0, &fresh_unclear);

          g_assert_cmpint (leat_zone_to_utc (asked, wall, 0, &unclear), ==, expected);
          g_assert_cmpint (unclear, ==, fresh_unclear);
          n_asked++;
        }
    }
  g_assert_cmpint (to, >, from);
  g_assert_cmpuint (n_asked, >, 1000);
}

static void
test_local (void)
{
  g_autoptr (LeatZone) zone = leat_zone_new ("local", NULL);
  gboolean unclear = FALSE;

  g_assert_cmpint (leat_zone_to_utc (zone, 1539410602, 0, &unclear), ==, 1539410602 + 5 * 3600);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "Europe/Berlin", "America/New_York", "Asia/Taipei",
                                       "Australia/Lord_Howe", "Pacific/Apia" };

  g_setenv ("TZ", "XXX5", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zone/offsets", test_offsets);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/zone/remembered/", names[i], NULL);
      g_test_add_data_func (path, names[i], test_remembered);
    }
  g_test_add_func ("/zone/local", test_local);
  return g_test_run ();
}
