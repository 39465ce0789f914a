/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-probation.c - what is known of modules and crashes */
#include "leatd-probation.h"
#include "leatd-guard.h"
#include "leatd-trial.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)

/* the file that was judged: another one under the same name is another module */
typedef struct {
  gint64 mtime; /* ns */
  guint64 size;
  guint64 inode;
} Identity;

typedef struct {
  Identity identity;
  LeatdVerdict verdict; /* SOUND or DEADLY, else NONE: a refusal may be mended without the file */
  char *reason;         /* DEADLY */
  guint crashes;
  gint64 crash_time; /* of the last one */
  int signal;
  char *instance;
  gboolean is_news; /* it crashed in the run before this one */
} Known;

struct _LeatdProbation {
  char *path;        /* STATE-DIR/modules; NULL: nothing is remembered */
  char *crashes;     /* STATE-DIR/crashes */
  GHashTable *known; /* path → Known */
  gboolean has_told_of_helper;
};

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->reason);
  g_free (known->instance);
  g_free (known);
}

/* 0 or errno */
static int
identity_read (Identity *self, const char *path)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return errno;
  self->mtime = status.st_mtim.tv_sec * NSEC_PER_SEC + status.st_mtim.tv_nsec;
  self->size = (guint64) status.st_size;
  self->inode = status.st_ino;
  return 0;
}

static gboolean
identity_equals (const Identity *self, const Identity *other)
{
  return self->mtime == other->mtime && self->size == other->size && self->inode == other->inode;
}

static char *
known_get_text (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  return text != NULL ? g_strcompress (text) : NULL;
}

/* paths are bytes, key files are UTF-8 */
static void
known_set_text (GKeyFile *file, const char *group, const char *key, const char *text)
{
  g_autofree char *escaped = text != NULL ? g_strescape (text, NULL) : NULL;

  if (escaped != NULL)
    g_key_file_set_string (file, group, key, escaped);
}

static void
probation_load_known (LeatdProbation *self, GKeyFile *file, const char *group)
{
  g_autofree char *path = known_get_text (file, group, "path");
  Known *known;

  if (path == NULL)
    return;
  known = g_new0 (Known, 1);
  known->identity.mtime = g_key_file_get_int64 (file, group, "mtime", NULL);
  known->identity.size = g_key_file_get_uint64 (file, group, "size", NULL);
  known->identity.inode = g_key_file_get_uint64 (file, group, "inode", NULL);
  known->reason = known_get_text (file, group, "deadly");
  known->verdict = known->reason != NULL                                 ? LEATD_VERDICT_DEADLY
                   : g_key_file_get_boolean (file, group, "sound", NULL) ? LEATD_VERDICT_SOUND
                                                                         : LEATD_VERDICT_NONE;
  known->crashes = (guint) g_key_file_get_integer (file, group, "crashes", NULL);
  known->crash_time = g_key_file_get_int64 (file, group, "crash-time", NULL);
  known->signal = g_key_file_get_integer (file, group, "signal", NULL);
  known->instance = known_get_text (file, group, "instance");
  g_hash_table_replace (self->known, g_steal_pointer (&path), known);
}

/* what another version of the daemon found says nothing of this one */
static void
probation_load (LeatdProbation *self, LeatFaults *faults)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *version = NULL;
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, &error))
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        leat_faults_add (faults, self->path, 0, NULL, NULL,
                         "cannot be read: %s; every module is tried anew", error->message);
      return;
    }
  version = g_key_file_get_string (file, "leatd", "version", NULL);
  if (g_strcmp0 (version, LEATD_VERSION) != 0)
    return;
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    probation_load_known (self, file, groups[i]);
}

static Known *
probation_get_known (LeatdProbation *self, const char *path)
{
  Known *known = g_hash_table_lookup (self->known, path);
  Identity identity = { 0 };

  identity_read (&identity, path);
  if (known != NULL && identity_equals (&known->identity, &identity))
    return known;
  known = g_new0 (Known, 1);
  known->identity = identity;
  g_hash_table_replace (self->known, g_strdup (path), known);
  return known;
}

/* has the file become another one since? */
static gboolean
probation_has_changed (LeatdProbation *self, const char *path)
{
  const Known *known = g_hash_table_lookup (self->known, path);
  Identity identity = { 0 };

  return known != NULL &&
         (identity_read (&identity, path) != 0 || !identity_equals (&identity, &known->identity));
}

static char *
crash_describe (gint64 time, int number, const char *instance)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time / NSEC_PER_SEC);
  g_autofree char *when = date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M:%S") : NULL;
  g_autofree char *how = number != 0 ? leatd_signal_name (number) : g_strdup ("it called exit()");

  return g_strdup_printf ("at %s (%s%s%s)", when != NULL ? when : "an unknown time", how,
                          instance != NULL ? ", in " : "", instance != NULL ? instance : "");
}

/* counts what the run before this one wrote down; the file is emptied when that is saved */
static void
probation_count_crashes (LeatdProbation *self, LeatFaults *faults)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) crashes = leatd_guard_read (self->crashes, &error);

  if (crashes == NULL)
    {
      leat_faults_add (faults, self->crashes, 0, NULL, NULL, "cannot be read: %s", error->message);
      return;
    }
  for (guint i = 0; i < crashes->len; i++)
    {
      const LeatdCrash *crash = crashes->pdata[i];
      g_autofree char *story = crash_describe (crash->time, crash->signal, crash->instance);
      Known *known;

      if (crash->module == NULL)
        {
          leat_faults_add (faults, self->crashes, 0, NULL, NULL,
                           "the daemon crashed %s, in no plugin", story);
          continue;
        }
      if (probation_has_changed (self, crash->module))
        continue;
      known = probation_get_known (self, crash->module);
      known->crashes++;
      known->crash_time = crash->time;
      known->signal = crash->signal;
      g_free (known->instance);
      known->instance = g_strdup (crash->instance);
      known->is_news = TRUE;
    }
}

/**
 * leatd_probation_new:
 * @state_dir: (nullable): where it is remembered; %NULL: nowhere, and every module is tried
 * @faults: takes what cannot be read, and a crash that was in no plugin
 *
 * Reads what is known, and counts the crashes since. Main thread.
 */
LeatdProbation *
leatd_probation_new (const char *state_dir, LeatFaults *faults)
{
  LeatdProbation *self = g_new0 (LeatdProbation, 1);

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  if (state_dir == NULL)
    return self;
  self->path = g_build_filename (state_dir, "modules", NULL);
  self->crashes = g_build_filename (state_dir, "crashes", NULL);
  probation_load (self, faults);
  probation_count_crashes (self, faults);
  return self;
}

void
leatd_probation_free (LeatdProbation *self)
{
  g_hash_table_unref (self->known);
  g_free (self->path);
  g_free (self->crashes);
  g_free (self);
}

#define TRY_AGAIN "replace or touch the file to have it tried again"

static gboolean
probation_judge_crashes (const Known *known, const char *path, LeatFaults *faults)
{
  g_autofree char *story = crash_describe (known->crash_time, known->signal, known->instance);

  if (known->crashes >= LEATD_CRASHES_MAX)
    {
      leat_faults_add (faults, path, 0, NULL, NULL,
                       "left out: it took the daemon down %u times, last %s; " TRY_AGAIN,
                       known->crashes, story);
      return FALSE;
    }
  if (known->is_news)
    leat_faults_add (faults, path, 0, NULL, NULL,
                     "took the daemon down %s; that is %u of %u times, then it is left out", story,
                     known->crashes, LEATD_CRASHES_MAX);
  return TRUE;
}

static gboolean
probation_try (LeatdProbation *self, Known *known, const char *path, LeatFaults *faults)
{
  g_autofree char *reason = NULL;
  LeatdVerdict verdict = leatd_trial_run (path, &reason);

  if (verdict == LEATD_VERDICT_REFUSED)
    {
      leat_faults_add (faults, path, 0, NULL, NULL, "%s", reason);
      return FALSE;
    }
  if (verdict == LEATD_VERDICT_NONE)
    {
      if (!self->has_told_of_helper)
        leat_faults_add (faults, path, 0, NULL, NULL,
                         "could not be tried in a child process: %s; new modules are "
                         "loaded untried",
                         reason);
      self->has_told_of_helper = TRUE;
      return TRUE;
    }
  known->verdict = verdict;
  known->reason = g_steal_pointer (&reason);
  return TRUE;
}

/**
 * leatd_probation_judge:
 * @path: an absolute path
 * @faults: takes one fault if it may not be loaded, or if it has just taken the daemon down
 *
 * May a module be loaded into this process? One that is not known is tried in a child process
 * first; if that does it no good, it is not tried again until its file changes. Blocks for that
 * long. Main thread.
 */
gboolean
leatd_probation_judge (LeatdProbation *self, const char *path, LeatFaults *faults)
{
  Known *known = probation_get_known (self, path);

  if (!probation_judge_crashes (known, path, faults))
    return FALSE;
  if (known->verdict == LEATD_VERDICT_NONE && !probation_try (self, known, path, faults))
    return FALSE;
  if (known->verdict != LEATD_VERDICT_DEADLY)
    return TRUE;
  leat_faults_add (faults, path, 0, NULL, NULL, "left out: it %s; " TRY_AGAIN, known->reason);
  return FALSE;
}

/**
 * leatd_probation_forgive:
 *
 * The daemon has run for long enough (%LEATD_FORGIVE_AFTER_S): crashes before that do not count any
 * more. Main thread.
 */
void
leatd_probation_forgive (LeatdProbation *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Known *) value)->crashes = 0;
}

static void
probation_save_known (GKeyFile *file, guint index, const char *path, const Known *known)
{
  g_autofree char *group = g_strdup_printf ("module %u", index);

  known_set_text (file, group, "path", path);
  g_key_file_set_int64 (file, group, "mtime", known->identity.mtime);
  g_key_file_set_uint64 (file, group, "size", known->identity.size);
  g_key_file_set_uint64 (file, group, "inode", known->identity.inode);
  if (known->verdict == LEATD_VERDICT_SOUND)
    g_key_file_set_boolean (file, group, "sound", TRUE);
  if (known->verdict == LEATD_VERDICT_DEADLY)
    known_set_text (file, group, "deadly", known->reason);
  if (known->crashes == 0)
    return;
  g_key_file_set_integer (file, group, "crashes", (int) known->crashes);
  g_key_file_set_int64 (file, group, "crash-time", known->crash_time);
  g_key_file_set_integer (file, group, "signal", known->signal);
  known_set_text (file, group, "instance", known->instance);
}

/* is there more to say of it than that it is there? and is it there? */
static gboolean
known_is_worth_keeping (const Known *known, const char *path)
{
  Identity identity = { 0 };

  return (known->verdict != LEATD_VERDICT_NONE || known->crashes > 0) &&
         identity_read (&identity, path) == 0 && identity_equals (&identity, &known->identity);
}

/**
 * leatd_probation_save:
 *
 * Writes what is known to the disk, and forgets the crashes that are counted in it. Files that are
 * gone are left out. Main thread.
 */
void
leatd_probation_save (LeatdProbation *self, LeatFaults *faults)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer path, known;
  guint index = 0;

  if (self->path == NULL)
    return;
  g_key_file_set_string (file, "leatd", "version", LEATD_VERSION);
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &path, &known))
    if (known_is_worth_keeping (known, path))
      probation_save_known (file, index++, path, known);

  text = g_key_file_to_data (file, NULL, NULL);
  if (!g_file_set_contents_full (self->path, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0640,
                                 &error))
    leat_faults_add (faults, self->path, 0, NULL, NULL,
                     "cannot be written: %s; crashes are not counted", error->message);
  else if (truncate (self->crashes, 0) != 0 && errno != ENOENT)
    leat_faults_add (faults, self->crashes, 0, NULL, NULL,
                     "cannot be emptied: %s; its crashes are counted again", g_strerror (errno));
}
