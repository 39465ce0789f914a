/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* describe.c - tests what is told of option tables, as text, Markdown and JSON */
#include "config/leatd-describe.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "configs.h"

#define MACHINE_TEXT \
  "source fixture-machine, of the third-party module fixture-picky 1.0, in [source NAME]\n" \
  "  A machine with presets.\n" \
  "  Reads from: serial fixture\n" \
  "  Its framer, if none is named: delimiter\n" \
  "  Its schema, if none is named: pv200\n" \
  "\n" \
  "  first=1\n" \
  "      whole number\n" \
  "      First number.\n" \
  "\n" \
  "  last=9\n" \
  "      whole number, 1 to 99\n" \
  "      Last number.\n" \
  "\n" \
  "  password=\n" \
  "      text; secret, password-file= reads it from a file\n" \
  "      Word that opens it.\n"

#define MACHINE_MARKDOWN \
  "## Sources\n" \
  "\n" \
  "### fixture-machine\n" \
  "\n" \
  "A machine with presets.\n" \
  "\n" \
  "Reads from: `serial fixture`\n" \
  "\n" \
  "Its framer, if none is named: `delimiter`\n" \
  "\n" \
  "Its schema, if none is named: `pv200`\n" \
  "\n" \
  "| key | preset | takes | |\n" \
  "|---|---|---|---|\n" \
  "| `first` | `1` | whole number | First number. |\n" \
  "| `last` | `9` | whole number, 1 to 99 | Last number. |\n" \
  "| `password` |  | text; secret, password-file= reads it from a file | Word that opens it. |\n"

#define MACHINE_JSON \
  "{\"topics\":[{\"kind\":\"source\",\"name\":\"fixture-machine\"," \
  "\"group\":\"[source NAME]\",\"summary\":\"A machine with presets.\"," \
  "\"schemes\":[\"serial\",\"fixture\"],\"framer\":\"delimiter\",\"schema\":\"pv200\"," \
  "\"module\":\"fixture-picky\",\"version\":\"1.0\",\"license\":\"LGPL-2.1-or-later\"," \
  "\"origin\":\"Example Machines\",\"third_party\":true," \
  "\"options\":[" \
  "{\"key\":\"first\",\"type\":\"int\",\"preset\":\"1\",\"summary\":\"First number.\"}," \
  "{\"key\":\"last\",\"type\":\"int\",\"preset\":\"9\",\"summary\":\"Last number.\"," \
  "\"minimum\":1,\"maximum\":99}," \
  "{\"key\":\"password\",\"type\":\"string\",\"summary\":\"Word that opens it.\"," \
  "\"secret\":true}," \
  "{\"key\":\"crash\",\"type\":\"bool\",\"preset\":\"no\",\"summary\":\"Crashes.\"," \
  "\"deprecated\":true}]}]}"

static char *
describe (const char *name, LeatdDescribeForm form)
{
  g_autoptr (GError) error = NULL;
  char *text = leatd_describe (test_registry (), name, form, &error);

  g_assert_no_error (error);
  return text;
}

static void
test_text (void)
{
  g_autofree char *text = describe ("fixture-machine", LEATD_DESCRIBE_TEXT);

  g_assert_cmpstr (text, ==, MACHINE_TEXT);
}

static void
test_markdown (void)
{
  g_autofree char *text = describe ("fixture-machine", LEATD_DESCRIBE_MARKDOWN);

  g_assert_cmpstr (text, ==, MACHINE_MARKDOWN);
}

static void
test_json (void)
{
  g_autofree char *text = describe ("fixture-machine", LEATD_DESCRIBE_JSON);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (node);
  g_autofree char *compact = NULL;

  g_assert_true (g_ascii_isdigit (*json_object_get_string_member (object, "leat")));
  json_object_remove_member (object, "leat");
  compact = json_to_string (node, FALSE);
  g_assert_cmpstr (compact, ==, MACHINE_JSON);
}

/* a module's name means all that it brings, a scheme its link, the names of groups the host's keys
 */
static void
test_names (void)
{
  static const struct {
    const char *name;
    const char *heads[7];
  } cases[] = {
    { "fixture-picky",
      { "source fixture-machine, of the third-party module fixture-picky 1.0, in [source NAME]\n",
        "framer fixture-wrapper, of the third-party module fixture-picky 1.0, in [framer NAME]\n",
        "sink fixture-picky, of the third-party module fixture-picky 1.0, in [sink NAME]\n" } },
    { "fixture", { "link fixture, of the third-party module fixture-file " } },
    { "daemon", { "[daemon]\n", "\n  state-dir=" } },
    { "source", { "[source NAME]\n", "\n  max-frame=64k\n      size, 16 to 16M\n" } },
    { "sink", { "[sink NAME]\n", "\n  when-full=auto\n      auto, drop-oldest or block\n" } },
    { "framer", { "[framer NAME]\n", "\n  type=\n      text; required\n" } },
    { "schema",
      { "[schema], in a schema file\n", "[field NAME], in a schema file\n",
        "[example N], in a schema file\n", "[schema], in a schema file with format=csv\n",
        "\n  trim=yes\n", "[field NAME], in a schema file with format=csv\n" } },
    { "health",
      { "source health, of the module health", "\n  counters-every=1min\n",
        "\n  records health-event\n      Something that people should hear of.\n",
        "\n      level: string. How urgent it is", "\n  records health-source\n",
        "\n      clock_offset: int, in ns. How far" } },
    { "field", { "[field NAME], in a schema file\n", "\n  role=none\n      none, judgement, " } },
    { "preset",
      { "[framer], in a preset of a framer\n", "\n  summary=\n",
        "[example N], in a preset of a framer\n", "\n  bytes=\n" } },
    { "example", { "[example N], in a schema file\n", "\n  frame=\n" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = describe (cases[i].name, LEATD_DESCRIBE_TEXT);
      const char *at = text;

      for (guint k = 0; cases[i].heads[k] != NULL; k++)
        {
          at = strstr (at, cases[i].heads[k]);
          g_test_message ("%s: %s", cases[i].name, cases[i].heads[k]);
          g_assert_nonnull (at);
        }
    }
}

static void
test_unknown (void)
{
  static const char *const cases[][2] = {
    { "fixture-mashine", "there is no fixture-mashine; did you mean fixture-machine?" },
    { "fixture-fiel", "there is no fixture-fiel; did you mean fixture-file?" },
    { "sauce", "there is no sauce; did you mean source?" },
    { "", "there is no ; leat describe lists what there is" },
    { "weather", "there is no weather; leat describe lists what there is" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (leatd_describe (test_registry (), cases[i][0], LEATD_DESCRIBE_JSON, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

/* without a name, each kind and each class once, in a line */
static void
test_list (void)
{
  g_autofree char *text = describe (NULL, LEATD_DESCRIBE_TEXT);
  static const char *const parts[] = {
    "Groups\n  daemon ", "\nSources\n",        "\n  fixture-machine ", "A machine with presets.\n",
    "\nLinks\n",         "\n  fixture ",       "\nFramers\n",          "\n  delimiter ",
    "\nSinks\n",         "\n  fixture-picky ", "\nSchema files\n",     "\n  field "
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *at = strstr (text, parts[i]);

      g_test_message ("%s", parts[i]);
      g_assert_nonnull (at);
      g_assert_null (strstr (at + 1, parts[i]));
    }
}

/* every table of ours and of the host, in lines that a terminal has room for */
static void
test_lines (void)
{
  static const char *const names[] = { "daemon", "source",    "sink",   "framer",
                                       "serial", "delimiter", "health", "schema" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = describe (names[i], LEATD_DESCRIBE_TEXT);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (guint k = 0; lines[k] != NULL; k++)
        g_assert_cmpint (g_utf8_strlen (lines[k], -1), <=, 80);
    }
}

/* each row of each table has as many cells as its head, whatever the summaries hold */
static void
test_markdown_of_all (void)
{
  g_autofree char *text = describe (NULL, LEATD_DESCRIBE_MARKDOWN);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_rows = 0, n_of_head = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint n_bars = 0;

      if (*lines[i] != '|')
        {
          n_of_head = 0;
          continue;
        }
      for (const char *p = lines[i]; *p != '\0'; p++)
        n_bars += *p == '|' && (p == lines[i] || p[-1] != '\\');
      n_of_head = n_of_head > 0 ? n_of_head : n_bars;
      g_assert_cmpuint (n_bars, >=, 4);
      g_assert_cmpuint (n_bars, ==, n_of_head);
      n_rows++;
    }
  g_assert_cmpuint (n_rows, >, 40);
}

/* --- the JSON of everything is what its schema says: as much of JSON Schema as that one uses ---
 */

static JsonObject *
find_definition (JsonObject *root, JsonObject *schema)
{
  const char *reference = json_object_get_string_member_with_default (schema, "$ref", NULL);

  if (reference == NULL)
    return schema;
  g_assert_true (g_str_has_prefix (reference, "#/$defs/"));
  return json_object_get_object_member (json_object_get_object_member (root, "$defs"),
                                        reference + strlen ("#/$defs/"));
}

static const char *
get_type (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return "object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "array";
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return "string";
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? "boolean" : "number";
}

static void validate (JsonObject *root, JsonObject *schema, JsonNode *node);

static void
validate_object (JsonObject *root, JsonObject *schema, JsonObject *object)
{
  JsonObject *properties = json_object_get_object_member (schema, "properties");
  JsonArray *required = json_object_get_array_member (schema, "required");
  g_autoptr (GList) members = json_object_get_members (object);

  for (guint i = 0; i < json_array_get_length (required); i++)
    g_assert_true (json_object_has_member (object, json_array_get_string_element (required, i)));
  for (GList *at = members; at != NULL; at = at->next)
    {
      g_test_message ("%s", (const char *) at->data);
      g_assert_true (json_object_has_member (properties, at->data));
      validate (root, json_object_get_object_member (properties, at->data),
                json_object_get_member (object, at->data));
    }
}

static void
validate (JsonObject *root, JsonObject *schema, JsonNode *node)
{
  JsonArray *words;
  gboolean found = FALSE;

  schema = find_definition (root, schema);
  g_assert_cmpstr (get_type (node), ==, json_object_get_string_member (schema, "type"));
  if (JSON_NODE_HOLDS_OBJECT (node))
    validate_object (root, schema, json_node_get_object (node));
  for (guint i = 0;
       JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    validate (root, json_object_get_object_member (schema, "items"),
              json_array_get_element (json_node_get_array (node), i));
  if (!json_object_has_member (schema, "enum"))
    return;
  words = json_object_get_array_member (schema, "enum");
  for (guint i = 0; i < json_array_get_length (words); i++)
    found |= g_str_equal (json_array_get_string_element (words, i), json_node_get_string (node));
  g_assert_true (found);
}

static void
test_json_schema (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "schemas", "json", "describe.json",
                                                 NULL);
  g_autofree char *text = describe (NULL, LEATD_DESCRIBE_JSON);
  g_autoptr (JsonParser) schema = json_parser_new ();
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  JsonObject *root;

  json_parser_load_from_file (schema, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (schema));
  validate (root, root, node);
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (json_node_get_object (node), "topics")),
                    >, 15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/describe/text", test_text);
  g_test_add_func ("/describe/markdown", test_markdown);
  g_test_add_func ("/describe/json", test_json);
  g_test_add_func ("/describe/names", test_names);
  g_test_add_func ("/describe/unknown", test_unknown);
  g_test_add_func ("/describe/list", test_list);
  g_test_add_func ("/describe/lines", test_lines);
  g_test_add_func ("/describe/markdown-of-all", test_markdown_of_all);
  g_test_add_func ("/describe/json-schema", test_json_schema);
  return g_test_run ();
}
