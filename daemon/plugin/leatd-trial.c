/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-trial.c - loads a module in a child process */
#include "leatd-trial.h"
#include "leatd-guard.h"
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_MAX 2048

extern char **environ;

static gint64 time_limit = 10 * G_USEC_PER_SEC;

/* a child that runs, and what it has said */
typedef struct {
  pid_t pid;
  int pid_fd;
  int answer_fd;
  GString *answer;
} Child;

/**
 * leatd_trial_set_time_limit:
 *
 * How long a module may take to load. Main thread.
 */
void
leatd_trial_set_time_limit (gint64 microseconds)
{
  time_limit = microseconds;
}

/* LEATD_PROBE, else beside the program that runs, else where it is in the build tree, else where it
 * is installed */
static char *
trial_find_helper (void)
{
  const char *named = g_getenv ("LEATD_PROBE");
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program != NULL ? program : "/");
  const char *const places[] = { ".", "../../daemon" };

  if (named != NULL && *named != '\0')
    return g_strdup (named);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], "leat-probe", NULL);

      if (access (path, X_OK) == 0)
        return g_steal_pointer (&path);
    }
  return g_strdup (LEATD_PROBE_PATH);
}

/* no shell, no input, a process group of its own, signals as they are by default */
static int
trial_spawn (const char *helper, const char *path, int answer_fd, pid_t *pid)
{
  char *const arguments[] = { (char *) "leat-probe", (char *) path, NULL };
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int code;

  sigemptyset (&none);
  sigfillset (&all);
  posix_spawnattr_init (&attributes);
  posix_spawnattr_setflags (&attributes,
                            POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup (&attributes, 0);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &all);
  posix_spawn_file_actions_init (&files);
  posix_spawn_file_actions_addopen (&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2 (&files, answer_fd, STDOUT_FILENO);

  code = posix_spawn (pid, helper, &files, &attributes, arguments, environ);

  posix_spawn_file_actions_destroy (&files);
  posix_spawnattr_destroy (&attributes);
  return code;
}

static gboolean
child_start (Child *self, const char *helper, const char *path, GError **error)
{
  int ends[2];
  int code;

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return FALSE;
  g_unix_set_fd_nonblocking (ends[0], TRUE, NULL);
  code = trial_spawn (helper, path, ends[1], &self->pid);
  close (ends[1]);
  if (code != 0)
    {
      close (ends[0]);
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      return FALSE;
    }
  self->pid_fd = pidfd_open (self->pid, 0);
  self->answer_fd = ends[0];
  self->answer = g_string_new (NULL);
  return TRUE;
}

/* FALSE: there will be no more */
static gboolean
child_read (Child *self)
{
  char data[512];
  gssize length = read (self->answer_fd, data, sizeof data);

  if (length > 0 && self->answer->len < ANSWER_MAX)
    g_string_append_len (self->answer, data, length);
  return length > 0 || (length < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Until it has ended, whoever it left behind with the other end of the pipe. FALSE: it takes too
 * long. */
static gboolean
child_wait (Child *self)
{
  gint64 deadline = g_get_monotonic_time () + time_limit;
  GPollFD fds[] = { { self->pid_fd, G_IO_IN, 0 }, { self->answer_fd, G_IO_IN, 0 } };
  guint n_fds = G_N_ELEMENTS (fds);

  while (g_get_monotonic_time () < deadline)
    {
      g_poll (fds, n_fds, (int) ((deadline - g_get_monotonic_time ()) / 1000 + 1));
      if (n_fds > 1 && fds[1].revents != 0 && !child_read (self))
        n_fds = 1;
      else if (fds[0].revents != 0)
        return TRUE;
    }
  return FALSE;
}

static int
child_end (Child *self)
{
  int status = 0;

  kill (-self->pid, SIGKILL);
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    ;
  close (self->pid_fd);
  close (self->answer_fd);
  return status;
}

static LeatdVerdict
trial_judge (const char *answer, int status, char **reason)
{
  gboolean is_sound = strcmp (answer, LEATD_TRIAL_SOUND) == 0;

  if (WIFSIGNALED (status))
    {
      g_autofree char *name = leatd_signal_name (WTERMSIG (status));

      *reason = g_strdup_printf ("crashes when it is %s (%s)", is_sound ? "unloaded" : "loaded",
                                 name);
      return LEATD_VERDICT_DEADLY;
    }
  if (is_sound)
    return LEATD_VERDICT_SOUND;
  if (g_str_has_prefix (answer, LEATD_TRIAL_REFUSED))
    {
      *reason = g_utf8_make_valid (answer + strlen (LEATD_TRIAL_REFUSED), -1);
      return LEATD_VERDICT_REFUSED;
    }
  *reason = g_strdup_printf ("ends the process when it is loaded (exit code %d)",
                             WEXITSTATUS (status));
  return LEATD_VERDICT_DEADLY;
}

/**
 * leatd_trial_run:
 * @path: an absolute path
 * @reason: (out) (transfer full): what is wrong with it
 *
 * Loads a module in the helper leat-probe and judges it there. Blocks, at most for the time limit.
 * Main thread.
 *
 * Returns: %LEATD_VERDICT_NONE if the helper could not be run: @reason names it
 */
LeatdVerdict
leatd_trial_run (const char *path, char **reason)
{
  g_autofree char *helper = trial_find_helper ();
  g_autoptr (GError) error = NULL;
  Child child = { 0 };
  LeatdVerdict verdict;
  gboolean in_time;
  int status;

  if (!child_start (&child, helper, path, &error))
    {
      *reason = g_strdup_printf ("%s: %s", helper, error->message);
      return LEATD_VERDICT_NONE;
    }
  in_time = child_wait (&child);
  status = child_end (&child);
  if (in_time)
    {
      verdict = trial_judge (child.answer->str, status, reason);
    }
  else
    {
      *reason = g_strdup_printf ("does not come back from being loaded within %g s",
                                 (double) time_limit / G_USEC_PER_SEC);
      verdict = LEATD_VERDICT_DEADLY;
    }
  g_string_free (child.answer, TRUE);
  return verdict;
}
