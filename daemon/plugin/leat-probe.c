/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-probe.c - the child process that loads one module and says what it is */
#include "leatd-module.h"
#include "leatd-trial.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* the answer goes where nothing that a module prints can get into it */
static int
probe_take_answer (void)
{
  int answer = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);

  if (answer < 0 || dup2 (STDERR_FILENO, STDOUT_FILENO) < 0)
    exit (EXIT_FAILURE);
  return answer;
}

int
main (int argc, char **argv)
{
  const struct rlimit no_core = { 0, 0 };
  g_autoptr (LeatdModule) module = NULL;
  g_autoptr (GError) error = NULL;
  int answer;

  if (argc != 2)
    {
      g_printerr (
          "usage: leat-probe MODULE.so\nLoads a module and says whether it is a plugin of Leat; "
          "leatd runs it for each module that is new.\n");
      return 2;
    }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setrlimit (RLIMIT_CORE, &no_core);
  answer = probe_take_answer ();

  module = leatd_module_open (argv[1], &error);
  dprintf (answer, "%s%s", module != NULL ? LEATD_TRIAL_SOUND : LEATD_TRIAL_REFUSED,
           module != NULL ? "" : error->message);
  return EXIT_SUCCESS;
}
