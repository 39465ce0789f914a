/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* schema-example.c - tries the examples of the schemas that ship, and examples that must fail */
#include <string.h>
#include "leat-schema-host.h"

#define SCHEMA "[schema]\nname=test\n[field num]\ncolumn=1\ntype=int\nrequired=yes\nmaximum=99\n" \
  "[field text]\ncolumn=2\ntype=string\n[example 1]\n"

typedef struct {
  const char *name;
  const char *example;
  const char *loading;     /* what leat_schema_load_text() says; NULL: nothing */
  const char *trying;      /* what leat_schema_try_examples() says; NULL: nothing */
} Case;

static const Case cases[] = {
  { "good", "frame=1,a\nnum=1\ntext=a\n", NULL, NULL },
  { "another-spelling", "frame=1,a\\x41\ntext=\\x61A\n", NULL, NULL },
  { "quality", "frame=100,a\nnum=100\nquality.num=implausible\n", NULL, NULL },
  { "missing", "frame=1\ntext=\nquality.text=missing\n", NULL, NULL },
  { "reject", "frame=x,a\nreject=yes\n", NULL, NULL },

  { "other-value", "frame=1,a\nnum=2\n", NULL,
    "test:13: [example 1] num: comes out as \"1\", not \"2\"\n" },
  { "other-text", "frame=1,a\ntext=b\n", NULL,
    "test:13: [example 1] text: comes out as \"a\", not \"b\"\n" },
  { "other-quality", "frame=100,a\nnum=100\n", NULL,
    "test:13: [example 1] num: its quality comes out as implausible, not good\n" },
  { "better-quality", "frame=1,a\nquality.num=implausible\n", NULL,
    "test:13: [example 1] quality.num: its quality comes out as good, not implausible\n" },
  { "rejected", "frame=x,a\nnum=1\n", NULL,
    "test:12: [example 1] frame: field num: column 1, byte 0: \"x\" is no int\n" },
  { "not-rejected", "frame=1,a\nreject=yes\n", NULL,
    "test:13: [example 1] reject: the frame is not refused, it becomes a record\n" },

  { "no-frame", "num=1\n",
    "test:11: [example 1] frame: is missing: A frame as the framer hands it on.\n", NULL },
  { "unknown-field", "frame=1,a\nnun=1\n",
    "test:13: [example 1] nun: nun is no field of this schema; did you mean num?\n", NULL },
  { "unknown-quality", "frame=1,a\nquality.num=fine\n",
    "test:13: [example 1] quality.num: \"fine\" is no quality\n", NULL },
  { "quality-of-unknown-field", "frame=1,a\nquality.nun=good\n",
    "test:13: [example 1] quality.nun: nun is no field of this schema; did you mean num?\n", NULL },
  { "arrival-beyond-nanoseconds", "frame=1,a\narrival=9999-12-31T00:00:00Z\n",
    "test:13: [example 1] arrival: \"9999-12-31T00:00:00Z\" is no time such as "
    "2018-10-13T06:03:22Z\n",
    NULL },
  { "arrival", "frame=1,a\narrival=yesterday\n",
    "test:13: [example 1] arrival: \"yesterday\" is no time such as 2018-10-13T06:03:22Z\n", NULL },
  { "escape", "frame=1,a\ntext=\\q\n",
    "test:13: [example 1] text: the backslash at byte 1 begins no escape; \\r \\n \\t \\s \\\\ \\; "
    "and "
    "\\xHH are right\n", NULL },
};

static void
test_example (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *text = g_strconcat (SCHEMA, test->example, NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_text ("test", text, -1, faults);
  g_autofree char *loading = leat_faults_to_string (faults);

  g_assert_cmpstr (loading, ==, test->loading != NULL ? test->loading : "");
  g_assert_cmpint (schema != NULL, ==, test->loading == NULL);
  if (schema == NULL)
    return;
  g_assert_cmpint (leat_schema_try_examples (schema, faults), ==, test->trying == NULL);

  g_autofree char *trying = leat_faults_to_string (faults);

  g_assert_cmpstr (trying, ==, test->trying != NULL ? test->trying : "");
}

static void
test_shipped (gconstpointer data)
{
  const char *path = data;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_checked (path, faults);

  if (schema != NULL)
    leat_schema_try_examples (schema, faults);

  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, "");
}

static void
add_shipped (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "schemas", "records", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/schema-example/shipped/", name, NULL);

      g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), test_shipped, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/schema-example/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_example);
    }
  add_shipped ();
  return g_test_run ();
}
