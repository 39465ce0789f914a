/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-wishes.c - tests what leat probe understands of its command line */
#include "probe/probe-wishes.h"
#include "leat-host.h"

/* TRUE: it was understood */
static gboolean
read_words (LeatProbeWishes *self, const char *line, GError **error)
{
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autofree char **shown = g_memdup2 (argv, (g_strv_length (argv) + 1) * sizeof *argv);

  return leat_probe_wishes_read (self, (int) g_strv_length (argv), shown, error);
}

static void
test_presets (void)
{
  g_auto (LeatProbeWishes) wishes = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (read_words (&wishes, "probe /dev/ttyS0", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (wishes.device, ==, "/dev/ttyS0");
  g_assert_cmpstr (wishes.name, ==, "machine");
  g_assert_cmpint (wishes.duration, ==, 30 * G_USEC_PER_SEC);
  g_assert_cmpuint (wishes.rates[0], ==, 9600);
  g_assert_null (wishes.questions);
  g_assert_false (wishes.is_recording);
  g_assert_cmpuint (g_strv_length (wishes.options), ==, 0);
}

static void
test_all (void)
{
  g_auto (LeatProbeWishes) wishes = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (read_words (&wishes,
                             "probe --for 2min --rates 300,31250 --name Scale-1 --active --ask "
                             "Q\\r --ask \\x05 /dev/ttyS0 rts=off dtr=on",
                             &error));
  g_assert_no_error (error);
  g_assert_cmpstr (wishes.name, ==, "scale_1");
  g_assert_cmpint (wishes.duration, ==, 120 * G_USEC_PER_SEC);
  g_assert_cmpuint (wishes.rates[0], ==, 300);
  g_assert_cmpuint (wishes.rates[1], ==, 31250);
  g_assert_cmpuint (wishes.rates[2], ==, 0);
  g_assert_cmpuint (wishes.questions->len, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (wishes.questions->pdata[0], NULL), 2, "Q\r", 2);
  g_assert_cmpstr (wishes.sent, ==, "Q\\r \\x05");
  g_assert_cmpstr (wishes.options[1], ==, "dtr=on");
}

/* without a question of one's own, those that only read */
static void
test_harmless (void)
{
  g_auto (LeatProbeWishes) wishes = { NULL };

  g_assert_true (read_words (&wishes, "probe --active /dev/ttyS0", NULL));
  g_assert_cmpstr (wishes.sent, ==, "SI\\r\\n ?\\r");
}

static void
test_wrong (void)
{
  static const char *const lines[] = {
    "probe",
    "probe --ask x /dev/ttyS0",
    "probe --rates /dev/ttyS0",
    "probe --rates 0 /dev/ttyS0",
    "probe --rates 9600, /dev/ttyS0",
    "probe --rates 99999999999 /dev/ttyS0",
    "probe --for 0 /dev/ttyS0",
    "probe --write /dev/null /dev/ttyS0",
    "probe /dev/ttyS0 /dev/ttyS1",
    "probe --active --ask \\ /dev/ttyS0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (LeatProbeWishes) wishes = { NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", lines[i]);
      g_assert_false (read_words (&wishes, lines[i], &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe-wishes/presets", test_presets);
  g_test_add_func ("/probe-wishes/all", test_all);
  g_test_add_func ("/probe-wishes/harmless", test_harmless);
  g_test_add_func ("/probe-wishes/wrong", test_wrong);
  return g_test_run ();
}
