/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-digest.c - tests that what makes records of bytes has digits that tell it from others */
#include "config/leatd-config-digest.h"
#include "configs.h"
#include "scratch.h"

#define MACHINE "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\nframer=outer\n"
#define OUTER "[framer outer]\ntype=fixture-wrapper\ninside=inner\n"
#define INNER "[framer inner]\ntype=delimiter\ndelimiter=\\r\n"

typedef struct {
  const char *path;
  const char *text; /* beside MACHINE OUTER INNER */
  gboolean same;
} Case;

static const Case cases[] = {
  { "/config-digest/order", OUTER INNER MACHINE, TRUE },
  { "/config-digest/device",
    "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS1\nframer=outer\n" OUTER INNER, TRUE },
  { "/config-digest/tag", MACHINE "tag.station=x\n" OUTER INNER, TRUE },
  { "/config-digest/max-frame", MACHINE "max-frame=1k\n" OUTER INNER, FALSE },
  { "/config-digest/inner", MACHINE OUTER "[framer inner]\ntype=delimiter\ndelimiter=|\n", FALSE },
  { "/config-digest/option", MACHINE OUTER INNER "keep=yes\n", FALSE },
  { "/config-digest/schema", MACHINE "schema=mt-sics\n" OUTER INNER, FALSE },
};

static char *
make_digest (const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (text, faults);
  g_autofree char *told = leat_faults_to_string (faults);
  char *digest;

  g_assert_cmpstr (told, ==, "");
  digest = leatd_source_config_digest (g_ptr_array_index (leatd_config_get_sources (config), 0));
  leatd_config_unref (config);
  return digest;
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *digest = make_digest (MACHINE OUTER INNER);
  g_autofree char *other = make_digest (test->text);

  g_assert_cmpuint (strspn (digest, "0123456789abcdef"), ==, 16);
  g_assert_cmpuint (strlen (digest), ==, 16);
  g_assert_true (g_str_equal (digest, other) == test->same);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  return g_test_run ();
}
