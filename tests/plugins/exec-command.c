/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-command.c - tests commands as words, and what a child's environment has */
#include "exec-command.h"

typedef struct {
  const char *path;
  const char *device;
  const char *words; /* with | between them; NULL: refused */
  const char *message;
} Case;

static const Case cases[] = {
  { "/exec-command/program", "exec:/bin/cat", "/bin/cat", NULL },
  { "/exec-command/words", "exec:/bin/cat  -u\tx", "/bin/cat|-u|x", NULL },
  { "/exec-command/quotes", "exec:thing \"a b\" 'c d' e\\ f ''", "thing|a b|c d|e f|", NULL },
  { "/exec-command/no-shell", "exec:thing $HOME *.c a;b >x `y`", "thing|$HOME|*.c|a;b|>x|`y`",
    NULL },
  { "/exec-command/nothing", "exec:", NULL,
    "names no program; exec:/usr/bin/thing --flag \"a b\" is right" },
  { "/exec-command/blank", "exec:  ", NULL,
    "names no program; exec:/usr/bin/thing --flag \"a b\" is right" },
  { "/exec-command/empty-name", "exec:'' a", NULL,
    "names no program; exec:/usr/bin/thing --flag \"a b\" is right" },
  { "/exec-command/open-quote", "exec:thing 'a", NULL, "\"thing 'a\" is no command: *" },
};

static void
test_parse (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = exec_command_parse (test->device, &error);
  g_autofree char *joined = words != NULL ? g_strjoinv ("|", words) : NULL;

  g_assert_cmpstr (joined, ==, test->words);
  if (test->message == NULL)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_true (g_pattern_match_simple (test->message, error->message));
    }
}

static void
test_environment (void)
{
  static const char *const wanted[] = { "A=1", "PATH=/opt/bin", "EMPTY=", "EQUAL=a=b", NULL };
  g_auto (GStrv) own = exec_environment_new (wanted, EXEC_SOURCE, "gauge", NULL);
  g_auto (GStrv) none = exec_environment_new (NULL, NULL, NULL, NULL);

  g_assert_cmpstr (g_environ_getenv (own, "A"), ==, "1");
  g_assert_cmpstr (g_environ_getenv (own, "PATH"), ==, "/opt/bin");
  g_assert_cmpstr (g_environ_getenv (own, "EMPTY"), ==, "");
  g_assert_cmpstr (g_environ_getenv (own, "EQUAL"), ==, "a=b");
  g_assert_cmpstr (g_environ_getenv (own, "LEAT_SOURCE"), ==, "gauge");
  g_assert_cmpstr (g_environ_getenv (own, "TZ"), ==, "Asia/Taipei");
  g_assert_null (g_environ_getenv (own, "SECRET"));
  g_assert_cmpuint (g_strv_length (none), <=, 4);
  g_assert_null (g_environ_getenv (none, "LEAT_SOURCE"));
}

static void
test_wrong (gconstpointer data)
{
  const char *const wanted[] = { data, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (exec_environment_new (wanted, NULL, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

int
main (int argc, char **argv)
{
  g_setenv ("SECRET", "1234", TRUE);
  g_setenv ("TZ", "Asia/Taipei", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_parse);
  g_test_add_func ("/exec-command/environment", test_environment);
  g_test_add_data_func ("/exec-command/wrong/no-value", "A", test_wrong);
  g_test_add_data_func ("/exec-command/wrong/no-name", "=1", test_wrong);
  g_test_add_data_func ("/exec-command/wrong/digit", "1A=1", test_wrong);
  g_test_add_data_func ("/exec-command/wrong/blank", "A B=1", test_wrong);
  g_test_add_data_func ("/exec-command/wrong/own", "LEAT_SOURCE=x", test_wrong);
  g_test_add_data_func ("/exec-command/wrong/own-sink", "LEAT_SINK=x", test_wrong);
  return g_test_run ();
}
