/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-run.c - runs each check in a process of its own, and tells what came of it in TAP */
#include "harness.h"
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* no check takes so long unless something does not come back */
#define SECONDS 120

/* how the child's answer begins */
#define ANSWER_OK    'o'
#define ANSWER_WRONG 'w'
#define ANSWER_LACKS 'l'

void
harness_note (HarnessCheck *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->notes, format, arguments);
  va_end (arguments);
  g_string_append_c (self->notes, '\n');
}

static gboolean harness_fail (GError **error, LeatError code, const char *format,
                              va_list arguments) G_GNUC_PRINTF (3, 0);

static gboolean
harness_fail (GError **error, LeatError code, const char *format, va_list arguments)
{
  g_clear_error (error);
  if (error == NULL)
    return FALSE;
  g_propagate_error (error, g_error_new_valist (LEAT_ERROR, (int) code, format, arguments));
  return FALSE;
}

gboolean
harness_wrong (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  harness_fail (error, LEAT_ERROR_PLUGIN, format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
harness_lacks (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  harness_fail (error, LEAT_ERROR_NOT_FOUND, format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
harness_is_told (gboolean done, GError **error, const char *function)
{
  g_autofree char *message = NULL;

  if (done && *error != NULL)
    {
      message = g_strdup ((*error)->message);
      return harness_wrong (error, "%s gave TRUE and set an error: %s", function, message);
    }
  if (!done && *error == NULL)
    return harness_wrong (error, "%s failed and set no error", function);
  if (!done && (*error)->message[0] == '\0')
    return harness_wrong (error, "%s failed with an error without words", function);
  return TRUE;
}

/* --- the child --- */

static void
child_answer (int fd, char mark, const char *text, const char *notes)
{
  g_autofree char *answer = g_strdup_printf ("%c%s%c%s", mark, text, '\0', notes);
  const gsize length = 2 + strlen (text) + strlen (notes);

  /* who reads it waits for its end */
  for (gsize written = 0; written < length;)
    {
      const gssize n = write (fd, answer + written, length - written);

      if (n < 0 && errno != EINTR)
        _exit (EXIT_FAILURE);
      written += (gsize) MAX (n, 0);
    }
}

/* its exit() is the moment at which a leak is told by a sanitizer */
static void G_GNUC_NORETURN
child_run (HarnessCheck *check, int fd)
{
  g_autoptr (GError) error = NULL;

  dup2 (STDERR_FILENO, STDOUT_FILENO); /* what a plugin prints is no TAP */
  alarm (SECONDS);
  if (check->func (check, &error))
    child_answer (fd, ANSWER_OK, "", check->notes->str);
  else if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND))
    child_answer (fd, ANSWER_LACKS, error->message, check->notes->str);
  else
    child_answer (fd, ANSWER_WRONG, error->message, check->notes->str);
  g_clear_error (&error);
  exit (EXIT_SUCCESS);
}

/* --- and who waits for it --- */

static GByteArray *
read_answer (int fd)
{
  GByteArray *answer = g_byte_array_new ();
  guint8 bytes[512];
  gssize n;

  while ((n = read (fd, bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_byte_array_append (answer, bytes, (guint) n);
  g_byte_array_append (answer, (const guint8 *) "\0", 2);
  return answer;
}

/* NULL: it came to its end as it should */
static char *
explain_end (int status)
{
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGALRM)
    return g_strdup_printf ("does not come back within %d s", SECONDS);
  if (WIFSIGNALED (status))
    return g_strdup_printf ("crashes (signal %d, %s)", WTERMSIG (status),
                            g_strsignal (WTERMSIG (status)));
  if (WEXITSTATUS (status) != EXIT_SUCCESS)
    return g_strdup_printf ("ends the process (exit code %d), or a sanitizer does: see what it "
                            "printed",
                            WEXITSTATUS (status));
  return NULL;
}

static void
print_notes (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      printf ("# %s\n", lines[i]);
}

static gboolean
print_result (guint number, const HarnessCheck *check, int status, const GByteArray *answer)
{
  g_autofree char *end = explain_end (status);
  const char *text = (const char *) answer->data;
  const gboolean answered = answer->len > 2;
  const gboolean wrong = end != NULL || !answered || text[0] == ANSWER_WRONG;

  printf ("%sok %u - %s", wrong ? "not " : "", number, check->name);
  if (!wrong && text[0] == ANSWER_LACKS)
    printf (" # SKIP %s", text + 1);
  putchar ('\n');
  if (end != NULL)
    print_notes (end);
  if (answered && text[0] == ANSWER_WRONG)
    print_notes (text + 1);
  if (answered)
    print_notes (text + strlen (text) + 1);
  fflush (stdout);
  return !wrong;
}

static gboolean
run_one (guint number, HarnessCheck *check)
{
  g_autoptr (GByteArray) answer = NULL;
  int pair[2], status = 0;
  pid_t child;

  if (!g_unix_open_pipe (pair, FD_CLOEXEC, NULL))
    return FALSE;
  fflush (NULL);
  child = fork ();
  if (child == 0)
    {
      close (pair[0]);
      child_run (check, pair[1]);
    }
  close (pair[1]);
  answer = read_answer (pair[0]);
  close (pair[0]);
  while (child > 0 && waitpid (child, &status, 0) < 0 && errno == EINTR)
    continue;
  return print_result (number, check, status, answer);
}

gboolean
harness_run (GPtrArray *checks)
{
  gboolean all = TRUE;

  printf ("1..%u\n", checks->len);
  for (guint i = 0; i < checks->len; i++)
    all = run_one (i + 1, checks->pdata[i]) && all;
  return all;
}
