/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-files.c - tests which files that options name are secret, and which are not */
#include "backup/backup-files.h"
#include <glib/gstdio.h>
#include "configs.h"
#include "scratch.h"

#define CONFIG \
  "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\npassword-file=DIR/word\n" \
  "[sink a]\nplugin=rest\nurl=http://mes.example/\nbody=text\ntemplate-file=DIR/%s\n" \
  "token-file=DIR/token\n" \
  "[sink b]\nplugin=rest\nurl=http://mes.example/\nbody=text\ntemplate-file=DIR/../%s/%s\n"

typedef struct {
  const char *name;
  const char *text;
  gboolean    is_secret;
} Case;

static const Case cases[] = {
  { "template", "{fields.num}", FALSE },
  { "empty", "", FALSE },
  { "digit", "0 and no more", FALSE },   /* the byte that DER begins with */
  { "key", "-----BEGIN CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\n", TRUE },
};

static void
expect_one (const GPtrArray *list, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (list->pdata[0], ==, path);
}

/* two sinks name the file, in two ways: it is there once */
static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *last = g_path_get_basename (folder);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = NULL;
  g_autoptr (LeatBackupFiles) files = NULL;
  g_autofree char *told = NULL;
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *word = g_build_filename (folder, "word", NULL);
  g_autofree char *token = g_build_filename (folder, "token", NULL);

  g_assert_true (g_file_set_contents (file, test->text, -1, NULL));
  g_assert_true (g_file_set_contents (word, "open", -1, NULL));
  g_assert_true (g_file_set_contents (token, "open", -1, NULL));
  g_string_printf (text, CONFIG, "file", last, "file");
  g_string_replace (text, "DIR", folder, 0);
  config = test_config (text->str, faults);
  told = leat_faults_to_string (faults);
  g_assert_cmpstr (told, ==, "");
  g_remove (token);
  files = leat_backup_find_files (config);
  expect_one (files->missing, folder, "token");
  if (!test->is_secret)
    {
      expect_one (files->plain, folder, "file");
      expect_one (files->secret, folder, "word");
      return;
    }
  g_assert_cmpuint (files->plain->len, ==, 0);
  g_assert_cmpuint (files->secret->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/backup-files/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
