/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-keyfile.c - any bytes as a key file; what GKeyFile takes and we do too must be the same */
#include <stdint.h>
#include <string.h>

#include "leat-host.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* in @group, GKeyFile has the same keys with the same values, blanks at their ends apart */
static void
compare (const LeatGroup *group, GKeyFile *reference)
{
  for (guint i = 0; i < group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (group->entries, i);
      g_autofree char *value = g_key_file_get_value (reference, group->name, entry->key, NULL);

      g_assert_nonnull (value);
      g_assert_cmpstr (g_strchomp (value), ==, entry->value);
      g_assert_cmpuint (entry->line, >, 0);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GKeyFile) reference = g_key_file_new ();
  g_autofree char *told = NULL;
  const char *text = (const char *) data;
  const gboolean right = leat_keyfile_load_text (keyfile, "f", text, (gssize) size, faults);

  g_assert_cmpint (right, ==, leat_faults_get_n (faults) == 0);
  told = leat_faults_to_string (faults);
  g_assert_true (g_utf8_validate (told, -1, NULL));
  if (!right || size == 0)
    return 0;
  g_assert_true (
      g_key_file_load_from_data (reference, text, size, G_KEY_FILE_KEEP_TRANSLATIONS, NULL));
  for (guint i = 0; i < leat_keyfile_get_n_groups (keyfile); i++)
    compare (leat_keyfile_get_group (keyfile, i), reference);
  return 0;
}
