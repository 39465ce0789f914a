/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-shape.c - tests that it is found how frames hold their fields */
#include "guess/guess-shape.h"
#include <string.h>

typedef struct {
  const char *name;
  const char *frames; /* a line each */
  const char *shape;  /* FORMAT OPTIONS, each column as KEY NAME: TEXT/TEXT/… */
} Case;

static const Case cases[] = {
  { "csv", "1,2\n3,4", "csv delimiter=,; column=1: 1/3; column=2: 2/4; " },
  { "csv-blanks", "1, a b\n3, c d", "csv delimiter=,; column=1: 1/3; column=2: a b/c d; " },
  { "csv-trailing", "1,2,\n3,4,", "csv delimiter=,; column=1: 1/3; column=2: 2/4; " },
  { "csv-semicolon", "1,5;2,5\n3,5;4", "csv delimiter=;; column=1: 1,5/3,5; column=2: 2,5/4; " },
  { "csv-tab", "1\t2\n3\t4", "csv delimiter=\\t; column=1: 1/3; column=2: 2/4; " },
  { "csv-header", "num,gap\n3,4\n5,6",
    "csv delimiter=,; header; column=1 num: 3/5; column=2 gap: 4/6; " },
  { "csv-one-is-odd", "1,2\n3,4\n5,6\n7,8\nERROR\n9,0",
    "csv delimiter=,; column=1: 1/3/5/7/9; column=2: 2/4/6/8/0; " },
  { "tokens", "S S  1.5 g\nS D 11.5 g",
    "tokens ; column=1: S/S; column=2: S/D; column=3: 1.5/11.5; column=4: g/g; " },
  { "pairs", "gap=1;len=2\nlen=4",
    "pairs separators=\\;; equals==; key=gap gap: 1/-; key=len len: 2/4; " },
  { "pairs-colon", "gap: 1, len: 2\ngap: 3, len: 4",
    "pairs separators=,; equals=:; key=gap gap: 1/3; key=len len: 2/4; " },
  { "times-are-no-pairs", "12:00:01\n12:00:02", "text ; - text: 12:00:01/12:00:02; " },
  { "json", "{\"a\":1.5,\"b\":{\"c/d\":\"x\",\"e\":[true]}}\n{\"a\":null}",
    "json ; pointer=/a a: 1.500/-; pointer=/b/c~1d c/d: x/-; pointer=/b/e/0 e_0: true/-; " },
  { "text", "]C1123\n]C1456", "text ; - text: ]C1123/]C1456; " },
};

static void
append_column (GString *seen, const LeatGuessColumn *column)
{
  g_string_append_printf (seen, "%s%s%s: ", column->key != NULL ? column->key : "-",
                          column->name != NULL ? " " : "",
                          column->name != NULL ? column->name : "");
  for (guint i = 0; i < column->texts->len; i++)
    g_string_append_printf (seen, "%s%s", i > 0 ? "/" : "",
                            column->texts->pdata[i] != NULL ? (char *) column->texts->pdata[i]
                                                            : "-");
  g_string_append (seen, "; ");
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (GStrv) lines = g_strsplit (test->frames, "\n", -1);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (LeatGuessFrame));
  g_autoptr (GString) seen = g_string_new (NULL);
  g_auto (LeatGuessShape) shape = { NULL };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const LeatGuessFrame frame = { lines[i], strlen (lines[i]) };

      g_array_append_val (frames, frame);
    }
  leat_guess_shape_init (&shape, frames);
  g_string_append_printf (seen, "%s %s", shape.format, *shape.options == '\0' ? "; " : "");
  g_string_append (seen, shape.options);
  g_string_replace (seen, "\n", "; ", 0);
  if (shape.has_header)
    g_string_append (seen, "header; ");
  for (guint i = 0; i < shape.columns->len; i++)
    append_column (seen, shape.columns->pdata[i]);
  g_assert_cmpstr (seen->str, ==, test->shape);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/guess-shape/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
