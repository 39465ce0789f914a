/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-catalogue.c - tests the list of presets and schemas that a key file may name */
#include "config/leatd-config-catalogue.h"
#include "configs.h"
#include "scratch.h"
#include <string.h>

static void
write_file (const char *folder, const char *below, const char *name, const char *text)
{
  g_autofree char *above = g_build_filename (folder, below, NULL);
  g_autofree char *path = g_build_filename (above, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static const LeatdCatalogueEntry *
find (const GPtrArray *entries, const char *kind, const char *name)
{
  const LeatdCatalogueEntry *found = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const LeatdCatalogueEntry *entry = entries->pdata[i];

      if (!g_str_equal (entry->kind, kind) || !g_str_equal (entry->name, name))
        continue;
      g_assert_null (found);
      found = entry;
    }
  g_assert_nonnull (found);
  return found;
}

/* those of a folder go before those that ship, each is there once */
static void
test_list (void)
{
  g_auto (Scratch) folder = scratch_new ();
  const char *folders[] = { folder, NULL };
  g_autoptr (GPtrArray) entries = NULL;
  const LeatdCatalogueEntry *entry;

  write_file (folder, "framers", "nmea.framer", "[framer]\ntype=delimiter\nsummary=Mine.\n");
  write_file (folder, "framers", "odd.framer",
              "[framer]\ntype=delimiter\nsummary=x\n"
              "[example 1]\nbytes=a\\n\nframe.1=b\n");
  write_file (folder, "records", "pv200.schema", "[schema]\nname=pv200\nformat=cvs\n");
  write_file (folder, "records", "README", "no schema");
  leatd_config_prepend_schema_path (folders);
  entries = leatd_config_list_catalogue (test_registry ());
  entry = find (entries, "preset", "nmea");
  g_assert_cmpstr (entry->summary, ==, "Mine.");
  g_assert_cmpuint (leat_faults_get_n (entry->faults), ==, 0);
  entry = find (entries, "preset", "odd");
  g_assert_cmpuint (leat_faults_get_n (entry->faults), ==, 1);
  g_assert_cmpuint (leat_faults_get (entry->faults, 0)->line, ==, 6);
  entry = find (entries, "schema", "pv200");
  g_assert_true (g_str_has_prefix (entry->path, folder));
  g_assert_null (entry->summary);
  g_assert_cmpuint (leat_faults_get (entry->faults, 0)->line, ==, 3);
  entry = find (entries, "schema", "nmea-gnss");
  g_assert_nonnull (entry->summary);
}

/* what ships is sound, and says what it is for */
static void
test_shipped (void)
{
  g_autoptr (GPtrArray) entries = leatd_config_list_catalogue (test_registry ());

  g_assert_cmpuint (entries->len, >, 30);
  for (guint i = 0; i < entries->len; i++)
    {
      const LeatdCatalogueEntry *entry = entries->pdata[i];

      g_test_message ("%s", entry->path);
      g_assert_cmpuint (leat_faults_get_n (entry->faults), ==, 0);
      g_assert_nonnull (entry->summary);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config-catalogue/shipped", test_shipped); /* before a folder is named */
  g_test_add_func ("/config-catalogue/list", test_list);
  return g_test_run ();
}
