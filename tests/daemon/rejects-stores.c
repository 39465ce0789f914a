/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-stores.c - tests that the stores of a key file are asked for what was refused */
#include "rejects/rejects-stores.h"
#include "configs.h"

#define MES "[sink mes]\nplugin=fixture-picky\n"
#define DIRECT "[sink direct]\nplugin=fixture-picky\nvia=none\n"
#define CELLAR "[sink keep]\nplugin=fixture-cellar\npath=/dev/null\n"
#define EMPTY "[sink keep]\nplugin=fixture-cellar\npath=/no/such/file\n"
#define OTHER "[sink other]\nplugin=fixture-cellar\npath=/dev/null\n"

#define HEADING "     ID SINK       TIME                 STATUS REASON           ANSWER\n"
#define FIRST "      7 mes        2018-10-13T06:03:22Z    422 refused          no such part\n"
#define SECOND "      9 mes        2018-10-13T06:04:00Z        broken\n"

static LeatdConfig *
load (const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (text, faults);

  g_assert_nonnull (config);
  return config;
}

static char *
read_all (FILE *file)
{
  g_autofree char *text = g_malloc0 (4096);

  rewind (file);
  g_assert_cmpuint (fread (text, 1, 4095, file), <, 4095);
  return g_steal_pointer (&text);
}

static void
assert_lists (const char *text, LeatRejectsWishes wishes, const char *expected)
{
  g_autoptr (LeatdConfig) config = load (text);
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  wishes.out = tmpfile ();
  g_assert_true (leat_rejects_stores_list (config, &wishes, &error));
  g_assert_no_error (error);
  shown = read_all (wishes.out);
  fclose (wishes.out);
  g_assert_cmpstr (shown, ==, expected);
}

/* of all stores; below what was found before there is an empty line */
static void
test_list (void)
{
  assert_lists (MES CELLAR, (LeatRejectsWishes) { .width = 80 }, HEADING FIRST SECOND);
  assert_lists (MES CELLAR, (LeatRejectsWishes) { .n_found = 1 }, "\n" HEADING FIRST SECOND);
  assert_lists (CELLAR OTHER, (LeatRejectsWishes) { .source = "scale" }, HEADING SECOND SECOND);
  assert_lists (CELLAR, (LeatRejectsWishes) { .since = "2018-10-13T06:05:00.000000000Z" }, "");
  assert_lists (MES EMPTY, (LeatRejectsWishes) { .n_found = 0 }, "");
  assert_lists (MES, (LeatRejectsWishes) { .n_found = 0 }, "");
}

static void
test_json (void)
{
  assert_lists (CELLAR, (LeatRejectsWishes) { .json = TRUE, .source = "scale" },
                "{\"id\":9,\"sink\":\"mes\",\"reason\":\"broken\",\"record\":{\"id\":\"scale/F/2\","
                "\"source\":\"scale\",\"time\":\"2018-10-13T06:04:00.000000000Z\"}}\n");
}

typedef struct {
  const char *name;
  const char *config;
  const char *sink;
  const char *id;
  const char *expected; /* what is shown, or what is wrong */
} Case;

static const Case cases[] = {
  { "id", MES CELLAR, "mes", "7",
    "id      7\nrecord  camera0/E/1\ntime    2018-10-13T06:03:22.104518000Z\nsink    mes\n"
    "refused 2018-10-13T06:05:00.000000000Z\nstatus  422\nreason  refused\n\nno such part\n"
    "at all\n" },
  { "name", MES CELLAR, "mes", "camera0/E/1", "id      7\n*" },
  { "gone-from-the-key-file", CELLAR, "mes", "7", "id      7\n*" },
  { "not-there", MES CELLAR, "mes", "8",
    "mes: has no refused record 8; leat rejects list shows those there are" },
  { "no-store", DIRECT CELLAR, "direct", "7", "direct: reads from no store; *" },
  { "several-stores", CELLAR OTHER, "mes", "7", "the key file has several stores; *" },
};

static void
test_show (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (LeatdConfig) config = load (test->config);
  LeatRejectsWishes wishes = { .out = tmpfile () };
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  leat_rejects_stores_show (config, test->sink, test->id, &wishes, &error);
  shown = error == NULL ? read_all (wishes.out) : g_strdup (error->message);
  fclose (wishes.out);
  if (!g_pattern_match_simple (test->expected, shown))
    g_error ("%s", shown);
}

/* the word is the store's own */
static void
test_settle (void)
{
  static const char *const arguments[] = { "mes", "7", "--all", NULL };
  g_autoptr (LeatdConfig) config = load (MES CELLAR);
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      g_assert_true (leat_rejects_stores_settle (config, "retry", arguments, NULL));
      return;
    }
  g_assert_false (leat_rejects_stores_settle (config, "drop", arguments, &error));
  g_assert_cmpstr (error->message, ==, "store keep keeps no refused records");
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*mes 7 --all\n*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rejects-stores/list", test_list);
  g_test_add_func ("/rejects-stores/json", test_json);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rejects-stores/show/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_show);
    }
  g_test_add_func ("/rejects-stores/settle", test_settle);
  return g_test_run ();
}
