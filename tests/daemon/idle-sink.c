/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* idle-sink.c - tests what a sink finds as its host when it is asked, and not opened */
#include "sink/leatd-idle-sink.h"
#include "configs.h"

static LeatSink *
make_sink (LeatdConfig *config, LeatdIdleHost *host)
{
  LeatSink *sink = leatd_idle_sink_new (g_ptr_array_index (leatd_config_get_sinks (config), 0),
                                        host, NULL);

  g_assert_nonnull (sink);
  return sink;
}

/* facts are the daemon's; a path is meant from where it has its state */
static void
test_host (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig)
      config = test_config ("[daemon]\nstate-dir=/s\n[sink s]\nplugin=fixture-cellar\n", faults);
  LeatdIdleHost host = { .name = NULL };
  LeatSink *sink = make_sink (config, &host);
  g_autofree char *path = leat_sink_get_path (sink, "a.db");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (path, ==, "/s/a.db");
  g_assert_null (leat_sink_recall (sink, "key"));
  g_assert_false (leat_sink_remember (sink, "key", "value", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "s: only leatd keeps facts of its sinks");
  leat_sink_retry_after (sink, 1);
  leat_sink_answer (sink, 503, "later", 5);
  leat_sink_instance_free (sink);
}

/* what it notes goes to stderr */
static void
test_note (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config ("[sink s]\nplugin=fixture-cellar\n", faults);
  LeatdIdleHost host = { .name = NULL };

  if (g_test_subprocess ())
    {
      LeatSink *sink = make_sink (config, &host);

      leat_sink_note (sink, "flooded", "%d inches", 3);
      leat_sink_instance_free (sink);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*s: flooded: 3 inches*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idle-sink/host", test_host);
  g_test_add_func ("/idle-sink/note", test_note);
  return g_test_run ();
}
