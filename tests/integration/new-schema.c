/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* new-schema.c - tests that leat new-schema proposes what decodes the recording, and says what it
 * does not know */
#include "words.h"

typedef struct {
  const char *name;
  const char *recording;
  const char *decode; /* the framer that it proposes, as leat decode takes it */
  const char *lines;  /* that are in the file, with | between them */
  const char *record; /* what the last record of leat decode has */
} Case;

static const Case cases[] = {
  { "columns",
    "18/10/13,14:03:22, 7, 1,1.730,OK\r\n18/10/13,14:03:23, 8, 1,*****,NG\r\n"
    "18/10/13,14:03:24, 9, 1,1.750,OK\r\n18/10/13,14:03:25, 10, 1,1.70,OK\r\n",
    "--set framer=delimiter --set framer.delimiter=\\\\r\\\\n",
    "#   delimiter=\\r\\n|format=csv|column=1-2|pattern=%y/%m/%d,%H:%M:%S|role=counter|"
    "missing=*****|# UNSURE: it says OK;NG; *|quality.column_5=missing|column_5=1.730",
    "\"column_5\":1.70," },
  { "pairs", "gap=1.50;code=007\ngap=1.60;code=008\ngap=2.0;code=019\n",
    "--set framer=delimiter --set framer.delimiter=\\\\n",
    "format=pairs|separators=\\;|equals==|[field gap]|type=decimal|"
    "# UNSURE: zeros stand before its digits: *",
    "\"code\":\"019\"" },
  { "between-stx-and-etx", "\002ST,+000.1278,  g\003\r\n\002ST,+000.1280,  g\003\r\n",
    "--set framer=start-end --set framer.start=\\\\x02 --set framer.end=\\\\x03 "
    "--set framer.between=\\\\r\\\\n",
    "#   type=start-end|format=csv|type=decimal", "\"column_2\":0.1280," },
};

/* the file is sound, its examples come out, and the recording becomes records by it */
static void
test_case (Words *words, gconstpointer data)
{
  const Case *test = data;
  g_auto (GStrv) lines = g_strsplit (test->lines, "|", -1);
  g_autofree char *path = g_build_filename (words->folder, "x.schema", NULL);
  g_autofree char *decode = g_strdup_printf ("decode %s --set schema=DIR/x.schema DIR/x.bin",
                                             test->decode);
  g_autofree char *text = NULL;

  words_write (words, "x.bin", test->recording);
  words_run (words, "new-schema --output DIR/x.schema DIR/x.bin");
  g_assert_cmpstr (words->output, ==, "");
  g_assert_cmpint (words->code, ==, 0);
  words_run (words, "check DIR/x.schema");
  g_assert_cmpstr (words->errors, ==, "");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *pattern = g_strconcat ("*\n", lines[i], "\n*", NULL);

      if (!g_pattern_match_simple (pattern, text))
        g_error ("no line %s in\n%s", lines[i], text);
    }
  words_run (words, decode);
  g_assert_cmpint (words->code, ==, 0);
  g_assert_nonnull (strstr (words->output, test->record));
  g_assert_null (strstr (words->output, "\"reject\""));
}

static void
test_told (Words *words, gconstpointer data)
{
  words_write (words, "x.bin", "1\r\n2\r\n3\r\n");
  words_run (words, "new-schema --name gauge DIR/x.bin");
  g_assert_nonnull (strstr (words->output, "\nname=gauge\n"));
  g_assert_cmpstr (words->errors, ==,
                   "leat new-schema: 3 frames became records, 0 did not; 1 fields, 0 values "
                   "undecodable; 0 lines to look at (UNSURE)\n");
}

static void
test_refused (Words *words, gconstpointer data)
{
  words_run (words, "new-schema DIR/x.bin");
  words_expect (words, 1, "", "leat new-schema: DIR/x.bin: No such file or directory\n");
  words_write (words, "x.bin", "abc");
  words_run (words, "new-schema DIR/x.bin");
  words_expect (words, 1, "",
                "leat new-schema: DIR/x.bin: nothing in it seems to end a frame: no CR, LF, ETX or "
                "zero; leat describe lists framers for binary machines\n");
  words_write (words, "x.bin", "1\r\n2\r\n3\r\n");
  words_write (words, "x.schema", "mine");
  words_run (words, "new-schema --output DIR/x.schema DIR/x.bin");
  g_assert_cmpint (words->code, ==, 1);
  g_assert_true (g_str_has_prefix (words->errors, "leat new-schema: DIR/x.schema: "));
  words_run (words, "new-schema");
  g_assert_cmpint (words->code, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/new-schema/", cases[i].name, NULL);

      g_test_add (path, Words, &cases[i], words_set_up, test_case, words_tear_down);
    }
  g_test_add ("/new-schema/told", Words, NULL, words_set_up, test_told, words_tear_down);
  g_test_add ("/new-schema/refused", Words, NULL, words_set_up, test_refused, words_tear_down);
  return g_test_run ();
}
