/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-settings.c - tests how the settings of a simulated machine are read */
#include "leat-host.h"
#include "simulate-settings.h"

typedef struct {
  const char *name;
  const char *text;
  const char *setting;
  const char *value;   /* NULL: it is refused */
  const char *message;
} ReadCase;

static const ReadCase cases[] = {
  { "preset", NULL, "machine", "1", NULL },
  { "preset-of-all", NULL, "mode", "run", NULL },
  { "escapes-undone", NULL, "terminator", "\r\n", NULL },
  { "set", "terminator=\\x03\\r", "terminator", "\x03\r", NULL },
  { "empty", "missing=", "missing", "", NULL },
  { "with-equals", "missing=a=b", "missing", "a=b", NULL },
  { "choice", "mode=setup", "mode", "setup", NULL },
  { "number", "machine=2", "machine", "2", NULL },
  { "unknown", "colour=1", NULL, NULL,
    "--set colour=1: NAME=VALUE is what it takes; `leat simulate pv200 --help` lists the names" },
  { "no-value", "machine", NULL, NULL,
    "--set machine: NAME=VALUE is what it takes; `leat simulate pv200 --help` lists the names" },
  { "no-choice", "mode=ru", NULL, NULL, "--set mode=ru: run|setup is what it takes" },
  { "no-number", "machine=x", NULL, NULL, "--set machine=x: 1-9 is what it takes" },
  { "out-of-range", "machine=10", NULL, NULL, "--set machine=10: 1-9 is what it takes" },
};

static void
test_read (gconstpointer data)
{
  const ReadCase *test = data;
  const char *texts[] = { test->text, NULL };
  const LeatSimulatedFamily *family = leat_simulated_family_find ("pv200", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) table = leat_simulated_settings_read (family, texts, &error);

  if (test->value != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (g_hash_table_lookup (table, test->setting), ==, test->value);
      return;
    }
  g_assert_null (table);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/settings/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_read);
    }
  return g_test_run ();
}
