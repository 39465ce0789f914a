/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-kill.c - proof: leat backup and leat restore are killed at the calls that change files,
 * and leave what was there or what was to come, whole
 *
 * The short form takes some of the calls where -m slow takes all of them. */
#include "../integration/words.h"
#include "lives.h"

#define SINKS   "[sink store]\nplugin=buffer\n[sink file]\nplugin=csv\npath=DIR/records.csv\n"
#define RECORDS 70

/* how far the next call is from the one at which a program was killed, in parts of those before */
#define PARTS (g_getenv ("LEAT_SANITIZED") != NULL ? 2 : 6)
#define STEP(at) (g_test_slow () ? 1 : 1 + (at) / PARTS)

static const char *const calls[] = { "open", "write", "sync", "truncate", "rename" };
static const char *const moments[] = { "before", "after" };

typedef struct {
  Lives lives;
  const char *folder; /* the daemon's */
  char *kept;         /* a copy of it: what was there */
  char *archive;      /* what comes in its place */
  guint n_former;     /* kills that changed nothing */
  guint n_latter;     /* and such that others made up for */
} Place;

/* --- what is there --- */

static void
copy_folder (const char *from, const char *to)
{
  g_assert_true (run_command ("cp", "-a", from, to, NULL));
}

static void
put_back (Place *self)
{
  scratch_remove (self->folder);
  copy_folder (self->kept, self->folder);
}

/* all that an archive brings, and what has to go when it comes */
static char *
describe (const char *folder)
{
  static const char *const names[] = { "leat.conf", "state/buffer.db", "state/buffer.db-wal",
                                       "state/sinks/file.facts" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *sum = NULL;
      gsize length;

      if (!g_file_get_contents (path, &bytes, &length, NULL))
        continue;
      sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) bytes, length);
      g_string_append_printf (text, "%s %s\n", names[i], sum);
    }
  return g_string_free (text, FALSE);
}

/* whether a file whose name is like @glob lies in the folder */
static gboolean
has_file (const char *folder, const char *glob)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_pattern_match_simple (glob, name))
      return TRUE;
  return FALSE;
}

/* --- programs that are killed --- */

static GSubprocess *
spawn (const Place *self, const char *program, const char *words, const char *call,
       const char *when, guint at)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *with_folder = words_replace (words, "DIR", self->folder);
  g_autofree char *with_archive = words_replace (with_folder, "ARCHIVE", self->archive);
  g_autofree char *line = g_strconcat (g_getenv (program), " ", with_archive, NULL);
  g_autofree char *modules = g_strconcat (g_getenv ("LEAT_FIXTURES"), ":",
                                          g_getenv ("LEAT_PLUGINS"), NULL);
  g_autofree char *number = g_strdup_printf ("%u", at);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_true (g_shell_parse_argv (line, NULL, &arguments, NULL));
  /* a leatd without plugins goes no further than to its key file */
  g_subprocess_launcher_setenv (launcher, "LEAT_PLUGIN_PATH",
                                g_str_equal (program, "LEATD_COMMAND") ? "/nonexistent" : modules,
                                TRUE);
  if (call != NULL)
    {
      g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("LEAT_FAIL_CALLS"), TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_CALL", call, TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_FILE", "*", TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_WHEN", when, TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_AT", number, TRUE);
    }
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  return process;
}

/* FALSE: there was no such call; it came to its end, and all is well */
static gboolean
is_killed (const Place *self, const char *words, const char *call, const char *when, guint at)
{
  g_autoptr (GSubprocess) process = spawn (self, "LEAT_COMMAND", words, call, when, at);

  if (g_subprocess_get_if_signaled (process))
    return TRUE;
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return FALSE;
}

static int
run (const Place *self, const char *program, const char *words)
{
  g_autoptr (GSubprocess) process = spawn (self, program, words, NULL, NULL, 0);

  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* --- the proof --- */

/* @visit at each call of each kind, until there is none any more; how often */
static guint
each_call (Place *self,
           gboolean (*visit) (Place *self, const char *call, const char *when, guint at))
{
  guint n_kills = 0;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    for (guint j = 0; j < G_N_ELEMENTS (moments); j++)
      for (guint at = 1; visit (self, calls[i], moments[j], at); at += STEP (at))
        n_kills++;
  return n_kills;
}

static gboolean
restore_once (Place *self, const char *call, const char *when, guint at)
{
  g_autofree char *former = describe (self->kept);
  g_autofree char *latter = NULL;
  g_autofree char *found = NULL;
  gboolean killed;

  put_back (self);
  killed = is_killed (self, "restore --yes ARCHIVE", call, when, at);
  /* whoever comes next */
  if (at % 2 == 0)
    g_assert_cmpint (run (self, "LEATD_COMMAND", "--config DIR/leat.conf --bus=none"), !=, 0);
  else
    g_assert_cmpint (run (self, "LEAT_COMMAND", "restore ARCHIVE"), ==, 1);
  found = describe (self->folder);
  g_assert_cmpint (run (self, "LEAT_COMMAND", "restore --yes ARCHIVE"), ==, 0);
  latter = describe (self->folder);
  g_assert_cmpstr (former, !=, latter);
  if (g_str_equal (found, latter))
    self->n_latter += killed;
  else if (g_str_equal (found, former) && killed)
    self->n_former++;
  else
    g_error ("killed %s %s %u:\n%swas neither\n%snor\n%s", when, call, at, found, former, latter);
  g_assert_false (has_file (self->folder, ".*"));
  return killed;
}

static void
test_restore (Place *self, gconstpointer data)
{
  each_call (self, restore_once);
  g_test_message ("%u kills changed nothing, %u were made up for", self->n_former, self->n_latter);
  g_assert_cmpuint (self->n_former, >, 10);
  g_assert_cmpuint (self->n_latter, >, 3);
}

/* no archive, or a whole one; and no copies of the store are left for good */
static gboolean
backup_once (Place *self, const char *call, const char *when, guint at)
{
  g_autofree char *archive = g_strconcat (self->folder, "/again.tar.zst", NULL);
  g_autofree char *state = g_build_filename (self->folder, "state", NULL);
  g_autofree char *former = describe (self->kept);
  g_autofree char *found = NULL;
  gboolean killed;

  put_back (self);
  killed = is_killed (self, "backup --config DIR/leat.conf DIR/again.tar.zst", call, when, at);
  found = describe (self->folder);
  g_assert_cmpstr (found, ==, former);
  if (!g_file_test (archive, G_FILE_TEST_EXISTS))
    g_assert_cmpint (run (self, "LEAT_COMMAND", "backup --config DIR/leat.conf DIR/again.tar.zst"),
                     ==, 0);
  g_assert_cmpint (run (self, "LEAT_COMMAND", "restore --root DIR/root DIR/again.tar.zst"), ==, 0);
  g_assert_false (has_file (state, "*backup*"));
  return killed;
}

static void
test_backup (Place *self, gconstpointer data)
{
  g_test_message ("%u kills", each_call (self, backup_once));
}

/* a life whose archive is to be restored, and one whose store has a journal beside it */
static void
set_up (Place *self, gconstpointer data)
{
  lives_init (&self->lives);
  self->folder = self->lives.daemon->directory;
  self->archive = g_strconcat (self->folder, ".tar.zst", NULL);
  self->kept = g_strconcat (self->folder, ".kept", NULL);
  for (guint i = 0; i < 2; i++)
    {
      lives_write_config (&self->lives, "batches=0\ninterval=500us", SINKS, 0);
      test_daemon_start (self->lives.daemon);
      lives_await_safe (&self->lives, RECORDS);
      lives_kill (self->lives.daemon);
      lives_count (&self->lives);
      if (i == 0)
        g_assert_cmpint (run (self, "LEAT_COMMAND", "backup --config DIR/leat.conf ARCHIVE"), ==,
                         0);
    }
  copy_folder (self->folder, self->kept);
}

static void
tear_down (Place *self, gconstpointer data)
{
  scratch_free (self->kept);
  g_remove (self->archive);
  g_free (self->archive);
  lives_clear (&self->lives);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/backup-kill/restore", Place, NULL, set_up, test_restore, tear_down);
  g_test_add ("/faults/backup-kill/backup", Place, NULL, set_up, test_backup, tear_down);
  return g_test_run ();
}
