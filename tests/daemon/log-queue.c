/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log-queue.c - tests a log that nobody reads: who logs goes on, and what is missing is told */
#include "leatd-log.h"
#include "leatd-log-queue.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define LINES 20000 /* of 100 bytes and more: beyond all that a pipe, a socket and the queue hold */
#define THREADS 4
#define PADDING "........................................................"

/* what stderr is: @ends: the reader's, and the one to write to */
typedef struct {
  const char *path;
  void (*open) (int ends[2]);
  gboolean is_others; /* it cannot be opened once more */
} Kind;

static void
open_pipe (int ends[2])
{
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
}

static void
open_socket (int ends[2])
{
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
}

static void
open_terminal (int ends[2])
{
  struct termios settings;

  ends[0] = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_true (grantpt (ends[0]) == 0 && unlockpt (ends[0]) == 0);
  ends[1] = open (ptsname (ends[0]), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (tcgetattr (ends[1], &settings), ==, 0);
  cfmakeraw (&settings);
  g_assert_cmpint (tcsetattr (ends[1], TCSANOW, &settings), ==, 0);
}

static const Kind kinds[] = {
  { "pipe", open_pipe, FALSE },
  { "socket", open_socket, FALSE },
  { "terminal", open_terminal, FALSE },
  { "pipe-of-others", open_pipe, TRUE },
};

/* --- a child that logs --- */

typedef struct {
  pid_t id;
  int log;     /* what it logs */
  int said[2]; /* a byte for each thing it tells */
  int told[2]; /* and that it is told */
} Child;

static void
say (const int ends[2])
{
  g_assert_cmpint (write (ends[1], "", 1), ==, 1);
}

static void
hear (const int ends[2])
{
  char byte;

  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
}

static void
child_log_init (const Kind *kind, int stderr_end)
{
  struct rlimit limit, none;

  g_assert_cmpint (dup2 (stderr_end, STDERR_FILENO), ==, STDERR_FILENO);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  none = (struct rlimit) { kind->is_others ? 0 : limit.rlim_cur, limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  leatd_log_init ();
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
}

/* @log: with its own end of the log as stderr; what it returns is the exit code */
static Child
child_start (const Kind *kind, int (*log) (const Child *self))
{
  Child self;
  int ends[2];

  kind->open (ends);
  open_pipe (self.said);
  open_pipe (self.told);
  self.id = fork ();
  if (self.id == 0)
    {
      close (ends[0]);
      child_log_init (kind, ends[1]);
      close (ends[1]);
      exit (log (&self));
    }
  self.log = ends[0];
  close (ends[1]);
  return self;
}

static int
child_wait (Child *self)
{
  int status;

  g_assert_cmpint (waitpid (self->id, &status, 0), ==, self->id);
  return status;
}

/* the end of a terminal is an error */
static gboolean
child_read (Child *self, GString *text)
{
  char bytes[4096];
  const gssize length = TEMP_FAILURE_RETRY (read (self->log, bytes, sizeof bytes));

  g_assert_true (length >= 0 || errno == EIO || errno == ECONNRESET);
  g_string_append_len (text, bytes, MAX (length, 0));
  return length > 0;
}

static void
child_read_until (Child *self, GString *text, const char *wanted)
{
  while (strstr (text->str + MAX (0, (gssize) text->len - 8192), wanted) == NULL)
    g_assert_true (child_read (self, text));
}

static void
child_read_all (Child *self, GString *text)
{
  while (child_read (self, text))
    ;
}

static void
child_clear (Child *self)
{
  int ends[] = { self->log, self->said[0], self->said[1], self->told[0], self->told[1] };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    close (ends[i]);
}

/* --- its lines --- */

/* "… thread 2 line 17 ….": the next of its thread; FALSE: another one */
static gboolean
take_line (const char *line, guint next[THREADS])
{
  const char *at = strstr (line, " info leatd: thread ");
  guint thread, number;

  if (at == NULL)
    return FALSE;
  g_assert_true (g_str_has_suffix (line, PADDING));
  g_assert_cmpint (sscanf (at, " info leatd: thread %u line %u ", &thread, &number), ==, 2);
  g_assert_cmpuint (number, ==, next[thread]++);
  return TRUE;
}

/* whole, in order, and none is missing but those that are counted, in one place */
static void
check_lines (const char *text, guint n_lines, const char *last)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint next[THREADS] = { 0 }, n_taken = 0;
  guint64 n_missed = 0;

  g_assert_true (g_str_has_suffix (text, "\n"));
  for (guint i = 0; lines[i + 1] != NULL; i++)
    if (take_line (lines[i], next))
      {
        g_assert_cmpuint (n_missed, ==, 0);
        n_taken++;
      }
    else if (strstr (lines[i], " lines of log had no room, as nobody read them") != NULL)
      {
        g_assert_cmpuint (n_missed, ==, 0);
        n_missed = g_ascii_strtoull (strstr (lines[i], "leatd: ") + strlen ("leatd: "), NULL, 10);
        g_assert_nonnull (strstr (lines[i], " warning leatd: "));
      }
    else
      {
        g_assert_true (g_str_has_suffix (lines[i], last));
        g_assert_null (lines[i + 2]);
      }
  g_assert_cmpuint (n_taken + n_missed, ==, n_lines);
  g_assert_cmpuint (n_missed, >, 0);
  g_assert_nonnull (strstr (text, last));
}

static gpointer
log_lines (gpointer number)
{
  for (guint i = 0; i < LINES / THREADS; i++)
    g_message ("thread %u line %u " PADDING, GPOINTER_TO_UINT (number), i);
  return NULL;
}

static void
log_in_threads (void)
{
  GThread *threads[THREADS];

  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("logs", log_lines, GUINT_TO_POINTER (i));
  for (guint i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);
}

/* --- the tests --- */

static int
log_unread (const Child *self)
{
  log_in_threads ();
  say (self->said);
  hear (self->told);
  g_message ("all is well again");
  return 7;
}

/* who logs returns, though nobody reads; who reads then is told what is missing */
static void
test_unread (gconstpointer data)
{
  Child child = child_start (data, log_unread);
  g_autoptr (GString) text = g_string_new (NULL);
  int status;

  hear (child.said);
  child_read_until (&child, text, "had no room, as nobody read them\n");
  say (child.told);
  child_read_all (&child, text);
  status = child_wait (&child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 7);
  check_lines (text->str, LINES, " info leatd: all is well again");
  child_clear (&child);
}

/* nobody ever reads: the process ends all the same */
static int
log_and_end (const Child *self)
{
  log_in_threads ();
  leatd_log_outlet_last_word ("there is no room for that");
  return 7;
}

static void
test_never_read (gconstpointer data)
{
  Child child = child_start (data, log_and_end);
  int status = child_wait (&child);

  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 7);
  child_clear (&child);
}

static int
log_a_fault (const Child *self)
{
  log_in_threads ();
  say (self->said);
  g_error ("the last word");
  return 7;
}

/* there is room for why the process ends, whatever waits before it */
static void
test_fatal (gconstpointer data)
{
  Child child = child_start (data, log_a_fault);
  g_autoptr (GString) text = g_string_new (NULL);

  hear (child.said);
  child_read_all (&child, text);
  g_assert_true (WIFSIGNALED (child_wait (&child)));
  check_lines (text->str, LINES, " error leatd: the last word");
  child_clear (&child);
}

static int
log_a_little (const Child *self)
{
  for (guint i = 0; i < 100; i++)
    g_message ("%u", i);
  leatd_log_print ("at last\n");
  return 7;
}

/* a reader that reads gets all of it, also what was said in the last moment */
static void
test_read (gconstpointer data)
{
  Child child = child_start (data, log_a_little);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  child_read_all (&child, text);
  g_assert_cmpint (WEXITSTATUS (child_wait (&child)), ==, 7);
  lines = g_strsplit (text->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 102);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *end = g_strdup_printf (" info leatd: %u", i);

      g_assert_true (g_str_has_suffix (lines[i], end));
    }
  g_assert_cmpstr (lines[100], ==, "at last");
  child_clear (&child);
}

/* a child of it has no thread: it logs what has room, if any, and ends at once */
static int
log_in_a_fork (const Child *self)
{
  pid_t child;
  int status;

  log_in_threads ();
  child = fork ();
  if (child == 0)
    {
      g_message ("behind fork()");
      leatd_log_queue_flush ();
      _exit (8);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 8);
  return log_unread (self) - 7;
}

static void
test_fork (gconstpointer data)
{
  Child child = child_start (data, log_in_a_fork);
  g_autoptr (GString) text = g_string_new (NULL);
  int status;

  hear (child.said);
  say (child.told);
  child_read_all (&child, text);
  status = child_wait (&child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  child_clear (&child);
}

static void
add (const char *name, const Kind *kind, void (*test) (gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/log-queue/%s/%s", name, kind->path);

  g_test_add_data_func (path, kind, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      add ("unread", &kinds[i], test_unread);
      add ("fatal", &kinds[i], test_fatal);
      add ("read", &kinds[i], test_read);
    }
  add ("never-read", &kinds[0], test_never_read);
  add ("never-read", &kinds[3], test_never_read);
  add ("fork", &kinds[0], test_fork);
  return g_test_run ();
}
