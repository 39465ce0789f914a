/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framer.c - tests how a framer gets another one from its host */
#include "leat-host.h"

static const LeatFramerClass sample_class = { .struct_size = sizeof (LeatFramerClass),
                                              .instance_size = sizeof (LeatFramer),
                                              .name = "sample" };

static LeatFramer *
resolve (LeatFramer *parent, const char *name, GError **error)
{
  if (g_str_equal (name, "sample"))
    return leat_framer_instance_new (&sample_class);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "framer %s: there is none", name);
  return NULL;
}

static void
test_new (void)
{
  LeatFramerHost host = { .resolve = resolve };
  LeatFramer parent = { .klass = &sample_class, .host = &host };
  LeatFramer *framer = leat_framer_new (&parent, "sample", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (framer);
  g_assert_true (framer->klass == &sample_class);
  leat_framer_free (framer);
  g_assert_null (leat_framer_new (&parent, "other", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, "framer other: there is none");
}

static void
test_without_host (void)
{
  LeatFramer parent = { .klass = &sample_class };
  g_autoptr (GError) error = NULL;

  g_assert_null (leat_framer_new (&parent, "sample", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "framer sample: nobody here can make one framer for another");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/framer/new", test_new);
  g_test_add_func ("/framer/without-host", test_without_host);
  return g_test_run ();
}
