/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-json.c - tests what a leatd is doing as JSON */
#include "some-status.h"
#include "status/status-json.h"
#include <json-glib/json-glib.h>
#include <string.h>

static JsonObject *
get_component (JsonObject *all, guint n)
{
  return json_array_get_object_element (json_object_get_array_member (all, "components"), n);
}

static void
test_json (void)
{
  g_autoptr (LeatStatus) status = some_status_new ();
  g_autofree char *line = leat_status_to_json (status, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (line, &error);
  JsonObject *all, *source, *sink;

  g_assert_no_error (error);
  g_assert_null (strchr (line, '\n'));
  all = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (all, "version"), ==, "0.1.0");
  g_assert_cmpstr (json_object_get_string_member (all, "start_time"), ==,
                   "2018-10-13T03:03:22.000000000Z");
  source = get_component (all, 0);
  g_assert_cmpstr (json_object_get_string_member (source, "name"), ==, "camera2");
  g_assert_cmpstr (json_object_get_string_member (source, "kind"), ==, "source");
  g_assert_false (json_object_has_member (source, "backlog"));
  sink = get_component (all, 2);
  g_assert_cmpint (json_object_get_int_member (sink, "backlog"), ==, 1234567);
  g_assert_false (json_object_get_boolean_member (sink, "online"));
  g_assert_cmpstr (json_object_get_string_member (sink, "reason"), ==,
                   "http://mes/: 401 Unauthorized");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (sink, "counters"),
                                               "safe"),
                   ==, 12399);
}

static void
test_third_parties (void)
{
  g_autoptr (LeatStatus)
      status = some_status_of (some_manager,
                               "{'/a': {'org.leat.Leat1.Component': {'Name': <'a'>,"
                               " 'ThirdParties': <['meter 1.0 (Example Machines)']>}},"
                               " '/b': {'org.leat.Leat1.Component': {'Name': <'b'>}}}");
  g_autofree char *line = leat_status_to_json (status, FALSE);

  g_assert_nonnull (strstr (line, "\"third_parties\":[\"meter 1.0 (Example Machines)\"]"));
  g_assert_nonnull (strstr (line, "\"third_parties\":[]"));
}

/* what is not known is null, not 1970 */
static void
test_nothing (void)
{
  g_autoptr (LeatStatus) status = some_status_of ("{}", "{}");
  g_autofree char *line = leat_status_to_json (status, FALSE);

  g_assert_cmpstr (line, ==,
                   "{\"version\":\"\",\"state\":\"\",\"start_time\":null,\"config_files\":[],"
                   "\"components\":[]}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status-json/whole", test_json);
  g_test_add_func ("/status-json/third-parties", test_third_parties);
  g_test_add_func ("/status-json/nothing", test_nothing);
  return g_test_run ();
}
