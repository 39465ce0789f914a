/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-probation.c - what is known of modules and crashes */
#include "leatd-probation.h"
#include "leatd-guard.h"
#include "leatd-known.h"
#include "leatd-trial.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)

struct _LeatdProbation {
  char *path;        /* STATE-DIR/modules; NULL: nothing is remembered */
  char *crashes;     /* STATE-DIR/crashes */
  GHashTable *known; /* path → LeatdKnown */
  gboolean has_told_of_helper;
};

/* what another version of the daemon found says nothing of this one, but for what was brought */
static void
probation_load_known (LeatdProbation *self, GKeyFile *file, const char *group, gboolean is_own)
{
  g_autofree char *path = NULL;
  LeatdKnown *known = leatd_known_load (file, group, &path);

  if (known == NULL)
    return;
  if (!is_own)
    leatd_known_forget (known);
  g_hash_table_replace (self->known, g_steal_pointer (&path), known);
}

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
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    probation_load_known (self, file, groups[i], g_strcmp0 (version, LEATD_VERSION) == 0);
}

/* what is known of the file that is there now */
static LeatdKnown *
probation_get_known (LeatdProbation *self, const char *path)
{
  LeatdKnown *known = g_hash_table_lookup (self->known, path);
  LeatdIdentity identity = { 0 };

  leatd_identity_read (&identity, path);
  if (known == NULL)
    {
      known = g_new0 (LeatdKnown, 1);
      g_hash_table_replace (self->known, g_strdup (path), known);
    }
  if (!leatd_identity_equals (&known->identity, &identity))
    leatd_known_forget (known);
  known->identity = identity;
  return known;
}

/* has the file become another one since? */
static gboolean
probation_has_changed (LeatdProbation *self, const char *path)
{
  const LeatdKnown *known = g_hash_table_lookup (self->known, path);
  LeatdIdentity identity = { 0 };

  return known != NULL && (leatd_identity_read (&identity, path) != 0 ||
                           !leatd_identity_equals (&identity, &known->identity));
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
      LeatdKnown *known;

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

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, leatd_known_free);
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
probation_judge_crashes (const LeatdKnown *known, const char *path, LeatFaults *faults)
{
  g_autofree char *story = crash_describe (known->crash_time, known->signal, known->instance);
  const char *whose = known->is_third_party ? "this third-party module " : "";

  if (known->crashes >= LEATD_CRASHES_MAX)
    {
      leat_faults_add (faults, path, 0, NULL, NULL,
                       "left out: %stook the daemon down %u times, last %s; " TRY_AGAIN,
                       known->is_third_party ? whose : "it ", known->crashes, story);
      return FALSE;
    }
  if (known->is_news)
    leat_faults_add (faults, path, 0, NULL, NULL,
                     "%stook the daemon down %s; that is %u of %u times, then it is left out",
                     whose, story, known->crashes, LEATD_CRASHES_MAX);
  return TRUE;
}

static gboolean
probation_try (LeatdProbation *self, LeatdKnown *known, const char *path, LeatFaults *faults)
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
  LeatdKnown *known = probation_get_known (self, path);

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
 * leatd_probation_set_brings:
 * @brings: (transfer full) (array zero-terminated): the names of its classes
 * @is_own: it is no third party's
 *
 * Remembers what a module that was loaded brings and whose it is, for a start that has to leave it
 * out. Main thread.
 */
void
leatd_probation_set_brings (LeatdProbation *self, const char *path, char **brings, gboolean is_own)
{
  LeatdKnown *known = probation_get_known (self, path);

  g_strfreev (known->brings);
  known->brings = brings;
  known->is_third_party = !is_own;
}

/**
 * leatd_probation_get_brings:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated): what it brought when it was last
 * loaded
 */
char **
leatd_probation_get_brings (LeatdProbation *self, const char *path)
{
  return probation_get_known (self, path)->brings;
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
    ((LeatdKnown *) value)->crashes = 0;
}

/* is there more to say of it than that it is there? and is it there? */
static gboolean
known_is_worth_keeping (const LeatdKnown *known, const char *path)
{
  LeatdIdentity identity = { 0 };

  return (known->verdict != LEATD_VERDICT_NONE || known->crashes > 0 || known->brings != NULL) &&
         leatd_identity_read (&identity, path) == 0 &&
         leatd_identity_equals (&identity, &known->identity);
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
      leatd_known_save (known, file, index++, path);

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
