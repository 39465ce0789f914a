/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete.c - tests what leat complete offers, and what bash makes of it */
#include "bus-machine.h"

typedef struct {
  const char *command;
  const char *output;
} Case;

static const Case cases[] = {
  { "complete sta", "status\n" },
  { "complete res", "resume\nrestart\nrestore\n" },
  { "complete weather ''", "" },
  { "complete help des", "describe\n" },
  { "complete pause ''", "camera0\nscale1\narchive\n" },
  { "complete pause camera0 a", "archive\n" },
  { "complete raw ''", "camera0\nscale1\n" },
  { "complete send sc", "scale1\n" },
  { "complete log-level camera0 d", "debug\n" },
  { "complete status --", "--help\n--watch\n--json\n--bus\n" },
  { "complete status --w", "--watch\n" },
  { "complete status --bus s", "system\nsession\n" },
  { "complete status --bus = se", "session\n" },
  { "complete status --bus unix:path=DIR/none cam", "" },
  { "complete status --bus = unix:path=DIR/none cam", "" },
  { "complete check f", "" },
};

static void
test_offers (BusMachine *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].command);
      words_run (&self->words, cases[i].command);
      words_expect (&self->words, 0, cases[i].output, "");
    }
}

static void
test_no_daemon (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "complete pause ''");
  words_expect (&self->words, 0, "", "");
  words_run (&self->words, "complete st");
  words_expect (&self->words, 0, "status\nstop\nstore\n", "");
}

/* the script, in a bash that has just read it */
static void
test_bash (BusMachine *self, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (g_getenv ("LEAT_COMMAND"));
  g_autofree char *line =
      g_strdup_printf ("PATH='%s':$PATH; . '%s/daemon/cli/leat-completion.bash'; "
                       "COMP_WORDS=(leat pause ca); COMP_CWORD=2; _leat; echo ${COMPREPLY[@]}; "
                       "COMP_WORDS=(leat st); COMP_CWORD=1; _leat; echo ${COMPREPLY[@]}; "
                       "complete -p leat",
                       folder, g_getenv ("G_TEST_SRCDIR"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                      "bash", "--norc", "-c", line, NULL);
  g_autofree char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "camera0\nstatus stop store\ncomplete -o default -F _leat leat\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/complete/offers", test_offers);
  bus_machine_add_bus ("/complete/no-daemon", test_no_daemon);
  bus_machine_add ("/complete/bash", test_bash);
  return g_test_run ();
}
