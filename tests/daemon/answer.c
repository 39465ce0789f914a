/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* answer.c - tests what words tell at their end: lines for people, JSON for programs */
#include "look/answer.h"
#include "leat-error.h"
#include <string.h>

static GString *told;

static void
on_told (const char *text)
{
  g_string_append (told, text);
}

static void
look (const char *line)
{
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);

  leat_answer_look (argv);
}

typedef struct {
  const char *path;
  const char *line;
  gboolean    json;
} Case;

static const Case cases[] = {
  { "/answer/look/none", "pause a", FALSE },
  { "/answer/look/first", "pause --json a", TRUE },
  { "/answer/look/last", "pause a --bad --json", TRUE },
  { "/answer/look/a-word", "send camera0 -- --json", FALSE },
};

static void
test_look (gconstpointer data)
{
  const Case *test = data;

  look (test->line);
  g_assert_cmpint (leat_answer_is_json (), ==, test->json);
}

/* each line behind the word */
static void
test_fail (void)
{
  g_autoptr (GError) error = g_error_new (LEAT_ERROR, LEAT_ERROR_FULL, "disk: is full\nmend it");

  look ("pause a");
  g_assert_cmpint (leat_answer_fail (error, LEAT_EXIT_FAULTS), ==, 1);
  g_assert_cmpstr (told->str, ==, "leat pause: disk: is full\nleat pause: mend it\n");
  g_string_truncate (told, 0);
  g_assert_cmpint (leat_answer_misuse ("a NAME is right"), ==, 2);
  g_assert_cmpstr (told->str, ==, "leat pause: a NAME is right; leat pause --help tells more\n");
  g_string_truncate (told, 0);
}

/* @error: taken; what is in "error" */
static void
expect_error (GError *error, const char *expected)
{
  g_autoptr (JsonBuilder) builder = leat_answer_begin ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  leat_answer_add_error (builder, error);
  root = json_builder_get_root (json_builder_end_object (builder));
  text = json_to_string (root, FALSE);
  g_assert_cmpstr (text, ==, expected);
  g_clear_error (&error);
}

static void
test_error (void)
{
  expect_error (NULL, "{\"error\":null}");
  expect_error (g_error_new (LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "no \"a\""),
                "{\"error\":{\"domain\":\"leat-error-quark\",\"code\":10,"
                "\"name\":\"org.leat.Leat1.Error.NotFound\",\"message\":\"no \\\"a\\\"\"}}");
  expect_error (g_error_new (G_IO_ERROR, G_IO_ERROR_EXISTS, "b\xff"),
                "{\"error\":{\"domain\":\"g-io-error-quark\",\"code\":2,"
                "\"name\":null,\"message\":\"b\357\277\275\"}}");
}

/* people see lines at once */
static void
test_lines (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  look ("store check --json");
  leat_answer_take_line ("sound", lines);
  g_assert_cmpuint (lines->len, ==, 1);
  look ("store check");
  leat_answer_end_lines (lines);
  g_assert_cmpstr (lines->pdata[0], ==, "sound");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  told = g_string_new (NULL);
  g_set_printerr_handler (on_told);
  g_set_prgname ("leat pause");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_look);
  g_test_add_func ("/answer/fail", test_fail);
  g_test_add_func ("/answer/error", test_error);
  g_test_add_func ("/answer/lines", test_lines);
  result = g_test_run ();
  g_string_free (told, TRUE);
  return result;
}
