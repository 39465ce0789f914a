/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-child.c - a child process with a group of its own, and its pipes */
#include "exec-child.h"
#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Between fork() and exec(): only what signal-safety(7) allows. A session of its own: no terminal,
 * and a group that can be killed whole. If leatd dies without a word, so does the child. */
static void
child_set_up (gpointer parent)
{
  sigset_t none;

  setsid ();
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != GPOINTER_TO_INT (parent))
    _exit (127);
  signal (SIGPIPE, SIG_DFL); /* what leatd ignores would be ignored by all it starts */
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* what GLib says, as who wrote the key file can mend it */
static void
fail_spawn (const char *program, const char *directory, const GError *cause, GError **error)
{
  static const struct {
    int code;
    const char *text;
  } texts[] = {
    { G_SPAWN_ERROR_NOENT, "there is no such program, or none in PATH" },
    { G_SPAWN_ERROR_ACCES, "is not executable by leatd's user; chmod +x, and look at the folders" },
    { G_SPAWN_ERROR_PERM, "is not executable by leatd's user; chmod +x, and look at the folders" },
    { G_SPAWN_ERROR_NOEXEC, "is no program of this machine, nor a script that begins with #!" },
  };

  if (g_error_matches (cause, G_SPAWN_ERROR, G_SPAWN_ERROR_CHDIR))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "directory=%s: %s", directory,
                   cause->message);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_error_matches (cause, G_SPAWN_ERROR, texts[i].code))
      {
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: %s", program, texts[i].text);
        return;
      }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: %s", program, cause->message);
}

static gboolean
open_life (ExecChild *self, GError **error)
{
  self->life = (int) syscall (SYS_pidfd_open, self->pid, 0);
  if (self->life >= 0)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "pidfd_open: %s", g_strerror (errno));
  exec_child_reap (self);
  return FALSE;
}

/**
 * exec_child_spawn:
 * @words: the program, looked for in the PATH of @environment, and its arguments
 * @environment: NAME=value
 * @error: return location for LEAT_ERROR_DISCONNECTED: it may be there at the next try
 *
 * Returns when the program runs. It gets no descriptor but its three.
 */
gboolean
exec_child_spawn (ExecChild *self, char **words, char **environment, const char *directory,
                  GError **error)
{
  const GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH_FROM_ENVP |
                            G_SPAWN_CLOEXEC_PIPES;
  g_autoptr (GError) cause = NULL;

  *self = (ExecChild) EXEC_CHILD_NONE;
  if (!g_spawn_async_with_pipes_and_fds (directory, (const char *const *) words,
                                         (const char *const *) environment, flags, child_set_up,
                                         GINT_TO_POINTER (getpid ()), -1, -1, -1, NULL, NULL, 0,
                                         &self->pid, &self->input, &self->output, &self->errors,
                                         &cause))
    {
      fail_spawn (words[0], directory, cause, error);
      return FALSE;
    }
  g_unix_set_fd_nonblocking (self->input, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->output, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->errors, TRUE, NULL);
  return open_life (self, error);
}

/* it stays what is called a zombie: its id is not given to another before its group is killed */
gboolean
exec_child_look (ExecChild *self)
{
  siginfo_t info = { 0 };

  if (self->has_exited || self->pid == 0)
    return self->has_exited;
  if (waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
    self->has_exited = errno == ECHILD;
  else if (info.si_pid == self->pid)
    {
      self->has_exited = TRUE;
      self->code = info.si_code;
      self->status = info.si_status;
    }
  return self->has_exited;
}

gboolean
exec_child_has_failed (const ExecChild *self)
{
  return self->code != CLD_EXITED || self->status != 0;
}

char *
exec_child_describe (const ExecChild *self)
{
  if (self->code == CLD_EXITED)
    return g_strdup_printf ("exited with status %d", self->status);
  if (self->code == CLD_KILLED || self->code == CLD_DUMPED)
    return g_strdup_printf ("killed by signal %d (%s)", self->status, strsignal (self->status));
  return g_strdup ("ended, and nobody knows how");
}

void
exec_child_signal (const ExecChild *self, int signal)
{
  if (self->pid > 1)
    kill (-self->pid, signal);
}

static void
close_end (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

void
exec_child_close_input (ExecChild *self)
{
  close_end (&self->input);
}

void
exec_child_reap (ExecChild *self)
{
  if (self->pid == 0)
    return;
  exec_child_signal (self, SIGKILL);
  while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  close_end (&self->life);
  close_end (&self->input);
  close_end (&self->output);
  close_end (&self->errors);
  *self = (ExecChild) EXEC_CHILD_NONE;
}

/**
 * exec_child_write:
 *
 * To its standard input, as write(2): the signal of a pipe that nobody reads would end a host that
 * does not ignore it.
 */
gssize
exec_child_write (const ExecChild *self, gconstpointer data, gsize length)
{
  const struct timespec at_once = { 0 };
  sigset_t pipe, before;
  gssize written;
  int code;

  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe, &before);
  written = write (self->input, data, length);
  code = errno;
  if (written < 0 && code == EPIPE && !sigismember (&before, SIGPIPE))
    sigtimedwait (&pipe, NULL, &at_once);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = code;
  return written;
}
