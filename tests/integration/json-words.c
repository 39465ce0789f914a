/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json-words.c - tests --json of every word: the answer, and what is wrong, as JSON on stdout */
#include "bus-machine.h"

/* the object of the last run, which has said nothing else; (transfer full) */
static JsonNode *
read_object (Words *words)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = json_from_string (words->output, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (root));
  return root;
}

/* --- every word --- */

/* what nobody asks for a value */
static gboolean
is_for_shells (const char *word)
{
  return g_str_equal (word, "complete");
}

static char **
list_words (Words *words)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  words_run (words, "--help");
  lines = g_strsplit (words->output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (lines[i] + strspn (lines[i], " "),
                                         strcspn (lines[i] + strspn (lines[i], " "), " "));

      if (g_str_has_prefix (lines[i], "  ") && !is_for_shells (name))
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

static void
test_every_word (Words *self, gconstpointer data)
{
  g_auto (GStrv) names = list_words (self);

  g_assert_cmpuint (g_strv_length (names), >=, 24);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *help = g_strdup_printf ("%s --help", names[i]);
      g_autofree char *wrong = g_strdup_printf ("%s --json --weather=nice a b c d e", names[i]);
      g_autoptr (JsonNode) root = NULL;
      JsonObject *error;

      g_test_message ("%s", names[i]);
      /* of the words behind it, the first has it too */
      if (g_str_equal (names[i], "rejects"))
        words_run (self, "rejects list --help");
      else
        words_run (self, help);
      g_assert_nonnull (strstr (self->output, "--json"));
      words_run (self, wrong);
      g_assert_cmpstr (self->errors, ==, "");
      root = read_object (self);
      error = json_object_get_object_member (json_node_get_object (root), "error");
      g_assert_nonnull (error);
      g_assert_cmpstr (json_object_get_string_member (error, "message"), !=, "");
      g_assert_cmpint (self->code, ==, g_str_equal (names[i], "store") ? 1 : 2);
    }
}

/* --- what is wrong --- */

typedef struct {
  const char *path;
  const char *words;
  int         code;
  const char *name;      /* on the bus */
  const char *message;   /* in it */
} Case;

static const Case cases[] = {
  { "/json-words/wrong/no-such", "pause --json weather", 1, NULL, NULL },
  { "/json-words/wrong/level", "log-level --json loud", 1, "Config", "there is no level loud" },
  { "/json-words/wrong/component", "log-level --json camer0 debug", 1, "NotFound", "camera0?" },
  { "/json-words/wrong/read-only", "send --json scale1 T1", 1, "Config", "allow-commands=yes" },
  { "/json-words/wrong/command", "trigger --json camera0", 1, NULL, "no command" },
  { "/json-words/wrong/raw", "raw --json archive", 1, "NotFound", "there is no source archive" },
  { "/json-words/wrong/two-forms", "raw --json --binary camera0", 2, "Config", "--binary" },
  { "/json-words/wrong/lines", "lines --json camera0", 1, NULL, "no modem lines" },
  { "/json-words/wrong/bus", "stop --json --bus=nonsense", 2, "Config", "--bus=nonsense" },
  { "/json-words/wrong/status", "status --json weather", 1, "NotFound", "weather" },
  { "/json-words/wrong/word", "weather --json", 2, "NotFound", "there is no word weather" },
  { "/json-words/wrong/store", "store --json --config DIR/none.conf files", 1, "Config",
    "has faults" },
  { "/json-words/wrong/reject", "rejects show --json 1 --state-dir DIR", 1, "Failed",
    "is no directory" },
};

static void
test_wrong (BusMachine *self, gconstpointer data)
{
  const Case *test = data;
  g_autofree char *name = g_strconcat ("org.leat.Leat1.Error.", test->name, NULL);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  words_run (&self->words, test->words);
  g_assert_cmpint (self->words.code, ==, test->code);
  root = read_object (&self->words);
  object = json_node_get_object (root);
  if (json_object_has_member (object, "components"))
    object = json_array_get_object_element (json_object_get_array_member (object, "components"), 0);
  object = json_object_get_object_member (object, "error");
  g_assert_cmpstr (json_object_get_string_member (object, "domain"), ==, "leat-error-quark");
  g_assert_cmpint (json_object_get_int_member (object, "code"), >=, 0);
  if (test->name != NULL)
    g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, name);
  if (test->message != NULL)
    g_assert_nonnull (strstr (json_object_get_string_member (object, "message"), test->message));
}

/* --- answers --- */

static void
expect (BusMachine *self, const char *words, int code, const char *output)
{
  g_autofree char *line = g_strconcat (output, "\n", NULL);

  words_run (&self->words, words);
  words_expect (&self->words, code, line, "");
}

static void
test_answers (BusMachine *self, gconstpointer data)
{
  bus_machine_measure (self, 1);
  expect (self, "raw --json -n 4 camera0", 0,
          "{\"source\":\"camera0\",\"offset\":33,\"length\":4,\"raw\":\"MSwNCg==\"}");
  expect (self, "send --json camera0 T1", 0, "{\"source\":\"camera0\",\"answer\":2}");
  expect (self, "log-level --json debug", 0, "{\"component\":null,\"level\":\"debug\"}");
  expect (self, "log-level --json camera0 info", 0,
          "{\"component\":\"camera0\",\"level\":\"info\"}");
  expect (self, "pause --json camera0 archive", 0,
          "{\"components\":[{\"name\":\"camera0\",\"error\":null},"
          "{\"name\":\"archive\",\"error\":null}]}");
  expect (self, "resume --json archive", 0,
          "{\"components\":[{\"name\":\"archive\",\"error\":null}]}");
  expect (self, "restart --json camera0", 0,
          "{\"components\":[{\"name\":\"camera0\",\"error\":null}]}");
  expect (self, "stop --json", 0, "{\"state\":\"stopping\",\"drain\":true}");
}

/* one that cannot be done does not hide those that were */
static void
test_some (BusMachine *self, gconstpointer data)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *components;

  words_run (&self->words, "pause --json weather archive");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_cmpstr (self->words.errors, ==, "");
  root = read_object (&self->words);
  components = json_object_get_array_member (json_node_get_object (root), "components");
  g_assert_false (
      json_object_get_null_member (json_array_get_object_element (components, 0), "error"));
  g_assert_true (
      json_object_get_null_member (json_array_get_object_element (components, 1), "error"));
  bus_machine_assert_state (self, "archive", "paused");
}

/* a fault of a key file has its place */
static void
test_check (Words *self, gconstpointer data)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object, *fault;

  words_write (self, "bad.conf", "[source camera0]\nplugin=serial\nfrob=1\n");
  words_run (self, "check --json DIR/bad.conf");
  g_assert_cmpint (self->code, ==, 1);
  g_assert_cmpstr (self->errors, ==, "");
  root = read_object (self);
  object = json_node_get_object (root);
  g_assert_false (json_object_get_boolean_member (object, "right"));
  fault = json_array_get_object_element (json_object_get_array_member (object, "faults"), 0);
  g_assert_cmpstr (json_object_get_string_member (fault, "file"), ==, "DIR/bad.conf");
  g_assert_nonnull (json_object_get_string_member (fault, "text"));
}

/* JSON is UTF-8, whatever the locale knows */
static void
test_locale (Words *self, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("env LC_ALL=C %s", g_getenv ("LEAT_COMMAND"));

  words_write (self, "größe.schema", "[schema]\n");
  g_setenv ("LEAT_OF_ASCII", command, TRUE);
  words_run_program (self, "LEAT_OF_ASCII", "check --json DIR/größe.schema");
  g_assert_nonnull (strstr (self->output, "größe.schema"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/json-words/every-word", Words, NULL, words_set_up, test_every_word,
              words_tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, BusMachine, &cases[i], bus_machine_set_up, test_wrong,
                bus_machine_tear_down);
  bus_machine_add ("/json-words/answers", test_answers);
  bus_machine_add ("/json-words/some", test_some);
  g_test_add ("/json-words/check", Words, NULL, words_set_up, test_check, words_tear_down);
  g_test_add ("/json-words/locale", Words, NULL, words_set_up, test_locale, words_tear_down);
  return g_test_run ();
}
