/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-picture.c - tests that a simulated machine drops whole pictures, each another one */
#include "simulate-picture.h"
#include "scratch.h"
#include "simulated.h"

static void
test_dropped (void)
{
  const LeatSimulatedResult results[] = { { .number = 17, .camera = 1 },
                                          { .number = 18, .camera = 2 } };
  g_auto (Scratch) folder = scratch_new ();
  char *texts[2];
  gsize lengths[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = leat_simulated_picture_drop (folder, &results[i], &error);
      g_autofree char *path = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, i == 0 ? "camera1_000017.bmp" : "camera2_000018.bmp");
      path = g_build_filename (folder, name, NULL);
      g_assert_true (g_file_get_contents (path, &texts[i], &lengths[i], NULL));
      g_assert_cmpmem (texts[i], 2, "BM", 2);
      g_assert_cmpuint (lengths[i], ==, (guint8) texts[i][2]); /* the size that it says */
    }
  g_assert_cmpint (memcmp (texts[0], texts[1], lengths[0]), !=, 0);
  g_free (texts[0]);
  g_free (texts[1]);
}

static void
test_nowhere (void)
{
  const LeatSimulatedResult result = { .number = 17, .camera = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (leat_simulated_picture_drop ("/nowhere/at/all", &result, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* for each result, of any family */
static void
test_machine (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *settings = g_strdup_printf ("cameras=2 first=7 pictures=%s", folder);
  g_autoptr (Simulated) machine = simulated_new ("pv200", settings, "", 2);
  static const char *const names[] = { "camera1_000007.bmp", "camera2_000007.bmp" };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      leat_simulated_machine_measure (machine->machine, 2 - i, 0);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/dropped", test_dropped);
  g_test_add_func ("/picture/nowhere", test_nowhere);
  g_test_add_func ("/picture/machine", test_machine);
  return g_test_run ();
}
