/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision.c - tests what the module offers: each family is made with its presets, and told of */
#include "leat-host.h"
#include "vision-source.h"
#include <string.h>

const LeatPlugin *leat_plugin_get (void);

static void
test_plugin (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_plugin_check (leat_plugin_get (), &error));
  g_assert_no_error (error);
}

/* as a key file with device= and nothing else would have it */
static void
test_family (gconstpointer data)
{
  const LeatSourceClass *klass = data;
  LeatSource *source = leat_source_instance_new (klass);
  const VisionSource *vision = (const VisionSource *) source;
  g_autoptr (GError) error = NULL;

  leat_options_check (klass->options, klass->instance_size, &error);
  g_assert_no_error (error);
  leat_source_instance_init (source, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vision->options.trigger, ==, VISION_TRIGGER_EXTERNAL);
  g_assert_cmpint (vision->options.run_mode, ==, VISION_KEEP_MODE);
  g_assert_cmpstr (klass->schemes, ==, VISION_SCHEMES);
  g_assert_nonnull (klass->framer);
  g_assert_nonnull (klass->schema); /* or trigger and latency would have no fields */
  leat_source_instance_free (source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vision/plugin", test_plugin);
  for (guint i = 0; leat_plugin_get ()->sources[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/vision/", leat_plugin_get ()->sources[i]->name, NULL);

      g_test_add_data_func (path, leat_plugin_get ()->sources[i], test_family);
    }
  return g_test_run ();
}
