/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-match.c - tests of which picture is of which result */
#include "pictures-match.h"
#include <string.h>

#define WAIT 10
#define MOST 3

typedef struct {
  const char *path;
  const char *script; /* "r1@5 p1@7 look@20 end": a result of key 1 at moment 5 … */
  const char *given;  /* "r1+p1 ", "r1 " alone */
} Case;

static const Case cases[] = {
  { "/match/order", "r-@1 p-@2 r-@3 p-@4", "r-+p- r-+p- " },
  { "/match/picture-first", "p-@1 r-@2", "r-+p- " },
  { "/match/key", "r1@1 r2@2 p2@3 p1@4", "r2+p2 r1+p1 " },
  { "/match/same-key-in-order", "ra@1 ra@2 pa@3 pa@4", "ra+pa ra+pa " },
  { "/match/late", "r1@1 p1@12", "r1 " },
  { "/match/just-in-time", "r1@1 p1@10", "r1+p1 " },
  { "/match/both-alone", "r1@1 p2@2 look@30", "r1 p2 " },
  { "/match/longest-first", "r1@1 r2@3 look@11", "r1 " },
  { "/match/too-many", "r1@1 r2@1 r3@1 r4@1 p1@2 p4@2", "r1 r4+p4 " },
  { "/match/end", "r1@1 p2@1 end", "r1 " },
};

static void
on_pair (gpointer const *both, gpointer user_data)
{
  GString *given = user_data;
  g_autofree char *result = both[PICTURES_RESULT];
  g_autofree char *picture = both[PICTURES_PICTURE];

  g_string_append_printf (given, "%s%s%s ", result != NULL ? result : "",
                          result != NULL && picture != NULL ? "+" : "",
                          picture != NULL ? picture : "");
}

static void
do_step (PicturesMatch *match, const char *step)
{
  const char *at = strchr (step, '@');
  const gint64 now = at != NULL ? g_ascii_strtoll (at + 1, NULL, 10) : 0;
  g_autofree char *key = NULL;

  if (g_str_equal (step, "end"))
    pictures_match_finish (match, PICTURES_RESULT);
  else if (g_str_has_prefix (step, "look"))
    pictures_match_look (match, now);
  else
    {
      key = g_strndup (step + 1, (gsize) (at - step - 1));
      pictures_match_add (match, *step == 'r' ? PICTURES_RESULT : PICTURES_PICTURE,
                          g_strndup (step, (gsize) (at - step)), key, now, now);
    }
}

static void
test_case (gconstpointer data)
{
  static const GDestroyNotify frees[] = { g_free, g_free };
  const Case *test = data;
  g_autoptr (GString) given = g_string_new (NULL);
  g_autoptr (PicturesMatch) match = pictures_match_new (WAIT, MOST, frees, on_pair, given);
  g_auto (GStrv) steps = g_strsplit (test->script, " ", -1);

  for (guint i = 0; steps[i] != NULL; i++)
    do_step (match, steps[i]);
  g_assert_cmpstr (given->str, ==, test->given);
}

/* it is of a moment long ago, though it is found now: after a restart */
static void
test_far (void)
{
  static const GDestroyNotify frees[] = { g_free, g_free };
  g_autoptr (GString) given = g_string_new (NULL);
  g_autoptr (PicturesMatch) match = pictures_match_new (WAIT, MOST, frees, on_pair, given);

  g_assert_cmpint (pictures_match_get_due (match), ==, G_MAXINT64);
  pictures_match_add (match, PICTURES_PICTURE, g_strdup ("old"), "", 5, 100);
  g_assert_cmpint (pictures_match_get_due (match), ==, 110);
  pictures_match_add (match, PICTURES_RESULT, g_strdup ("new"), "", 100, 101);
  g_assert_cmpstr (given->str, ==, "");
  pictures_match_look (match, 111);
  g_assert_cmpstr (given->str, ==, "new old ");
}

/* nothing waits */
static void
test_none (void)
{
  static const GDestroyNotify frees[] = { g_free, g_free };
  g_autoptr (GString) given = g_string_new (NULL);
  g_autoptr (PicturesMatch) match = pictures_match_new (0, MOST, frees, on_pair, given);

  pictures_match_add (match, PICTURES_PICTURE, g_strdup ("p"), "", 5, 5);
  g_assert_cmpstr (given->str, ==, "p ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/match/far", test_far);
  g_test_add_func ("/match/none", test_none);
  return g_test_run ();
}
