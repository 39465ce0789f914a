/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* format.c - tests the tables of all formats, and ranges as schema files write them */
#include <string.h>
#include "leat-format.h"
#include "leat-schema-draft.h"
#include "leat-schema-host.h"

static void
check_table (const LeatOption *table, gsize size, const LeatOption *common)
{
  g_autoptr (GError) error = NULL;

  if (table == NULL)
    return;
  leat_options_check (table, size, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (leat_options_clash (table, common), ==, NULL);
  g_assert_cmpstr (leat_options_clash (table, leat_draft_example_options), ==, NULL);
}

static void
test_tables (void)
{
  const char *summary = NULL;
  guint i = 0;

  for (; leat_formats[i] != NULL; i++)
    {
      const LeatFormat *format = leat_formats[i];

      g_assert_cmpstr (format->name, ==, leat_format_names[i]);
      g_assert_cmpstr (leat_schema_list_format (i, &summary), ==, format->name);
      g_assert_cmpstr (summary, ==, format->summary);
      g_assert_true (leat_schema_format_options (i, "schema") == format->schema_options);
      g_assert_true (leat_schema_format_options (i, "field") == format->field_options);
      check_table (format->schema_options, format->schema_size, leat_draft_schema_options);
      check_table (format->field_options, format->field_size, leat_draft_field_options);
    }
  g_assert_null (leat_format_names[i]);
  g_assert_null (leat_schema_list_format (i, &summary));
}

static void
test_ranges (void)
{
  static const struct {
    const char *text;
    gboolean    open, sound;
    guint       first, last;
  } cases[] = {
    { "1", FALSE, TRUE, 0, 0 },    { "9", FALSE, TRUE, 8, 8 },
    { "2-3", FALSE, TRUE, 1, 2 },  { "3-3", FALSE, TRUE, 2, 2 },
    { "3-", TRUE, TRUE, 2, G_MAXUINT },
    { "3-", FALSE, FALSE, 0, 0 },  { "3-2", FALSE, FALSE, 0, 0 },
    { "0", FALSE, FALSE, 0, 0 },   { "10", FALSE, FALSE, 0, 0 },
    { "1-10", TRUE, FALSE, 0, 0 }, { "", TRUE, FALSE, 0, 0 },
    { "-1", TRUE, FALSE, 0, 0 },   { "1 ", FALSE, FALSE, 0, 0 },
    { "1-2-", TRUE, FALSE, 0, 0 }, { "99999999999999999999", FALSE, FALSE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint first = 0, last = 0;
      const gboolean sound = leat_format_read_range (cases[i].text, 9, cases[i].open, &first,
                                                     &last);

      g_assert_cmpint (sound, ==, cases[i].sound);
      if (sound)
        {
          g_assert_cmpuint (first, ==, cases[i].first);
          g_assert_cmpuint (last, ==, cases[i].last);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/tables", test_tables);
  g_test_add_func ("/format/ranges", test_ranges);
  return g_test_run ();
}
