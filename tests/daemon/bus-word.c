/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-word.c - tests what the words that ask a leatd take, and the exit codes of their faults */
#include "bus/bus-word.h"
#include "leat-error.h"

static GString *told;

static void
on_told (const char *text)
{
  g_string_append (told, text);
}

typedef struct {
  const char *path;
  const char *line;
  const char *bus;      /* NULL: it is wrong */
  const char *told;
} Case;

static const Case cases[] = {
  { "/bus-word/parse/one", "pause a", "", "" },
  { "/bus-word/parse/bus", "pause a --bus=session b", "session", "" },
  { "/bus-word/parse/bus-apart", "pause --bus system a", "system", "" },
  { "/bus-word/parse/few", "pause", NULL, "leat pause: a NAME; leat pause --help tells more\n" },
  { "/bus-word/parse/many", "pause a b c", NULL,
    "leat pause: a NAME; leat pause --help tells more\n" },
  { "/bus-word/parse/option", "pause --weather a", NULL,
    "leat pause: Unknown option --weather; leat pause --help tells more\n" },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  const LeatBusWord word = { .parameters = "NAME", .description = "", .at_least = 1, .at_most = 2,
                             .right = "a NAME" };
  g_auto (GStrv) argv = g_strsplit (c->line, " ", -1);
  g_auto (GStrv) words = NULL;
  g_auto (LeatBusClient) client = { NULL };
  const gboolean right = leat_bus_word_parse (&word, argv, &client, &words);

  g_assert_cmpstr (told->str, ==, c->told);
  g_string_truncate (told, 0);
  g_assert_cmpint (right, ==, c->bus != NULL);
  if (!right)
    return;
  g_assert_cmpstr (client.bus != NULL ? client.bus : "", ==, c->bus);
  g_assert_cmpstr (words[0], ==, "pause");
  g_assert_cmpstr (words[1], ==, "a");
}

static void
test_fail (void)
{
  g_autoptr (GError) usage = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "--bus=x: is none");
  g_autoptr (GError) fault = g_error_new (LEAT_ERROR, LEAT_ERROR_CONFIG, "a is two");

  g_assert_cmpint (leat_bus_word_fail (usage), ==, 2);
  g_assert_cmpint (leat_bus_word_fail (fault), ==, 1);
  g_assert_cmpstr (told->str, ==, "leat pause: --bus=x: is none\nleat pause: a is two\n");
  g_string_truncate (told, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  told = g_string_new (NULL);
  g_set_printerr_handler (on_told);
  g_set_prgname ("leat pause");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_parse);
  g_test_add_func ("/bus-word/fail", test_fail);
  return g_test_run ();
}
