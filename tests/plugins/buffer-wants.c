/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-wants.c - tests which sources a reader wants */
#include "buffer-wants.h"

static const char *const everything[] = { "*", NULL };
static const char *const among[] = { "scale", "*", NULL };
static const char *const cameras[] = { "camera*", "scale", NULL };
static const char *const nothing[] = { NULL };

typedef struct {
  const char *name;
  const char *const *sources;
  gboolean is_all;
  gboolean camera0; /* is it wanted? */
  gboolean gauge;
} Case;

static const Case cases[] = {
  { "none-named", NULL, TRUE, TRUE, TRUE },         { "star", everything, TRUE, TRUE, TRUE },
  { "star-among-others", among, TRUE, TRUE, TRUE }, { "globs", cameras, FALSE, TRUE, FALSE },
  { "empty", nothing, FALSE, FALSE, FALSE },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  const BufferWants wants = buffer_wants_new (test->sources);

  g_assert_cmpint (wants.is_all, ==, test->is_all);
  g_assert_cmpint (buffer_wants_source (&wants, "camera0"), ==, test->camera0);
  g_assert_cmpint (buffer_wants_source (&wants, "gauge"), ==, test->gauge);
}

static void
test_record (void)
{
  const BufferWants wants = buffer_wants_new (cameras);
  LeatOrigin camera = { .source = "camera1" }, gauge = { .source = "gauge" };
  const LeatRecord wanted = { .origin = &camera }, other = { .origin = &gauge };

  g_assert_true (buffer_wants_record (&wants, &wanted));
  g_assert_false (buffer_wants_record (&wants, &other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/buffer-wants/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/buffer-wants/record", test_record);
  return g_test_run ();
}
