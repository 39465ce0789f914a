/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-options.c - tests which options of a serial line go together */
#include "serial-line.h"

static const struct {
  const char *name;
  const char *options;
  const char *message;
} clashes[] = {
  { "rts-flow", "rts=off flow-control=rts-cts",
    "rts=off cannot be had with flow-control=rts-cts, which moves RTS itself; leave one of them "
    "out" },
  { "flow", "rs485=yes flow-control=both",
    "rs485=yes cannot be had with flow-control=both: RTS switches the direction; leave one of "
    "them out" },
  { "rts", "rs485=yes rts=on",
    "rs485=yes cannot be had with rts=on: RTS switches the direction; leave rts= out" },
  { "details", "rs485-receive-own=yes",
    "rs485-delay-before= and what else begins with rs485- needs rs485=yes" },
};

static void
test_clash (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  line_new ();
  line_set_all (clashes[i].options);
  g_assert_false (leat_link_instance_init (line->link, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, clashes[i].message);
  line_free ();
}

static void
test_together (void)
{
  g_autoptr (GError) error = NULL;

  line_new ();
  line_set_all ("rts=on flow-control=rts-cts rs485=no low-latency=yes");
  leat_link_instance_init (line->link, &error);
  g_assert_no_error (error);
  line_free ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (clashes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/options/clash/%s", clashes[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_clash);
    }
  g_test_add_func ("/serial/options/together", test_together);
  return g_test_run ();
}
