/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-guard.c - names the plugin that took the process down */
#include "leatd-guard.h"
#include "leat-error.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)
#define STACK_SIZE (32 * 1024) /* of the handler: a stack that has overflowed has no room left */
#define REPORT_SIZE_MAX 4096

static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP };
static struct sigaction previous[G_N_ELEMENTS (signals)];
static int crash_fd = -1;
static gboolean has_reported;

static __thread LeatdGuard *current;
static __thread LeatdGuard *owner;
static __thread gboolean has_stack;
static __thread guint8 stack[STACK_SIZE]; /* costs nothing until it is used */

static gint64
guard_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

/* a stack that someone else has set (a sanitizer) is as good, and is not ours to replace */
static void
guard_set_stack (void)
{
  stack_t mine = { .ss_sp = stack, .ss_size = sizeof stack };
  stack_t there;

  has_stack = TRUE;
  if (sigaltstack (NULL, &there) == 0 && (there.ss_flags & SS_DISABLE) != 0)
    sigaltstack (&mine, NULL);
}

/**
 * leatd_guard_own:
 * @self: (nullable): of the instance that this thread is for
 *
 * This thread belongs to a plugin: what crashes in it outside leatd_guard_enter() and
 * leatd_guard_leave() is put down to it as well, as a plugin attaches callbacks to the thread's
 * context that are not called one by one. It does not count as being inside.
 */
void
leatd_guard_own (LeatdGuard *self)
{
  if (G_UNLIKELY (!has_stack))
    guard_set_stack ();
  owner = self;
}

/**
 * leatd_guard_name:
 * @module: (out): its file
 *
 * Returns: (nullable): the instance that this thread is in, or that it is owned by
 */
const char *
leatd_guard_name (const char **module)
{
  const LeatdGuard *guard = current != NULL ? current : owner;

  if (guard == NULL)
    return NULL;
  *module = guard->module;
  return guard->instance;
}

/**
 * leatd_guard_enter:
 *
 * This thread calls a plugin now. Whatever signal ends the process until leatd_guard_leave() is put
 * down to it.
 */
void
leatd_guard_enter (LeatdGuard *self)
{
  if (G_UNLIKELY (!has_stack))
    guard_set_stack ();
  if (current == self)
    {
      self->depth++;
      return;
    }
  self->outer = current;
  current = self;
  __atomic_store_n (&self->entered, guard_clock (CLOCK_MONOTONIC_COARSE), __ATOMIC_RELAXED);
}

/**
 * leatd_guard_leave:
 *
 * The plugin has returned; the thread is where it was before leatd_guard_enter().
 */
void
leatd_guard_leave (LeatdGuard *self)
{
  if (self->depth > 0)
    {
      self->depth--;
      return;
    }
  __atomic_store_n (&self->entered, 0, __ATOMIC_RELAXED);
  current = self->outer;
}

/**
 * leatd_guard_renew:
 *
 * What counts is the time from here on: the plugin that the thread is in says how far it is.
 */
void
leatd_guard_renew (LeatdGuard *self)
{
  if (current == self)
    __atomic_store_n (&self->entered, guard_clock (CLOCK_MONOTONIC_COARSE), __ATOMIC_RELAXED);
}

/**
 * leatd_guard_inside:
 *
 * For how long the plugin has not returned. Any thread.
 *
 * Returns: µs, at least 1; 0: no call is under way
 */
gint64
leatd_guard_inside (LeatdGuard *self)
{
  gint64 entered = __atomic_load_n (&self->entered, __ATOMIC_RELAXED);

  if (entered == 0)
    return 0;
  return MAX (1, (guard_clock (CLOCK_MONOTONIC_COARSE) - entered) / 1000);
}

/* from here to guard_report() only what signal-safety(7) allows */
static char *
report_text (char *at, const char *end, const char *text)
{
  while (at < end && *text != '\0')
    *at++ = *text++;
  return at;
}

static char *
report_number (char *at, const char *end, gint64 number)
{
  char digits[24];
  gsize i = sizeof digits - 1;

  digits[i] = '\0';
  do
    digits[--i] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  return report_text (at, end, digits + i);
}

/* TIME SIGNAL INSTANCE MODULE, the module last, as a path may hold blanks */
static void
guard_report (int number)
{
  char report[REPORT_SIZE_MAX];
  const char *end = report + sizeof report - 1;
  const LeatdGuard *guard = current != NULL ? current : owner;
  char *at = report;

  /* the first one counts: a sanitizer's handler ends in a signal of its own */
  if (__atomic_exchange_n (&has_reported, TRUE, __ATOMIC_RELAXED))
    return;
  at = report_number (at, end, guard_clock (CLOCK_REALTIME));
  at = report_text (at, end, " ");
  at = report_number (at, end, number);
  at = report_text (at, end, " ");
  at = report_text (at, end, guard != NULL ? guard->instance : "-");
  at = report_text (at, end, " ");
  at = report_text (at, end, guard != NULL ? guard->module : "-");
  *at++ = '\n';
  if (write (crash_fd, report, (gsize) (at - report)) < 0)
    return;
}

/* The signal takes the course it would have taken: a fault of this thread comes again when the
 * handler returns and its instruction is tried once more; one that somebody sent has to be sent
 * again. */
static void
guard_handle (int number, siginfo_t *info, void *context)
{
  int code = errno;

  guard_report (number);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    if (signals[i] == number)
      sigaction (number, &previous[i], NULL);
  if (info->si_code <= 0 || number == SIGTRAP)
    raise (number);
  errno = code;
}

/* a vendor's library that ends the process is no better than one that crashes */
static void
guard_handle_exit (void)
{
  if (current != NULL || owner != NULL)
    guard_report (0);
}

/**
 * leatd_guard_install:
 * @path: takes a line for each crash; made if it is not there
 *
 * From now on crashes are written down. Main thread, once in a process.
 *
 * Returns: %FALSE if the file cannot be written; in GIO's domain, it names @path
 */
gboolean
leatd_guard_install (const char *path, GError **error)
{
  struct sigaction action = { .sa_sigaction = guard_handle, .sa_flags = SA_SIGINFO | SA_ONSTACK };

  g_return_val_if_fail (crash_fd < 0, FALSE);

  crash_fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (crash_fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path,
                   g_strerror (code));
      return FALSE;
    }
  guard_set_stack ();
  sigemptyset (&action.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, &previous[i]);
  atexit (guard_handle_exit);
  return TRUE;
}

static void
crash_free (gpointer data)
{
  LeatdCrash *crash = data;

  g_free (crash->instance);
  g_free (crash->module);
  g_free (crash);
}

static char *
crash_dup_word (const char *word)
{
  return strcmp (word, "-") == 0 ? NULL : g_strdup (word);
}

/* a line that was cut short (full disk) is passed over */
static void
guard_read_line (const char *line, GPtrArray *crashes)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  LeatdCrash *crash;

  if (g_strv_length (words) != 4 || words[3][0] == '\0')
    return;
  crash = g_new0 (LeatdCrash, 1);
  crash->time = g_ascii_strtoll (words[0], NULL, 10);
  crash->signal = (int) g_ascii_strtoll (words[1], NULL, 10);
  crash->instance = crash_dup_word (words[2]);
  crash->module = crash_dup_word (words[3]);
  g_ptr_array_add (crashes, crash);
}

/**
 * leatd_guard_read:
 *
 * What an earlier process wrote down before it ended.
 *
 * Returns: (transfer full) (element-type LeatdCrash): oldest first; %NULL if the file is there but
 * cannot be read
 */
GPtrArray *
leatd_guard_read (const char *path, GError **error)
{
  g_autoptr (GPtrArray) crashes = g_ptr_array_new_with_free_func (crash_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) failure = NULL;

  if (!g_file_get_contents (path, &text, NULL, &failure))
    {
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&crashes);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    guard_read_line (lines[i], crashes);
  return g_steal_pointer (&crashes);
}

/**
 * leatd_signal_name:
 *
 * A signal as messages spell it.
 */
char *
leatd_signal_name (int number)
{
  const char *name = sigabbrev_np (number);

  return name != NULL ? g_strdup_printf ("signal %d SIG%s", number, name)
                      : g_strdup_printf ("signal %d", number);
}
