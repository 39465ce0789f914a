/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plugin-list.c - tests the list of plugins that is made of a description */
#include "config/leatd-config-catalogue.h"
#include "bus/plugin-list.h"
#include <string.h>

#define DESCRIPTION                                                                  \
  "{\"leat\":\"0.1.0\",\"topics\":["                                                 \
  "{\"kind\":\"group\",\"name\":\"daemon\",\"summary\":\"The daemon.\"},"            \
  "{\"kind\":\"source\",\"name\":\"serial\",\"summary\":\"Records of a line.\"},"    \
  "{\"kind\":\"framer\",\"name\":\"delimiter\"},"                                    \
  "{\"kind\":\"schema\",\"name\":\"field\",\"summary\":\"One field.\"}]}"

/* a module that says whose it is, and one that does not */
#define THIRD_PARTIES                                                                \
  "{\"leat\":\"0.1.0\",\"topics\":["                                                 \
  "{\"kind\":\"source\",\"name\":\"serial\",\"summary\":\"Records of a line.\","     \
  "\"module\":\"serial\",\"version\":\"0.1.0\"},"                                    \
  "{\"kind\":\"source\",\"name\":\"meter\",\"summary\":\"The meter.\","              \
  "\"module\":\"meters\",\"version\":\"2.1\",\"origin\":\"Example Machines\","       \
  "\"third_party\":true},"                                                           \
  "{\"kind\":\"sink\",\"name\":\"ledger\",\"summary\":\"The ledger.\","              \
  "\"module\":\"books\",\"version\":\"3\",\"third_party\":true}]}"

typedef struct {
  LeatdCatalogueEntry entries[2];
  GPtrArray *files;
} Files;

static void
files_clear (Files *self)
{
  g_ptr_array_unref (self->files);
  for (guint i = 0; i < G_N_ELEMENTS (self->entries); i++)
    leat_faults_free (self->entries[i].faults);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

/* a sound preset, and a schema that is none */
static void
files_init (Files *self)
{
  static char *const texts[][3] = { { (char *) "nmea", (char *) "Sentences.", (char *) "/n" },
                                    { (char *) "gauge", NULL, (char *) "/g" } };
  static const char *const kinds[] = { "preset", "schema" };

  self->files = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (self->entries); i++)
    {
      self->entries[i] = (LeatdCatalogueEntry) { kinds[i], texts[i][0], texts[i][1], texts[i][2],
                                                 leat_faults_new () };
      g_ptr_array_add (self->files, &self->entries[i]);
    }
  leat_faults_add (self->entries[1].faults, "/g", 7, "schema", "format", "is odd");
}

static void
test_text (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  files_init (&files);
  text = leat_plugin_list_to_text (DESCRIPTION, files.files, 80, LEAT_TEXT_PLAIN, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "KIND   NAME                WHAT IT DOES\n"
                   "source serial              Records of a line.\n"
                   "framer delimiter\n"
                   "preset nmea                Sentences.\n"
                   "schema gauge               has faults\n");
}

static void
test_json (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  files_init (&files);
  text = leat_plugin_list_to_json (DESCRIPTION, files.files, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "[\n  {\n    \"kind\" : \"source\",\n"));
  g_assert_nonnull (strstr (text, "    \"name\" : \"delimiter\",\n    \"summary\" : \"\",\n"));
  g_assert_nonnull (strstr (text, "\"file\" : \"/n\",\n    \"faults\" : []"));
  g_assert_nonnull (strstr (text, "\"line\" : 7,"));
  g_assert_true (g_str_has_suffix (text, "\"text\" : \"is odd\"\n      }\n    ]\n  }\n]\n"));
}

static void
test_third_parties (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *json = NULL;

  files_init (&files);
  text = leat_plugin_list_to_text (THIRD_PARTIES, files.files, 80, LEAT_TEXT_PLAIN, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "KIND   NAME                THIRD PARTY      WHAT IT DOES\n"
                   "source serial                               Records of a line.\n"
                   "source meter               Example Machines The meter.\n"
                   "sink   ledger              books            The ledger.\n"
                   "preset nmea                                 Sentences.\n"
                   "schema gauge                                has faults\n");
  json = leat_plugin_list_to_json (THIRD_PARTIES, files.files, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (json, "\"module\" : \"meters\",\n    \"version\" : \"2.1\",\n    "
                                  "\"origin\" : \"Example Machines\",\n    "
                                  "\"third_party\" : true\n"));
  g_assert_nonnull (strstr (json, "\"third_party\" : false\n"));
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
      g_autoptr (GPtrArray) none = g_ptr_array_new ();
      g_autofree char *text = leat_plugin_list_to_text (wrong[i], none, 80, LEAT_TEXT_PLAIN,
                                                        &error);

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
  g_test_add_func ("/plugin-list/third-parties", test_third_parties);
  g_test_add_func ("/plugin-list/wrong", test_wrong);
  return g_test_run ();
}
