/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plugin-list.c - tests the list of plugins that is made of a description */
#include "plugin-list.h"

#define DESCRIPTION                                                                  \
  "{\"leat\":\"0.1.0\",\"topics\":["                                                 \
  "{\"kind\":\"group\",\"name\":\"daemon\",\"summary\":\"The daemon.\"},"            \
  "{\"kind\":\"source\",\"name\":\"serial\",\"summary\":\"Records of a line.\"},"    \
  "{\"kind\":\"framer\",\"name\":\"delimiter\"},"                                    \
  "{\"kind\":\"schema\",\"name\":\"field\",\"summary\":\"One field.\"}]}"

static void
test_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = leat_plugin_list_to_text (DESCRIPTION, 80, LEAT_TEXT_PLAIN, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "KIND   PLUGIN       WHAT IT DOES\n"
                   "source serial       Records of a line.\n"
                   "framer delimiter\n");
}

static void
test_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = leat_plugin_list_to_json (DESCRIPTION, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "[\n  {\n    \"kind\" : \"source\",\n"));
  g_assert_true (g_str_has_suffix (text, "    \"summary\" : \"\"\n  }\n]\n"));
}

static const char *const wrong[] = {
  "", "weather", "[]", "{}", "{\"topics\":3}", "{\"topics\":[3]}",
};

static void
test_wrong (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = leat_plugin_list_to_text (wrong[i], 80, LEAT_TEXT_PLAIN, &error);

      g_test_message ("%s", wrong[i]);
      g_assert_null (text);
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plugin-list/text", test_text);
  g_test_add_func ("/plugin-list/json", test_json);
  g_test_add_func ("/plugin-list/wrong", test_wrong);
  return g_test_run ();
}
