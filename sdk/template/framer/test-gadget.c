/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test-gadget.c - tests which frames are found in what bytes */
#include <leat-host.h>
#include <string.h>

typedef struct {
  const char *path;
  const char *stream;
  const char *found; /* frames in [], noise in () */
} Case;

static const Case cases[] = {
  { "/gadget/frame", "!1.730\r", "[1.730]" },
  { "/gadget/empty", "!\r", "[]" },
  { "/gadget/two", "!a\r!b\r", "[a][b]" },
  { "/gadget/noise", "xx!a\rx", "(xx)[a](x)" },
  { "/gadget/cut", "!a", "(!a)" },
};

static void
test_found (gconstpointer data)
{
  const Case *c = data;
  const LeatPlugin *leat_plugin_get (void);
  LeatFramer *framer = leat_framer_instance_new (leat_plugin_get ()->framers[0]);
  LeatArrival arrival = { .struct_size = sizeof arrival };
  g_autoptr (LeatFraming) framing = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  LeatPiece piece;

  g_assert_true (leat_framer_instance_init (framer, NULL));
  framing = leat_framing_new (framer, 1000);
  memcpy (leat_framing_reserve (framing, strlen (c->stream)), c->stream, strlen (c->stream));
  leat_framing_commit (framing, strlen (c->stream), &arrival);
  leat_framing_end (framing, LEAT_END_STREAM, arrival.moment);
  while (leat_framing_next (framing, &piece))
    if (piece.reason == NULL)
      g_string_append_printf (found, "[%.*s]", (int) piece.frame.length, piece.frame.payload);
    else
      g_string_append_printf (found, "(%.*s)", (int) piece.length, piece.data);
  g_assert_cmpstr (found->str, ==, c->found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_found);
  return g_test_run ();
}
