/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-columns.c - tests what fields= makes, and what it is told when it is wrong */
#include "assembly-columns.h"
#include "assembly-inputs.h"

static const struct {
  const char *path;
  const char *fields;
  int match;
  gboolean twins; /* camera-0 and camera_0, not camera-0 and scanner */
  const char *columns;
} cases[] = {
  { "/columns/all", NULL, ASSEMBLY_MATCH_KEY, FALSE,
    "key seq complete reason camera_0_arrival camera_0_num camera_0_width camera_0_judged "
    "camera_0_at scanner_arrival scanner_code" },
  { "/columns/all-of-order", NULL, ASSEMBLY_MATCH_ORDER, FALSE,
    "seq complete reason camera_0_arrival camera_0_num camera_0_width camera_0_judged camera_0_at "
    "scanner_arrival scanner_code" },
  { "/columns/chosen", "w=camera-0.width;ok=complete;scanner.*;scanner.record;t=scanner.arrival",
    ASSEMBLY_MATCH_KEY, FALSE, "w ok scanner_code scanner_record t" },
  { "/columns/twins", NULL, ASSEMBLY_MATCH_ORDER, TRUE,
    "! fields: two are called camera_0_arrival; NAME=SOURCE.FIELD gives one of them another name" },
  { "/columns/twice", "seq;seq=scanner.code", ASSEMBLY_MATCH_KEY, FALSE,
    "! fields: two are called seq; NAME=SOURCE.FIELD gives one of them another name" },
  { "/columns/no-name", "Width=camera-0.width", ASSEMBLY_MATCH_KEY, FALSE,
    "! fields: \"Width\" is no name of a field; a-z, 0-9 and _ are right, the first a letter" },
  { "/columns/no-such", "sequence", ASSEMBLY_MATCH_KEY, FALSE,
    "! fields: there is no sequence; key, seq, complete, reason and SOURCE.FIELD are there" },
  { "/columns/no-source", "camera.width", ASSEMBLY_MATCH_KEY, FALSE,
    "! fields: \"camera.width\": from= has no source camera" },
  { "/columns/no-field", "x=scanner.width", ASSEMBLY_MATCH_KEY, FALSE,
    "! fields: scanner has no field width; its fields, arrival and record are there" },
  { "/columns/no-key", "key", ASSEMBLY_MATCH_ORDER, FALSE,
    "! fields: key: there is one with match=key alone" },
};

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  const AssemblyOptions options = { .match = cases[i].match };
  g_auto (GStrv) fields = inputs_list (cases[i].fields);
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) columns = NULL;
  g_autoptr (GError) error = NULL;
  LeatInput two[2];
  Inputs inputs;

  inputs_init (&inputs);
  two[0] = inputs.inputs[0];
  two[1] = inputs.inputs[cases[i].twins ? 2 : 1];
  g_assert_true (assembly_plan_init (&plan, &options, two, 2, NULL));
  columns = assembly_columns_new (&plan, fields, &error);
  for (guint j = 0; columns != NULL && j < columns->len; j++)
    g_string_append_printf (text, "%s%s", j > 0 ? " " : "",
                            g_array_index (columns, AssemblyColumn, j).name);
  if (error != NULL)
    g_string_append_printf (text, "! %s", strtok (error->message, "\n"));
  g_assert_cmpstr (text->str, ==, cases[i].columns);
  inputs_clear (&inputs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GUINT_TO_POINTER (i), test_case);
  return g_test_run ();
}
