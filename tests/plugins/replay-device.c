/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-device.c - tests how the device= of a recording is read */
#include "replay-device.h"

typedef struct {
  const char *name;
  const char *device;
  const char *path; /* NULL: it is none */
  double      speed;
  gint64      silence;
  guint       loops;
} Case;

static const Case cases[] = {
  { "plain", "replay:/r/line.pcapng", "/r/line.pcapng", 1, 0, 1 },
  { "authority", "replay:///r/line.pcapng", "///r/line.pcapng", 1, 0, 1 },
  { "max", "replay:/r/x?speed=max", "/r/x", 0, 0, 1 },
  { "all", "replay:/r/x?speed=2.5&silence=5ms&loop=3", "/r/x", 2.5, 5000000, 3 },
  { "seconds", "replay:/r/x?silence=1.5s", "/r/x", 1, 1500000000, 1 },
  { "microseconds", "replay:/r/x?silence=750us&loop=yes", "/r/x", 1, 750000, 0 },
  { "relative", "replay:x.pcapng", NULL, 0, 0, 0 },
  { "nothing", "replay:", NULL, 0, 0, 0 },
  { "speed-0", "replay:/r/x?speed=0", NULL, 0, 0, 0 },
  { "speed-empty", "replay:/r/x?speed=", NULL, 0, 0, 0 },
  { "speed-text", "replay:/r/x?speed=fast", NULL, 0, 0, 0 },
  { "speed-nan", "replay:/r/x?speed=nan", NULL, 0, 0, 0 },
  { "speed-less", "replay:/r/x?speed=-1", NULL, 0, 0, 0 },
  { "silence-no-unit", "replay:/r/x?silence=5", NULL, 0, 0, 0 },
  { "silence-long", "replay:/r/x?silence=1e9s", NULL, 0, 0, 0 },
  { "loop-half", "replay:/r/x?loop=1.5", NULL, 0, 0, 0 },
  { "loop-0", "replay:/r/x?loop=0", NULL, 0, 0, 0 },
  { "unknown", "replay:/r/x?pace=2", NULL, 0, 0, 0 },
  { "empty", "replay:/r/x?", "/r/x", 1, 0, 1 },
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_auto (ReplayDevice) device = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (replay_device_parse (&device, expected->device, &error), ==,
                   expected->path != NULL);
  g_assert_cmpstr (device.path, ==, expected->path);
  if (expected->path == NULL)
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      return;
    }
  g_assert_cmpfloat (device.speed, ==, expected->speed);
  g_assert_cmpint (device.silence, ==, expected->silence);
  g_assert_cmpuint (device.loops, ==, expected->loops);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/replay-device/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
