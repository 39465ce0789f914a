/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* examples.c - tests that the key files that are shown to people are right */
#include "words.h"

/* @name: of its plugin and itself: "rest/examples/boards.conf" */
static char *
read_example (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "plugins", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
copy_example (Words *words, const char *name, const char *to)
{
  g_autofree char *text = read_example (name);

  words_write (words, to, text);
}

static void
test_boards (Words *words, gconstpointer data)
{
  copy_example (words, "rest/examples/boards.conf", "boards.conf");
  words_run (words, "check DIR/boards.conf");
  words_expect (words, 0, "DIR/boards.conf: right: 1 source, 2 sinks\n", "");
}

static void
test_films (Words *words, gconstpointer data)
{
  copy_example (words, "rest/examples/films.conf", "films.conf");
  copy_example (words, "rest/examples/film.schema", "film.schema");
  words_run (words, "check DIR/films.conf");
  words_expect (words, 0, "DIR/films.conf: right: 2 sources, 2 sinks\n", "");
  words_run (words, "check DIR/film.schema");
  words_expect (words, 0, "DIR/film.schema: right: 15 fields\n", "");
}

static void
test_films_assembly (Words *words, gconstpointer data)
{
  copy_example (words, "rest/examples/films-assembly.conf", "films.conf");
  copy_example (words, "rest/examples/film.schema", "film.schema");
  words_run (words, "check DIR/films.conf");
  words_expect (words, 0, "DIR/films.conf: right: 3 sources, 2 sinks\n", "");
}

static void
test_parts (Words *words, gconstpointer data)
{
  copy_example (words, "assembly/examples/parts.conf", "parts.conf");
  words_run (words, "check DIR/parts.conf");
  words_expect (words, 0, "DIR/parts.conf: right: 5 sources, 2 sinks\n", "");
}

static void
test_pictures (Words *words, gconstpointer data)
{
  copy_example (words, "pictures/examples/pictures.conf", "pictures.conf");
  words_run (words, "check DIR/pictures.conf");
  words_expect (words, 0, "DIR/pictures.conf: right: 3 sources, 1 sink\n", "");
  copy_example (words, "pictures/examples/picture-push.conf", "picture-push.conf");
  words_run (words, "check DIR/picture-push.conf");
  words_expect (words, 0, "DIR/picture-push.conf: right: 3 sources, 1 sink\n", "");
}

/* a sample for each family of vision machines */
static void
test_vision (Words *words, gconstpointer data)
{
  static const char *const families[] = { "dataman",    "in-sight",    "keyence-cvx",
                                          "keyence-im", "keyence-iv3", "keyence-sr",
                                          "omron",      "pv200",       "pv310" };

  copy_example (words, "vision/examples/keyence-cvx.schema", "keyence-cvx.schema");
  copy_example (words, "vision/examples/keyence-im.schema", "keyence-im.schema");
  copy_example (words, "vision/examples/omron.schema", "omron.schema");
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autofree char *name = g_strdup_printf ("vision/examples/%s.conf", families[i]);

      copy_example (words, name, "vision.conf");
      words_run (words, "check DIR/vision.conf");
      words_expect (words, 0, "DIR/vision.conf: right: 1 source, 1 sink\n", "");
    }
}

static void
test_polls (Words *words, gconstpointer data)
{
  copy_example (words, "serial/examples/polls.conf", "polls.conf");
  words_run (words, "check DIR/polls.conf");
  words_expect (words, 0, "DIR/polls.conf: right: 2 sources, 1 sink\n", "");
}

static void
test_files (Words *words, gconstpointer data)
{
  copy_example (words, "file/examples/files.conf", "files.conf");
  words_run (words, "check DIR/files.conf");
  words_expect (words, 0, "DIR/files.conf: right: 4 sources, 2 sinks\n", "");
}

static void
test_recordings (Words *words, gconstpointer data)
{
  copy_example (words, "replay/examples/recordings.conf", "recordings.conf");
  words_run (words, "check DIR/recordings.conf");
  words_expect (words, 0, "DIR/recordings.conf: right: 2 sources, 1 sink\n", "");
}

/* what a film may lead to, in its order */
static void
test_films_render (Words *words, gconstpointer data)
{
  static const char *const parts[] = {
    "# look-up: ", "\nGET http://mes.example/films/films/?num=50\n",
    "\n# first step: ", "\nPOST http://mes.example/films/filmseq/\n",
    "\n# request\nPOST http://mes.example/films/films/\n", "\"seq\":{prepared.id},\"cam\":0,",
    "\n# roll-back: ", "\nDELETE http://mes.example/films/filmseq/{prepared.id}\n",
  };
  const char *at;

  copy_example (words, "rest/examples/films.conf", "films.conf");
  copy_example (words, "rest/examples/film.schema", "film.schema");
  words_write (words, "frame",
               "17,Image_20180823,PASS,FAIL,1.72,1.96,1.97,2.12,2.02,1.72,45.06,"
               "44.32,45.23,45.12,45.56\r\n");
  words_run (words, "render --config DIR/films.conf films --source cam0 --frame DIR/frame");
  g_assert_cmpstr (words->errors, ==, "");
  g_assert_cmpint (words->code, ==, 0);
  at = words->output;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      at = strstr (at, parts[i]);
      g_assert_nonnull (at);
    }
}

static void
test_health (Words *words, gconstpointer data)
{
  copy_example (words, "health/examples/health.conf", "health.conf");
  words_run (words, "check DIR/health.conf");
  words_expect (words, 0, "DIR/health.conf: right: 2 sources, 3 sinks\n", "");
}

static void
test_exec (Words *words, gconstpointer data)
{
  copy_example (words, "exec/examples/exec.conf", "exec.conf");
  copy_example (words, "exec/examples/gauge.schema", "gauge.schema");
  words_run (words, "check DIR/exec.conf");
  words_expect (words, 0, "DIR/exec.conf: right: 2 sources, 3 sinks\n", "");
  words_run (words, "check DIR/gauge.schema");
  words_expect (words, 0, "DIR/gauge.schema: right: 2 fields\n", "");
}

/* a template's fault is named with its line in the key file, and its place in the template */
static void
test_fault (Words *words, gconstpointer data)
{
  g_autofree char *text = read_example ("rest/examples/boards.conf");
  g_autofree char *wrong = words_replace (text, "{fields.machine},\"rs232",
                                          "{field.machine},\"rs232");

  words_write (words, "boards.conf", wrong);
  words_run (words, "check DIR/boards.conf");
  g_assert_cmpint (words->code, ==, 1);
  g_assert_nonnull (
      strstr (words->errors, ": [sink mes] template: column 31: {field.machine} is not known; "));
}

static void
add (const char *path, void (*function) (Words *, gconstpointer))
{
  g_test_add (path, Words, NULL, words_set_up, function, words_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/examples/boards", test_boards);
  add ("/examples/films", test_films);
  add ("/examples/parts", test_parts);
  add ("/examples/pictures", test_pictures);
  add ("/examples/files", test_files);
  add ("/examples/recordings", test_recordings);
  add ("/examples/films-assembly", test_films_assembly);
  add ("/examples/films-render", test_films_render);
  add ("/examples/polls", test_polls);
  add ("/examples/vision", test_vision);
  add ("/examples/health", test_health);
  add ("/examples/exec", test_exec);
  add ("/examples/fault", test_fault);
  return g_test_run ();
}
