/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream-tags.c - tests what tags a stream's records have */
#include "stream/leatd-stream.h"

typedef struct {
  const char *name;
  const char *tags[5];
  const char *peer;
  const char *expected;
} Case;

static const Case cases[] = {
  { "none", { NULL }, NULL, "" },
  { "peer", { NULL }, "10.0.0.7", "peer=10.0.0.7 " },
  { "both", { "hall", "3", NULL }, "10.0.0.7", "hall=3 peer=10.0.0.7 " },
  { "no-peer", { "hall", "3", NULL }, NULL, "hall=3 " },
  { "own-peer", { "peer", "scale", NULL }, "10.0.0.7", "peer=scale " },
  { "value-is-no-key", { "hall", "peer", NULL }, "10.0.0.7", "hall=peer peer=10.0.0.7 " },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GPtrArray) tags = leatd_stream_tags_new (test->tags, test->peer);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; g_ptr_array_index (tags, i) != NULL; i += 2)
    g_string_append_printf (text, "%s=%s ", (char *) g_ptr_array_index (tags, i),
                            (char *) g_ptr_array_index (tags, i + 1));
  g_assert_cmpstr (text->str, ==, test->expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/stream-tags/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
