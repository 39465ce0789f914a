/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-preset.c - tests presets of framers: those that ship, their faults, and who may use them
 */
#include "config/leatd-config-preset.h"
#include "config/leatd-config-diff.h"
#include "configs.h"
#include "scratch.h"
#include <string.h>

#define PRESET "[framer]\ntype=delimiter\nsummary=Lines.\ndelimiter=|\n"
#define SOURCE "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\n"

typedef struct {
  const char *path;
  const char *text;
  const char *faults; /* without the file's name */
} Case;

static const Case fault_cases[] = {
  { "/config-preset/sound", PRESET, "" },
  { "/config-preset/example",
    PRESET "[example 1]\nbytes=a|b|\nend=cut\nframe.1=a\nframe.2=b\n[example 2]\nbytes=ab;c|;d\n"
           "end=cut\nframe.1=c\nreject.1=ab\nreject.2=d\n",
    "" },
  { "/config-preset/empty-frame", PRESET "skip-empty=no\n[example 1]\nbytes=|\nframe.1=\n", "" },
  { "/config-preset/no-group", "",
    ": has no group [framer]: it names the class and its options\n" },
  { "/config-preset/no-type", "[framer]\nsummary=x\n",
    ":1: [framer] type: is missing: Class of the framer.\n" },
  { "/config-preset/no-summary", "[framer]\ntype=delimiter\n",
    ":1: [framer] summary: is missing: One sentence on the protocol.\n" },
  { "/config-preset/type", "[framer]\ntype=delimitr\nsummary=x\n",
    ":2: [framer] type: there is no framer delimitr; did you mean delimiter?\n" },
  { "/config-preset/key", PRESET "kep=yes\n",
    ":5: [framer] kep: is not known here; did you mean keep?\n" },
  { "/config-preset/value", PRESET "keep=maybe\n",
    ":5: [framer] keep: \"maybe\" is neither yes nor no\n" },
  { "/config-preset/init", "[framer]\ntype=delimiter\nsummary=x\ndelimiter=\n",
    ":4: [framer] delimiter: is empty; give the bytes that end a frame, as in \\r\\n\n" },
  { "/config-preset/group", PRESET "[exampel 1]\n",
    ":5: [exampel 1]: a preset has [framer] and [example N]\n" },
  { "/config-preset/no-bytes", PRESET "[example 1]\n",
    ":5: [example 1] bytes: is missing: What comes; of several parts, separated by ;, each ends "
    "as end= says.\n" },
  { "/config-preset/example-key", PRESET "[example 1]\nbytes=a|\nfrane.1=a\n",
    ":7: [example 1] frane.1: is not known here\n"
    ":5: [example 1] frame.1: is missing: \"a\" comes out\n" },
  { "/config-preset/other-frame", PRESET "[example 1]\nbytes=a|\nframe.1=b\n",
    ":7: [example 1] frame.1: comes out as \"a\"\n" },
  { "/config-preset/too-few", PRESET "[example 1]\nbytes=a|\nframe.1=a\nframe.2=b\n",
    ":8: [example 1] frame.2: does not come out\n" },
  { "/config-preset/too-many", PRESET "[example 1]\nbytes=a|\n",
    ":5: [example 1] frame.1: is missing: \"a\" comes out\n" },
  { "/config-preset/rejects", PRESET "[example 1]\nbytes=a\nend=cut\n",
    ":5: [example 1] reject.1: is missing: \"a\" comes out\n" },
  { "/config-preset/escape", PRESET "[example 1]\nbytes=a|\nframe.1=\\q\n",
    ":7: [example 1] frame.1: the backslash at byte 1 begins no escape; \\r \\n \\t \\s \\\\ "
    "\\; and \\xHH are right\n" },
};

static char *
write_preset (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* what @faults say, without the name of @path */
static char *
tell (const LeatFaults *faults, const char *path)
{
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; leat_faults_get (faults, i) != NULL; i++)
    {
      const LeatFault *fault = leat_faults_get (faults, i);

      g_assert_cmpstr (fault->file, ==, path);
      if (fault->line > 0)
        g_string_append_printf (told, ":%u", fault->line);
      if (fault->group != NULL)
        g_string_append_printf (told, ": [%s]", fault->group);
      g_string_append_printf (told, "%s%s: %s\n", fault->key != NULL ? " " : "",
                              fault->key != NULL ? fault->key : "", fault->text);
    }
  return g_string_free (g_steal_pointer (&told), FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *the = data;
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = write_preset (folder, "x.framer", the->text), *told = NULL;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config ("", faults);
  const LeatdPreset *preset = leatd_config_load_preset (config, path, faults);

  told = tell (faults, path);
  g_assert_cmpstr (told, ==, the->faults);
  g_assert_true ((preset != NULL) == (*told == '\0'));
}

/* what is found in @bytes by the framer that the source of @text has; NULL: there are faults */
static char *
find_frames (const char *text, const char *bytes, LeatFaults *faults)
{
  g_autoptr (LeatdConfig) config = test_config (text, faults);
  const LeatdSourceConfig *source = config != NULL ? leatd_config_get_sources (config)->pdata[0]
                                                   : NULL;
  g_autoptr (LeatFraming) framing = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  const LeatArrival arrival = { .struct_size = sizeof arrival };
  LeatPiece piece;

  if (config == NULL)
    return NULL;
  framing = leat_framing_new (leatd_config_new_framer (config, source->settings.framer, NULL), 100);
  memcpy (leat_framing_reserve (framing, strlen (bytes)), bytes, strlen (bytes));
  leat_framing_commit (framing, strlen (bytes), &arrival);
  while (leat_framing_next (framing, &piece))
    g_string_append_printf (found, "<%.*s>", (int) piece.frame.length,
                            (const char *) piece.frame.payload);
  return g_string_free (g_steal_pointer (&found), FALSE);
}

static void
assert_frames (const char *text, const char *expected)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *found = find_frames (text, "a|b\r\nc\r", faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, "");
  g_assert_cmpstr (found, ==, expected);
}

/* by its name; a group goes before it, and may be made of it */
static void
test_use (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = write_preset (folder, "x.framer", PRESET), *text = NULL, *other = NULL;

  assert_frames (SOURCE "framer=keyence\n", "<a|b><c>");
  assert_frames (SOURCE "framer=keyence\n[framer keyence]\ntype=keyence\ndelimiter=|\n", "<a>");
  assert_frames (SOURCE "framer=k\n[framer k]\ntype=keyence\nkeep=yes\n", "<a|b\r><c\r>");
  text = g_strdup_printf (SOURCE "framer=k\n[framer k]\ntype=%s\n", path);
  assert_frames (text, "<a>");
  other = g_strdup_printf (SOURCE "framer=o\n[framer o]\ntype=fixture-wrapper\ninside=k\n"
                                  "[framer k]\ntype=%s\ndelimiter=\\r\n",
                           path);
  assert_frames (other, "<a|b><\nc>");
}

static void
assert_told (const char *text, const char *expected)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *found = find_frames (text, "", faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_null (found);
  g_assert_cmpstr (told, ==, expected);
}

/* what is wrong is told where it stands, and once */
static void
test_misuse (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = write_preset (folder, "x.framer", PRESET "[example 1]\nbytes=a|\n");
  g_autofree char *text = g_strdup_printf (SOURCE "framer=k\n[framer k]\ntype=%s\n"
                                                  "[framer l]\ntype=%s\n",
                                           path, path);
  g_autofree char *expected =
      g_strdup_printf ("%s:5: [example 1] frame.1: is missing: \"a\" comes out\n", path);

  assert_told (text, expected);
  assert_told (SOURCE "framer=keyenc\n",
               "f:4: [source m] framer: there is no framer keyenc; did you mean keyence?\n");
  assert_told (SOURCE "framer=k\n[framer k]\ntype=keyence\nkep=yes\n",
               "f:7: [framer k] kep: is not known here; did you mean keep?\n");
  assert_told (SOURCE "framer=k\n[framer k]\ntype=keyence\ndelimiter=\n",
               "f:7: [framer k] delimiter: is empty; give the bytes that end a frame, as in "
               "\\r\\n\n");
  assert_told (SOURCE "framer=k\n[framer k]\ntype=keyence\nsummary=x\n",
               "f:7: [framer k] summary: is not known here\n");
}

/* a preset in use is one of the files of the configuration; when it is changed, another source
 * comes of it */
static void
test_difference (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = write_preset (folder, "x.framer", PRESET), *same = NULL, *other = NULL;
  g_autofree char *text = g_strdup_printf (SOURCE
                                           "framer=o\n[framer o]\ntype=fixture-wrapper\ninside=k\n"
                                           "[framer k]\ntype=%s\n",
                                           path);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) before = test_config (text, faults), again = NULL, after = NULL;
  const LeatdSourceConfig *source = leatd_config_get_sources (before)->pdata[0];
  g_auto (GStrv) used = leatd_config_list_schemas (before);

  g_assert_true (g_strv_contains ((const char *const *) used, path));
  again = test_config (text, faults);
  g_assert_true (leatd_source_config_equals (source, leatd_config_get_sources (again)->pdata[0]));
  same = write_preset (folder, "x.framer", PRESET "keep=yes\n");
  after = test_config (text, faults);
  g_assert_false (
      leatd_source_config_shares_framer (source, leatd_config_get_sources (after)->pdata[0]));
}

/* those that ship have examples and a source, and a name that no class has */
static void
test_shipped (gconstpointer data)
{
  const char *path = data;
  g_autofree char *name = leatd_file_name (&leatd_preset_files, path);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config ("", faults);
  const LeatdPreset *preset = leatd_config_load_preset (config, path, faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, "");
  g_assert_nonnull (preset);
  g_assert_cmpuint (preset->n_examples, >, 0);
  g_assert_nonnull (preset->settings.source);
  g_assert_null (leatd_registry_find_framer (test_registry (), name, NULL));
}

static void
add_shipped (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config ("", faults);
  g_autoptr (GPtrArray) files = leatd_config_find_files (config, &leatd_preset_files);
  g_autofree char *ours = g_build_filename (g_getenv ("LEAT_SCHEMA_PATH"), "framers", NULL);
  guint n = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const char *file = files->pdata[i];
      g_autofree char *name = leatd_file_name (&leatd_preset_files, file);
      g_autofree char *path = g_strconcat ("/config-preset/shipped/", name, NULL);

      if (!g_str_has_prefix (file, ours))
        continue;
      g_test_add_data_func_full (path, g_strdup (file), test_shipped, g_free);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    g_test_add_data_func (fault_cases[i].path, &fault_cases[i], test_case);
  g_test_add_func ("/config-preset/use", test_use);
  g_test_add_func ("/config-preset/misuse", test_misuse);
  g_test_add_func ("/config-preset/difference", test_difference);
  add_shipped ();
  return g_test_run ();
}
