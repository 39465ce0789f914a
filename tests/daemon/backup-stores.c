/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-stores.c - tests that each store of a key file goes into an archive, as it is */
#include "backup/backup-stores.h"
#include "configs.h"
#include "scratch.h"

typedef struct {
  char *folder;
  char *archive;
  char *database;
  char *root;
} Place;

static void
place_make (Place *self, gconstpointer data)
{
  self->folder = scratch_new ();
  self->archive = g_build_filename (self->folder, "a.tar.zst", NULL);
  self->database = g_build_filename (self->folder, "b.db", NULL);
  self->root = g_build_filename (self->folder, "root", NULL);
}

static void
place_clear (Place *self, gconstpointer data)
{
  scratch_free (self->folder);
  g_free (self->archive);
  g_free (self->database);
  g_free (self->root);
}

static LeatdConfig *
load (Place *self, const char *more)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *text = g_strdup_printf ("[sink s]\nplugin=fixture-cellar\npath=%s\n%s",
                                           self->database, more);
  LeatdConfig *config = test_config (text, faults);

  g_assert_nonnull (config);
  return config;
}

static void
test_whole (Place *self, gconstpointer data)
{
  g_autoptr (LeatdConfig) config = load (self, "");
  g_autoptr (LeatArchive) archive = leat_archive_new (self->archive, NULL);
  g_autofree char *copy = g_build_filename (self->root, self->database, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint n_files = 3;

  g_assert_true (g_file_set_contents (self->database, "records", -1, NULL));
  g_assert_true (leat_backup_stores (config, archive, &n_files, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_files, ==, 4);
  g_assert_true (leat_archive_finish (archive, NULL));
  g_assert_true (leat_archive_restore (self->archive, self->root, NULL));
  g_assert_true (g_file_get_contents (copy, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "records");
}

/* a store that never was at work has nothing to keep */
static void
test_none (Place *self, gconstpointer data)
{
  g_autoptr (LeatdConfig) config = load (self, "");
  g_autoptr (LeatArchive) archive = leat_archive_new (self->archive, NULL);
  guint n_files = 0;

  g_assert_true (leat_backup_stores (config, archive, &n_files, NULL));
  g_assert_cmpuint (n_files, ==, 0);
}

static void
test_fails (Place *self, gconstpointer data)
{
  g_autoptr (LeatdConfig) config = load (self, "fail=yes\n");
  g_autoptr (LeatArchive) archive = leat_archive_new (self->archive, NULL);
  g_autoptr (GError) error = NULL;
  guint n_files = 0;

  g_assert_true (g_file_set_contents (self->database, "records", -1, NULL));
  g_assert_false (leat_backup_stores (config, archive, &n_files, &error));
  g_assert_cmpstr (error->message, ==, "s: no way in");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/backup-stores/whole", Place, NULL, place_make, test_whole, place_clear);
  g_test_add ("/backup-stores/none", Place, NULL, place_make, test_none, place_clear);
  g_test_add ("/backup-stores/fails", Place, NULL, place_make, test_fails, place_clear);
  return g_test_run ();
}
