/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log-outlet.c - tests what leaves the process at once, and what only who waits can write */
#include "leatd-log-outlet.h"
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LENGTH 300000 /* more than a pipe holds */

/* what comes out of a pipe that @write has as its stderr; its exit code has to be 0 */
static GBytes *
read_child (int (*write) (void))
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 block[4096];
  gssize length;
  int ends[2], status;
  pid_t child;

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  child = fork ();
  if (child == 0)
    {
      dup2 (ends[1], STDERR_FILENO);
      close (ends[1]);
      _exit (write ());
    }
  close (ends[1]);
  g_assert_cmpint (waitid (P_PID, (id_t) child, &(siginfo_t) { 0 }, WSTOPPED | WEXITED | WNOWAIT),
                   ==, 0);
  g_assert_cmpint (kill (child, SIGCONT), ==, 0);
  while ((length = read (ends[0], block, sizeof block)) > 0)
    g_byte_array_append (bytes, block, (guint) length);
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  return g_byte_array_free_to_bytes (bytes);
}

/* nobody reads before it is stopped */
static int
write_long (void)
{
  LeatdLogEntry *entry = leatd_log_entry_new (g_strnfill (LENGTH, 'x'), NULL);
  gsize at;

  leatd_log_outlet_open ();
  if (leatd_log_outlet_try (entry) || entry->at == 0)
    return 1;
  at = entry->at;
  leatd_log_outlet_last_word ("no room");
  if (leatd_log_outlet_try (entry) || entry->at != at)
    return 2;
  raise (SIGSTOP);
  leatd_log_outlet_write (entry);
  if (entry->at != LENGTH)
    return 3;
  leatd_log_entry_free (entry);
  return 0;
}

static void
test_long (void)
{
  g_autoptr (GBytes) text = read_child (write_long);
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  g_assert_cmpuint (length, ==, LENGTH);
  for (gsize i = 0; i < length; i++)
    g_assert_cmpint (data[i], ==, 'x');
}

/* the flags of a pipe that others have too stay as they were */
static int
write_short (void)
{
  LeatdLogEntry *entry = leatd_log_entry_new (g_strdup ("short\n"), NULL);
  const int flags = fcntl (STDERR_FILENO, F_GETFL);

  leatd_log_outlet_open ();
  if (!leatd_log_outlet_try (entry) || fcntl (STDERR_FILENO, F_GETFL) != flags)
    return 1;
  leatd_log_entry_free (entry);
  leatd_log_outlet_last_word ("last\n");
  raise (SIGSTOP);
  return 0;
}

static void
test_short (void)
{
  g_autoptr (GBytes) text = read_child (write_short);

  g_assert_cmpmem (g_bytes_get_data (text, NULL), (int) g_bytes_get_size (text), "short\nlast\n",
                   11);
}

/* a pipe that cannot be opened once more: whoever must not wait does not touch it */
static int
write_to_others (void)
{
  struct rlimit limit, none = { 0 };
  LeatdLogEntry *entry = leatd_log_entry_new (g_strdup ("short\n"), NULL);

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return 1;
  none.rlim_max = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &none);
  leatd_log_outlet_open ();
  setrlimit (RLIMIT_NOFILE, &limit);
  if (leatd_log_outlet_try (entry) || entry->at != 0)
    return 2;
  leatd_log_outlet_write (entry);
  leatd_log_entry_free (entry);
  leatd_log_outlet_last_word ("last\n");
  raise (SIGSTOP);
  return 0;
}

static void
test_others (void)
{
  g_autoptr (GBytes) text = read_child (write_to_others);

  g_assert_cmpmem (g_bytes_get_data (text, NULL), (int) g_bytes_get_size (text), "short\nlast\n",
                   11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-outlet/long", test_long);
  g_test_add_func ("/log-outlet/short", test_short);
  g_test_add_func ("/log-outlet/others", test_others);
  return g_test_run ();
}
