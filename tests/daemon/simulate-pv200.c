/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-pv200.c - tests what a simulated PV200 says */
#include "simulated.h"

/* blanks before number and machine, digits as Python's round() has them, comma and CR LF behind:
 * github.com/chairco/kaohsiung.py_talk at a21e08c, client/mock.py */
static void
test_form (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "machine=2", NULL, 0);

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *record = simulated_measure (self);
      g_autofree char *pattern = g_strdup_printf (
          "\\A18/09/1[78],\\d\\d:%02u:%02u, %u, 2(,\\d\\.(\\d|\\d\\d?[1-9])){2},\\r\\n\\z",
          (15 + i / 60) % 60, i % 60, i);

      g_test_message ("%s", record);
      g_assert_true (g_regex_match_simple (pattern, record, 0, 0));
    }
}

/* wall time of Asia/Taipei: UTC and eight hours */
static void
test_time (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "", NULL, 0);
  g_autofree char *record = simulated_measure (self);

  g_assert_true (g_str_has_prefix (record, "18/09/17,23:15:00, 0, 1,"));
}

typedef struct {
  const char *name;
  const char *faults;
  const char *settings;
  const char *pattern; /* of the first result */
} FaultCase;

static const FaultCase fault_cases[] = {
  { "bad", "bad@1", "", ", 0, 1,(1\\.5\\?3|-|1\\.52\\.3|OVER|1\\.7x),\\d\\.\\d+,\\r\\n" },
  { "missing", "missing@1", "", ", 0, 1,\\*{5},\\d\\.\\d+,\\r\\n" },
  { "missing-text", "missing@1", "missing=", ", 0, 1,,\\d\\.\\d+,\\r\\n" },
  { "saturated", "saturated@1", "", ", 0, 1,9999\\.999,\\d\\.\\d+,\\r\\n" },
  { "cut", "cut@1", "", NULL },
  { "gap", "gap@1", "", ", [1-9], 1,\\d\\.\\d+,\\d\\.\\d+,\\r\\n" },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  g_autoptr (Simulated) self = simulated_new ("pv200", test->settings, test->faults, 10);
  g_autofree char *record = simulated_measure (self);
  g_autofree char *pattern = NULL;

  if (test->pattern == NULL)
    {
      g_assert_cmpuint (strlen (record), <=, strlen ("18/09/17,23:15:0") + 2);
      g_assert_true (g_str_has_suffix (record, "\r\n"));
      return;
    }
  pattern = g_strdup_printf ("\\A18/09/17,23:15:00%s\\z", test->pattern);
  if (!g_regex_match_simple (pattern, record, 0, 0))
    g_error ("%s: %s", test->name, record);
}

/* nothing that is not known is made up: a command is heard where it is set */
static const DialogueCase dialogues[] = {
  { "deaf", "pv200", "", { "%S\r", "", "R0\r", "" } },
  { "trigger", "pv200", "trigger-command=%S", { "%S\r", "18/09/17,.*\\r\\n", "%X\r", "" } },
  { "answer", "pv200", "trigger-command=%S trigger-answer=%S",
    { "%S\r", "%S\\r\\n18/09/17,.*, 0, 1,.*\\r\\n" } },
  { "setup", "pv200", "trigger-command=%S mode=setup", { "%S\r", "" } },
};

/* two cameras in one line come in turn and count together */
static void
test_cameras (void)
{
  static const char *const parts[] = { ", 0, 1,", ", 0, 2,", ", 1, 1,", ", 1, 2," };
  g_autoptr (Simulated) self = simulated_new ("pv200", "cameras=2", NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *record = simulated_measure (self);

      g_assert_nonnull (strstr (record, parts[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulate/pv200/form", test_form);
  g_test_add_func ("/simulate/pv200/time", test_time);
  g_test_add_func ("/simulate/pv200/cameras", test_cameras);
  for (gsize i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/pv200/fault/%s", fault_cases[i].name);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  add_dialogues (dialogues, G_N_ELEMENTS (dialogues));
  return g_test_run ();
}
