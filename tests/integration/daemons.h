/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* daemons.h - runs the real leatd on a key file, its log, and its balance when it has ended */
#pragma once
#include "../daemon/scratch.h"
#include "serial-line.h"
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/**
 * TestDaemon:
 * @directory: its own; "DIR" in the key file stands for it
 * @bus: its --bus; %NULL: none
 * @is_managed: what its launcher gives it is given as sd_listen_fds(3) has it, and links are kept
 * @log: what it has said so far
 * @balance: all its counters, at the end
 */
typedef struct {
  char             *directory;
  const char       *bus;
  gboolean          is_managed;
  GSubprocess      *process;
  GDataInputStream *errors;
  GString          *log;
  JsonNode         *balance;
} TestDaemon;

static inline char *
test_path (TestDaemon *self, const char *name)
{
  return g_build_filename (self->directory, name, NULL);
}

static inline void
test_daemon_write_config (TestDaemon *self, const char *text)
{
  g_autoptr (GString) config = g_string_new ("[daemon]\nstate-dir=DIR/state\n");
  g_autofree char *path = test_path (self, "leat.conf");

  g_string_append (config, text);
  g_string_replace (config, "DIR", self->directory, 0);
  g_assert_true (g_file_set_contents (path, config->str, -1, NULL));
}

static inline TestDaemon *
test_daemon_new (const char *text)
{
  TestDaemon *self = g_new0 (TestDaemon, 1);

  self->directory = g_dir_make_tmp ("leat-daemon-XXXXXX", NULL);
  g_assert_nonnull (self->directory);
  self->log = g_string_new (NULL);
  test_daemon_write_config (self, text);
  return self;
}

/* a test that dies takes its daemon along */
static inline void
test_daemon_bind (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* with an environment of its own */
static inline void
test_daemon_launch (TestDaemon *self, GSubprocessLauncher *launcher)
{
  g_autofree char *config = test_path (self, "leat.conf");
  g_autofree char *balance = test_path (self, "balance.json");
  g_auto (GStrv) plugins = g_strsplit (g_getenv ("LEAT_PLUGINS"), ":", -1);
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (self->is_managed) /* the id of a process is known in it alone */
    {
      g_ptr_array_add (command, "/bin/sh");
      g_ptr_array_add (command, "-c");
      g_ptr_array_add (command, "LISTEN_PID=$$ exec \"$0\" --keep-links \"$@\"");
    }
  g_ptr_array_add (command, (char *) g_getenv ("LEATD_COMMAND"));
  g_ptr_array_add (command, "--config");
  g_ptr_array_add (command, config);
  g_ptr_array_add (command, "--bus");
  g_ptr_array_add (command, (char *) (self->bus != NULL ? self->bus : "none"));
  g_ptr_array_add (command, "--balance");
  g_ptr_array_add (command, balance);
  for (guint i = 0; plugins[i] != NULL; i++)
    {
      g_ptr_array_add (command, "--plugin-path");
      g_ptr_array_add (command, plugins[i]);
    }
  g_ptr_array_add (command, "--plugin-path");
  g_ptr_array_add (command, (char *) g_getenv ("LEAT_FIXTURES"));
  g_ptr_array_add (command, NULL);
  g_clear_object (&self->errors); /* of an earlier life */
  g_clear_object (&self->process);
  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, test_daemon_bind, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) command->pdata,
                                                &error);
  g_assert_no_error (error);
  self->errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
}

static inline void
test_daemon_start (TestDaemon *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  test_daemon_launch (self, launcher);
}

/* reads its log until a line has @text in it */
static inline void
test_daemon_await (TestDaemon *self, const char *text)
{
  while (TRUE)
    {
      g_autofree char *line = g_data_input_stream_read_line (self->errors, NULL, NULL, NULL);

      if (line == NULL)
        g_error ("leatd ended before it said \"%s\":\n%s", text, self->log->str);
      g_string_append_printf (self->log, "%s\n", line);
      if (strstr (line, text) != NULL)
        return;
    }
}

/* until it has ended */
static inline void
test_daemon_read_log (TestDaemon *self)
{
  char *line;

  while ((line = g_data_input_stream_read_line (self->errors, NULL, NULL, NULL)) != NULL)
    {
      g_string_append_printf (self->log, "%s\n", line);
      g_free (line);
    }
}

/* kills it; all that it has said */
static inline const char *
test_daemon_end (TestDaemon *self)
{
  g_subprocess_force_exit (self->process);
  test_daemon_read_log (self);
  return self->log->str;
}

/* SIGTERM; the rest of its log, its exit code, its balance */
static inline int
test_daemon_stop (TestDaemon *self)
{
  g_autofree char *path = test_path (self, "balance.json");
  g_autofree char *json = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  test_daemon_read_log (self);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  if (!g_subprocess_get_if_exited (self->process))
    g_error ("leatd was killed by signal %d:\n%s", g_subprocess_get_term_sig (self->process),
             self->log->str);
  g_clear_pointer (&self->balance, json_node_unref);
  if (g_file_get_contents (path, &json, NULL, NULL))
    self->balance = json_from_string (json, NULL);
  return g_subprocess_get_exit_status (self->process);
}

/* a counter of the balance: "sources", "camera1", "records" */
static inline gint64
test_daemon_count (TestDaemon *self, const char *kind, const char *name, const char *counter)
{
  JsonObject *all = json_object_get_object_member (json_node_get_object (self->balance), kind);

  return json_object_get_int_member (name != NULL ? json_object_get_object_member (all, name) : all,
                                     counter);
}

/* every byte that was read is in a record, in a reject, or was skipped */
static inline void
test_daemon_check_bytes (TestDaemon *self, const char *source)
{
  g_assert_cmpint (test_daemon_count (self, "sources", source, "bytes"), ==,
                   test_daemon_count (self, "sources", source, "record_bytes") +
                   test_daemon_count (self, "sources", source, "reject_bytes") +
                   test_daemon_count (self, "sources", source, "taken_bytes") +
                   test_daemon_count (self, "sources", source, "skipped_bytes"));
  g_assert_cmpint (test_daemon_count (self, "sources", source, "pending_bytes"), ==, 0);
}

/* that it has open */
static inline guint
test_daemon_count_descriptors (TestDaemon *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/fd",
                                           g_subprocess_get_identifier (self->process));
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* KiB of it, as the kernel counts them: "VmRSS", or at the most "VmHWM" */
static inline gint64
test_daemon_get_memory (TestDaemon *self, const char *what)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status",
                                           g_subprocess_get_identifier (self->process));
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, what);
  g_assert_nonnull (line);
  return g_ascii_strtoll (line + strlen (what) + 1, NULL, 10);
}

static inline void
test_daemon_free (TestDaemon *self)
{
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->errors);
  g_clear_object (&self->process);
  g_clear_pointer (&self->balance, json_node_unref);
  g_string_free (self->log, TRUE);
  scratch_remove (self->directory);
  g_free (self->directory);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestDaemon, test_daemon_free)

/* Holds a port on the loopback until it is closed: nobody else is given it, and nobody listens
 * there but who is told to. */
static inline int
test_port_hold (guint16 *port)
{
  struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr = { htonl (INADDR_LOOPBACK) } };
  socklen_t length = sizeof name;
  const int shared = 1; /* with who listens */
  int holder = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (setsockopt (holder, SOL_SOCKET, SO_REUSEADDR, &shared, sizeof shared), ==, 0);
  g_assert_cmpint (bind (holder, (struct sockaddr *) &name, sizeof name), ==, 0);
  g_assert_cmpint (getsockname (holder, (struct sockaddr *) &name, &length), ==, 0);
  *port = ntohs (name.sin_port);
  return holder;
}

/* where a machine waits to be connected to: on the loopback, at a port of its own */
static inline int
test_listener_open (guint16 *port)
{
  int listener = test_port_hold (port);

  g_assert_cmpint (listen (listener, 8), ==, 0);
  return listener;
}

/* --- what is known of records by the numbers in them --- */

/* a PV200 record, with CR LF; its measurements follow from its number */
static inline int
test_record_write (char *text, guint num)
{
  return g_snprintf (text, 64, "18/10/13,14:03:22, %u, 1,%u.%03u,%u.%02u,\r\n", num, num % 9,
                     num % 1000, num % 7, num % 100);
}

/* the same as CSV has it, from the number on */
static inline int
test_record_write_csv (char *text, guint num)
{
  return g_snprintf (text, 64, "%u,1,%u.%03u,%u.%02u", num, num % 9, num % 1000, num % 7,
                     num % 100);
}

/* the columns of the sink that suit it */
#define TEST_COLUMNS "columns=num;machine;measure_1;measure_2\n"

/* Calls @func for each line behind the header; their number. */
static inline guint
test_csv_each (const char *path, void (*func) (const char *line, gpointer user_data),
               gpointer user_data)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const char *text = file != NULL ? g_mapped_file_get_contents (file) : NULL;
  const char *end = text != NULL ? text + g_mapped_file_get_length (file) : NULL;
  guint n_lines = 0;

  while (text != NULL && text < end)
    {
      const char *feed = memchr (text, '\n', (gsize) (end - text));
      char line[256];

      g_assert_nonnull (feed);   /* no half line is ever left behind */
      g_assert_cmpint (feed - text, <, (gssize) sizeof line);
      memcpy (line, text, (gsize) (feed - text));
      line[feed - text] = '\0';
      if (n_lines++ > 0)
        func (line, user_data);
      text = feed + 1;
    }
  return n_lines > 0 ? n_lines - 1 : 0;
}

static inline gboolean
test_csv_ends_with (const char *path, const char *last)
{
  g_autofree char *ending = g_strconcat ("\n", last, "\n", NULL);
  gsize length = strlen (ending);
  g_autofree char *tail = g_malloc0 (length + 1);
  int file = open (path, O_RDONLY | O_CLOEXEC);
  off_t size = file >= 0 ? lseek (file, 0, SEEK_END) : 0;
  gboolean same = size >= (off_t) length &&
                  pread (file, tail, length, size - (off_t) length) == (gssize) length &&
                  memcmp (tail, ending, length) == 0;

  if (file >= 0)
    close (file);
  return same;
}

/* waits until @is_so (@data, @wanted); woken by what is written in @folder, which is there */
static inline void
test_folder_await (const char *folder, gboolean (*is_so) (gpointer data, const char *wanted),
                   gpointer data, const char *wanted)
{
  int watch = inotify_init1 (IN_CLOEXEC);

  g_assert_cmpint (inotify_add_watch (watch, folder, IN_CREATE | IN_MODIFY | IN_MOVED_TO), >=, 0);
  while (!is_so (data, wanted))
    {
      char events[4096];

      g_assert_cmpint (read (watch, events, sizeof events), >, 0);
    }
  close (watch);
}

static inline gboolean
test_csv_is_at (gpointer path, const char *last)
{
  return test_csv_ends_with (path, last);
}

/* waits until the file's last line is that one */
static inline void
test_csv_await (const char *path, const char *last)
{
  g_autofree char *folder = g_path_get_dirname (path);

  test_folder_await (folder, test_csv_is_at, (gpointer) path, last);
}

static inline gboolean
test_csv_has (gpointer path, const char *n_lines)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    n += *at == '\n';
  return n > g_ascii_strtoull (n_lines, NULL, 10); /* beside the header */
}

/* waits until it has so many lines behind the header */
static inline void
test_csv_await_lines (const char *path, guint n_lines)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *number = g_strdup_printf ("%u", n_lines);

  test_folder_await (folder, test_csv_has, (gpointer) path, number);
}
