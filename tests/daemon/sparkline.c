/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sparkline.c - tests a row of numbers as a row of bars */
#include "look/sparkline.h"
#include <string.h>

typedef struct {
  const char *path;
  double      values[6];
  guint       n_values;
  guint       width;
  const char *blocks;
  const char *signs;
} Case;

static const Case cases[] = {
  { "/sparkline/rises", { 0, 1, 2, 3, 5, 7 }, 6, 6, "▁▂▃▄▆█", "_.:-+#" },
  { "/sparkline/nothing", { 0, 0, 0 }, 3, 3, "▁▁▁", "___" },
  { "/sparkline/steady", { 40, 40, 40 }, 3, 3, "███", "###" },
  { "/sparkline/little-is-not-nothing", { 0.001, 1000 }, 2, 2, "▂█", ".#" },
  { "/sparkline/not-known", { -1, 0, 2 }, 3, 3, " ▁█", " _#" },
  { "/sparkline/few", { 1 }, 1, 4, "   █", "   #" },
  { "/sparkline/none", { 0 }, 0, 3, "   ", "   " },
  { "/sparkline/many", { 100, 1, 2, 0 }, 4, 3, "▅█▁", "=#_" },
};

static void
test_sparkline (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GString) blocks = g_string_new ("|");
  g_autoptr (GString) signs = g_string_new (NULL);

  leat_sparkline_append (blocks, c->values, c->n_values, c->width, TRUE);
  leat_sparkline_append (signs, c->values, c->n_values, c->width, FALSE);
  g_assert_cmpstr (blocks->str + 1, ==, c->blocks);
  g_assert_cmpstr (signs->str, ==, c->signs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_sparkline);
  return g_test_run ();
}
