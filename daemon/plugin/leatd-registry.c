/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-registry.c - all modules that were found and are sound */
#include "leatd-registry.h"
#include "leatd-guard.h"
#include "leatd-ownership.h"
#include "leatd-probation.h"
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

struct _LeatdRegistry {
  GPtrArray *modules; /* of LeatdModule */
  LeatdClasses *classes;
  GHashTable *files;    /* device and inode of each file seen: a set */
  GHashTable *left_out; /* "source serial" → the file that brought it and was left out */
  LeatdProbation *probation;
};

static int
registry_compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full): names of what may be modules, sorted; NULL: a fault */
static GPtrArray *
registry_list (const char *directory, LeatFaults *faults)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (directory, 0, &error);
  const char *name;

  if (folder == NULL)
    {
      leat_faults_add (faults, directory, 0, NULL, NULL, "no modules can be looked for here: %s",
                       g_strerror (errno));
      return NULL;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".so") && name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, registry_compare_names);
  return g_steal_pointer (&names);
}

/* a regular file that has not been seen under another name; a link to one is as good */
static gboolean
registry_is_new_file (LeatdRegistry *self, const char *path, LeatFaults *faults)
{
  struct stat status;

  if (stat (path, &status) != 0)
    {
      leat_faults_add (faults, path, 0, NULL, NULL, "cannot be loaded: %s", g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    return FALSE;
  return g_hash_table_add (self->files, g_strdup_printf ("%ju %ju", (uintmax_t) status.st_dev,
                                                         (uintmax_t) status.st_ino));
}

/* what it brought when it was last loaded is missing now */
static void
registry_leave_out (LeatdRegistry *self, const char *path)
{
  char **brings = leatd_probation_get_brings (self->probation, path);

  for (gsize i = 0; brings != NULL && brings[i] != NULL; i++)
    g_hash_table_replace (self->left_out, g_strdup (brings[i]), g_strdup (path));
}

static LeatdModule *
registry_open (LeatdRegistry *self, const char *path, LeatFaults *faults)
{
  LeatdGuard guard = { .module = path, .instance = "-" };
  g_autoptr (LeatdModule) module = NULL;
  g_autoptr (GError) error = NULL;

  if (!leatd_ownership_judge (path, &error))
    {
      leat_faults_add (faults, path, 0, NULL, NULL, "left out: %s", error->message);
      return NULL;
    }
  if (!leatd_probation_judge (self->probation, path, faults))
    return NULL;
  leatd_guard_enter (&guard);
  module = leatd_module_open (path, &error);
  leatd_guard_leave (&guard);
  if (module != NULL && leatd_classes_add (self->classes, module, &error))
    return g_steal_pointer (&module);
  leat_faults_add (faults, path, 0, NULL, NULL, "%s", error->message);
  return NULL;
}

static void
registry_load (LeatdRegistry *self, const char *path, LeatFaults *faults)
{
  LeatdModule *module;

  if (!registry_is_new_file (self, path, faults))
    return;
  module = registry_open (self, path, faults);
  if (module == NULL)
    {
      registry_leave_out (self, path);
      return;
    }
  leatd_probation_set_brings (self->probation, path, leatd_classes_list (self->classes, module),
                              module->is_own);
  g_ptr_array_add (self->modules, module);
}

static void
registry_load_all (LeatdRegistry *self, const char *directory, LeatFaults *faults)
{
  g_autofree char *folder = g_canonicalize_filename (directory, NULL);
  g_autoptr (GPtrArray) names = registry_list (folder, faults);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      registry_load (self, path, faults);
    }
}

/**
 * leatd_registry_new:
 * @directories: (array zero-terminated): where modules are, the first is the one that counts
 * @state_dir: (nullable): where it is remembered what is known of modules; it must be there
 * @faults: one for each module that is left out or has just crashed, and for each folder that
 * cannot be read
 *
 * Loads all modules. Blocks while new ones are tried in a child process. Main thread, before there
 * are others.
 *
 * Returns: (transfer full): never %NULL
 */
LeatdRegistry *
leatd_registry_new (const char *const *directories, const char *state_dir, LeatFaults *faults)
{
  LeatdRegistry *self = g_atomic_rc_box_new0 (LeatdRegistry);

  self->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_module_free);
  self->classes = leatd_classes_new ();
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->probation = leatd_probation_new (state_dir, faults);
  for (gsize i = 0; directories[i] != NULL; i++)
    registry_load_all (self, directories[i], faults);
  leatd_probation_save (self->probation, faults);
  return self;
}

LeatdRegistry *
leatd_registry_ref (LeatdRegistry *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
registry_clear (gpointer data)
{
  LeatdRegistry *self = data;

  leatd_classes_free (self->classes);
  g_ptr_array_unref (self->modules);
  g_hash_table_unref (self->files);
  g_hash_table_unref (self->left_out);
  leatd_probation_free (self->probation);
}

void
leatd_registry_unref (LeatdRegistry *self)
{
  g_atomic_rc_box_release_full (self, registry_clear);
}

/**
 * leatd_registry_forgive:
 *
 * Crashes before now do not count any more: called when the daemon has run for a day. Main thread.
 */
void
leatd_registry_forgive (LeatdRegistry *self, LeatFaults *faults)
{
  leatd_probation_forgive (self->probation);
  leatd_probation_save (self->probation, faults);
}

static void
search_path_add (GPtrArray *path, const char *const *directories)
{
  for (gsize i = 0; directories != NULL && directories[i] != NULL; i++)
    if (directories[i][0] != '\0')
      g_ptr_array_add (path, g_strdup (directories[i]));
}

/**
 * leatd_registry_search_path:
 * @given: (nullable): of the command line
 * @configured: (nullable): of the key file
 *
 * Where modules are looked for, first the first.
 *
 * Returns: (transfer full)
 */
char **
leatd_registry_search_path (const char *const *given, const char *const *configured)
{
  GPtrArray *path = g_ptr_array_new ();
  const char *environment = g_getenv ("LEAT_PLUGIN_PATH");

  search_path_add (path, given);
  search_path_add (path, configured);
  if (environment != NULL)
    {
      g_auto (GStrv) directories = g_strsplit (environment, ":", -1);

      search_path_add (path, (const char *const *) directories);
    }
  else if (g_file_test (LEATD_PLUGIN_DIR, G_FILE_TEST_IS_DIR))
    {
      g_ptr_array_add (path, g_strdup (LEATD_PLUGIN_DIR));
    }
  g_ptr_array_add (path, NULL);
  return (char **) g_ptr_array_free (path, FALSE);
}

const char *
leatd_registry_get_installed (void)
{
  return LEATD_PLUGIN_DIR;
}

/**
 * leatd_registry_find_source:
 * @name: value of plugin=
 * @module: (out) (optional) (transfer none): who brings it
 *
 * Returns: (nullable) (transfer none): valid to the end of the process
 */
const LeatSourceClass *
leatd_registry_find_source (LeatdRegistry *self, const char *name, const LeatdModule **module)
{
  return leatd_classes_find (self->classes, LEATD_KIND_SOURCE, name, module);
}

/**
 * leatd_registry_find_link:
 * @scheme: what stands before :// in device=
 * @module: (out) (optional) (transfer none): who brings it
 *
 * Returns: (nullable) (transfer none): valid to the end of the process
 */
const LeatLinkClass *
leatd_registry_find_link (LeatdRegistry *self, const char *scheme, const LeatdModule **module)
{
  return leatd_classes_find (self->classes, LEATD_KIND_LINK, scheme, module);
}

/**
 * leatd_registry_find_framer:
 * @name: value of type=
 * @module: (out) (optional) (transfer none): who brings it
 *
 * Returns: (nullable) (transfer none): valid to the end of the process
 */
const LeatFramerClass *
leatd_registry_find_framer (LeatdRegistry *self, const char *name, const LeatdModule **module)
{
  return leatd_classes_find (self->classes, LEATD_KIND_FRAMER, name, module);
}

/**
 * leatd_registry_find_sink:
 * @name: value of plugin=
 * @module: (out) (optional) (transfer none): who brings it
 *
 * Returns: (nullable) (transfer none): valid to the end of the process
 */
const LeatSinkClass *
leatd_registry_find_sink (LeatdRegistry *self, const char *name, const LeatdModule **module)
{
  return leatd_classes_find (self->classes, LEATD_KIND_SINK, name, module);
}

/**
 * leatd_registry_find_left_out:
 *
 * Who would have brought a class that is not there.
 *
 * Returns: (nullable) (transfer none): the file of a module that is left out
 */
const char *
leatd_registry_find_left_out (LeatdRegistry *self, LeatdKind kind, const char *name)
{
  g_autofree char *class_name = leatd_class_name (kind, name);

  return g_hash_table_lookup (self->left_out, class_name);
}

/**
 * leatd_registry_get_modules:
 *
 * Returns: (transfer none) (element-type LeatdModule): in the order of loading
 */
const GPtrArray *
leatd_registry_get_modules (LeatdRegistry *self)
{
  return self->modules;
}
