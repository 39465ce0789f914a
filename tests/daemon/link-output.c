/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link-output.c - tests that what waits for a device is bounded, and told when it is given up */
#include "link/leatd-link-output.h"
#include "heard.h"
#include "worker/leatd-counters.h"

static const LeatdSourceConfig config = { .name = (char *) "line",
                                          .settings.device = (char *) "tcp://10.0.0.7:8500" };

static void
test_bound (void)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autofree char *text = g_strnfill (64 * 1024, 'x');
  g_autoptr (GBytes) much = g_bytes_new (text, 64 * 1024);
  g_autoptr (GBytes) one = g_bytes_new ("y", 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_link_output_add (output, config.settings.device, much, NULL));
  g_assert_false (leatd_link_output_add (output, config.settings.device, one, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==,
                   "tcp://10.0.0.7:8500: takes no more: 65536 bytes wait to be written");
  g_assert_cmpuint (output->len, ==, 64 * 1024);
}

static void
test_drop (void)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  guint64 counters[LEATD_SOURCE_N_COUNTERS] = { 0 };

  heard_forget ();
  leatd_link_output_drop (output, &config, counters);
  g_assert_cmpuint (counters[LEATD_SOURCE_OUTPUT_DROPS], ==, 0);
  g_byte_array_append (output, (const guint8 *) "012345", 6);
  leatd_link_output_drop (output, &config, counters);
  g_assert_cmpuint (counters[LEATD_SOURCE_OUTPUT_DROPS], ==, 6);
  g_assert_cmpuint (output->len, ==, 0);
  g_assert_cmpuint (heard_count ("line output: *: 6 bytes for the device were given up*"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-output/bound", test_bound);
  g_test_add_func ("/link-output/drop", test_drop);
  return g_test_run ();
}
