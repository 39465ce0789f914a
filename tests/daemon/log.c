/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log.c - tests the lines that reach stderr: their form, levels, bounds, and what ends the process
 */
#include "leatd-log.h"
#include "worker/leatd-event.h"
#include "scratch.h"
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TOLD_OR_COUNTED "^" TIME " info thread: (begin \\d+ end|… and \\d+ more \\(.\\))$"
#define TIME "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}"

/* what a child writes to stderr that logs by leatd_log_init(); the bytes, as they are */
static char *
log_in_child (void (*say) (void), int *status)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "stderr", NULL);
  char *text = NULL;
  pid_t child = fork ();

  if (child == 0)
    {
      if (!freopen (path, "w", stderr))
        _exit (99);
      leatd_log_init ();
      say ();
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, status, 0), ==, child);
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_nonnull (text);
  return text;
}

static void
assert_says (void (*say) (void), const char *pattern)
{
  int status;
  g_autofree char *text = log_in_child (say, &status);
  g_autofree char *full = g_strconcat ("\\A", pattern, "\\z", NULL);

  if (!g_regex_match_simple (full, text, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    g_error ("said: %s\nnot: %s", text, full);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static const char *
name_camera (char **module)
{
  *module = g_strdup ("leat-vision.so");
  return "camera0";
}

static const char *
name_nobody (char **module)
{
  return NULL;
}

/* what names nobody is the plugin's in whose code it was made */
static void
say_accused (void)
{
  leatd_log_set_who (name_camera);
  g_message ("assertion failed");
  leatd_event (G_LOG_LEVEL_WARNING, "archive", "x", "named");
  leatd_log_set_who (name_nobody);
  g_message ("nobody");
}

static void
test_accused (void)
{
  assert_says (say_accused, TIME " info camera0: in leat-vision\\.so: assertion failed\n" TIME
                                 " warning archive: named\n" TIME " info [^:]*: nobody\n");
}

static void
say_form (void)
{
  leatd_event (G_LOG_LEVEL_WARNING, "camera0", "silent", "nothing for %d s", 30);
  leatd_event (G_LOG_LEVEL_INFO, "archive", "new-file", "/data/a.csv");
  leatd_event (G_LOG_LEVEL_CRITICAL, "leatd", "x", "grave");
  leatd_event (G_LOG_LEVEL_MESSAGE, "leatd", "x", "plain");
  leatd_event (G_LOG_LEVEL_DEBUG, "leatd", "x", "not shown");
  g_message ("of no component");
  g_log_structured ("Domain", G_LOG_LEVEL_MESSAGE, "MESSAGE", "of a library");
}

static void
test_log_form (void)
{
  assert_says (say_form,
               TIME " warning camera0: nothing for 30 s\n" TIME " info archive: /data/a.csv\n" TIME
                    " error leatd: grave\n" TIME " info leatd: plain\n" TIME
                    " info leatd: of no component\n" TIME " info Domain: of a library\n");
}

static void
say_levels (void)
{
  leatd_log_set_level (NULL, G_LOG_LEVEL_WARNING);
  leatd_log_set_level ("camera0", G_LOG_LEVEL_DEBUG);
  leatd_log_set_level ("camera1", G_LOG_LEVEL_ERROR);
  leatd_event (G_LOG_LEVEL_DEBUG, "camera0", "e", "camera0 debug");
  leatd_event (G_LOG_LEVEL_WARNING, "camera1", "e", "camera1 warning");
  leatd_event (G_LOG_LEVEL_CRITICAL, "camera1", "e", "camera1 error");
  leatd_event (G_LOG_LEVEL_INFO, "camera2", "e", "camera2 info");
  leatd_event (G_LOG_LEVEL_WARNING, "camera2", "e", "camera2 warning");
  leatd_log_set_level ("camera1", G_LOG_LEVEL_INFO);
  leatd_event (G_LOG_LEVEL_INFO, "camera1", "e", "camera1 info");
}

static void
test_log_levels (void)
{
  assert_says (say_levels,
               TIME " debug camera0: camera0 debug\n" TIME " error camera1: camera1 error\n" TIME
                    " warning camera2: camera2 warning\n" TIME " info camera1: camera1 info\n");
}

static void
say_long (void)
{
  g_autofree char *text = g_strnfill (100 * 1000, 'x');

  leatd_event (G_LOG_LEVEL_INFO, "a", "e", "%s", text);
  leatd_event (G_LOG_LEVEL_INFO, "a", "e", "two\nlines\tand \x1b[31m red \xff\xfe");
}

static void
test_log_long (void)
{
  assert_says (say_long, TIME
               " info a: x{4096}… \\(95904 bytes more\\)\n" TIME
               " info a: two\\\\nlines\\\\x09and \\\\x1b\\[31m red \xef\xbf\xbd\xef\xbf\xbd\n");
}

static gpointer
thread_say (gpointer user_data)
{
  for (guint i = 0; i < 500; i++)
    leatd_event (G_LOG_LEVEL_INFO, "thread", user_data, "%s%u%s", "begin ", i, " end");
  return NULL;
}

static void
say_in_threads (void)
{
  static const char *const events[] = { "a", "b", "c", "d", "e", "f" };
  GThread *threads[G_N_ELEMENTS (events)];

  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    threads[i] = g_thread_new (events[i], thread_say, (gpointer) events[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    g_thread_join (threads[i]);
  leatd_event_flush ();
}

/* whole lines, in the order of their times; and no event is lost: told or counted */
static void
test_log_threads (void)
{
  int status;
  g_autofree char *text = log_in_child (say_in_threads, &status);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_told = 0;
  guint64 n_counted = 0;

  for (guint i = 0; lines[i + 1] != NULL; i++)
    {
      const char *more = strstr (lines[i], "… and ");

      g_assert_true (
          g_regex_match_simple (TOLD_OR_COUNTED, lines[i], G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT));
      if (i > 0)
        g_assert_cmpint (strncmp (lines[i - 1], lines[i], strlen ("2026-01-31 12:00:00.123")), <=,
                         0);
      if (more != NULL)
        n_counted += g_ascii_strtoull (more + strlen ("… and "), NULL, 10);
      else
        n_told++;
    }
  g_assert_cmpuint (n_told + n_counted, ==, 6 * 500);
  g_assert_cmpuint (n_counted, >, 0);
}

static void
say_events_only (void)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL);
  leatd_event (G_LOG_LEVEL_CRITICAL, "camera0", "gone", "critical");
}

/* an event is never a fault of the program */
static void
test_log_event_is_not_fatal (void)
{
  assert_says (say_events_only, TIME " error camera0: critical\n");
}

static void
say_warning (void)
{
  g_warning ("a fault of the program");
  leatd_event (G_LOG_LEVEL_INFO, "a", "e", "never said");
}

/* but a warning is, if who runs it says so: GLib's test programs do */
static void
test_log_warning_is_fatal (void)
{
  int status;
  g_autofree char *text = log_in_child (say_warning, &status);

  g_assert_true (g_str_has_suffix (text, " warning leatd: a fault of the program\n"));
  g_assert_null (strstr (text, "never"));
  g_assert_false (WIFEXITED (status));
}

static void
say_nothing_left (void)
{
  close (STDERR_FILENO);
  leatd_event (G_LOG_LEVEL_INFO, "a", "e", "into nothing");
}

static void
test_log_no_stderr (void)
{
  assert_says (say_nothing_left, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/accused", test_accused);
  g_test_add_func ("/log/form", test_log_form);
  g_test_add_func ("/log/levels", test_log_levels);
  g_test_add_func ("/log/long", test_log_long);
  g_test_add_func ("/log/threads", test_log_threads);
  g_test_add_func ("/log/event-is-not-fatal", test_log_event_is_not_fatal);
  g_test_add_func ("/log/warning-is-fatal", test_log_warning_is_fatal);
  g_test_add_func ("/log/no-stderr", test_log_no_stderr);
  return g_test_run ();
}
