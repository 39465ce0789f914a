/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log-journal.c - tests what the journal is sent, also when it does not read, or is gone */
#include "leatd-log-journal.h"
#include "leatd-log.h"
#include "leatd-log-queue.h"
#include "worker/leatd-event.h"
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIME "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}"

#define JOURNAL "/run/systemd/journal"
#define NO_NAMESPACE 77

/* a socket of the journal's, as it is called in this process's own /run */
static int
journal_listen (int type, const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, type | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_true (type == SOCK_DGRAM || listen (fd, 1) == 0);
  return fd;
}

/* stderr as systemd connects it; the end that the journal holds */
static int
journal_connect (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = JOURNAL "/stdout" };
  int listening = journal_listen (SOCK_STREAM, address.sun_path);
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (dup2 (fd, STDERR_FILENO), ==, STDERR_FILENO);
  close (fd);
  fd = accept (listening, NULL, NULL);
  close (listening);
  return fd;
}

static gboolean
is_received (int fd, const char *pattern)
{
  char text[4096];
  gssize length = recv (fd, text, sizeof text - 1, MSG_DONTWAIT);

  text[MAX (length, 0)] = '\0';
  return g_regex_match_simple (pattern, text, G_REGEX_MULTILINE, G_REGEX_MATCH_DEFAULT);
}

/* until the journal has @text */
static void
receive_until (int fd, const char *text)
{
  char entry[4096] = "";

  while (strstr (entry, text) == NULL)
    {
      gssize length = recv (fd, entry, sizeof entry - 1, 0);

      g_assert_cmpint (length, >, 0);
      entry[length] = '\0';
    }
}

#define UNREAD 5000 /* more than a socket and the queue hold */

static void
say_unread (void)
{
  for (guint i = 0; i < UNREAD; i++)
    g_message ("line %u of many that nobody reads", i);
}

/* exit code: which one of its steps did not hold */
static int
say_to_a_journal (void)
{
  int journal, stream;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("none", "/run", "tmpfs", 0, NULL) != 0)
    return NO_NAMESPACE;
  g_assert_cmpint (g_mkdir_with_parents (JOURNAL, 0755), ==, 0);
  journal = journal_listen (SOCK_DGRAM, JOURNAL "/socket");
  stream = journal_connect ();
  leatd_log_init ();
  leatd_event (G_LOG_LEVEL_WARNING, "camera0", "silent", "nothing for %d s", 30);
  if (!is_received (journal, "^MESSAGE=camera0: nothing for 30 s$(.|\n)*^PRIORITY=4$(.|\n)*"
                             "^LEAT_COMPONENT=camera0$(.|\n)*^LEAT_EVENT=silent$"))
    return 1;
  leatd_event (G_LOG_LEVEL_DEBUG, "camera0", "e", "not shown");
  if (!is_received (journal, "^$"))
    return 2;

  /* nobody reads there: who logs goes on, and what is missing is told when somebody does */
  say_unread ();
  receive_until (journal, "MESSAGE=leatd: line 9 of ");
  receive_until (journal, " lines of log had no room, as nobody read them\n");

  /* nobody listens there any more: it is said on stderr, which the journal reads too */
  close (journal);
  leatd_event (G_LOG_LEVEL_INFO, "camera0", "running", "running");
  leatd_log_queue_flush ();
  return is_received (stream, "^" TIME " info camera0: running$") ? 0 : 3;
}

/* in a child whose /run is its own */
static void
test_journal (void)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    _exit (say_to_a_journal ());
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == NO_NAMESPACE)
    g_test_skip ("needs the right to mount a /run of its own");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* a value of many lines has its length in front, see systemd's JOURNAL_NATIVE_PROTOCOL */
static void
test_make (void)
{
  static const GLogField fields[] = {
    { "MESSAGE", "as it was", -1 },
    { "PRIORITY", "4", -1 },
    { "CODE", "twenty", 2 },
    { "LINES", "a\nb", -1 },
  };
  static const char expected[] =
      "MESSAGE=as it is\nPRIORITY=4\nCODE=tw\nLINES\n\3\0\0\0\0\0\0\0a\nb\n";
  g_autoptr (GBytes) entry = leatd_log_journal_make (fields, G_N_ELEMENTS (fields), "as it is");
  gsize length;
  const char *data = g_bytes_get_data (entry, &length);

  g_assert_cmpmem (data, (int) length, expected, sizeof expected - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-journal/make", test_make);
  g_test_add_func ("/log-journal/told", test_journal);
  return g_test_run ();
}
