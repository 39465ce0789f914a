/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-module.c - opens and judges one module */
#include "leatd-module.h"
#include <string.h>

/* what modules of Leat have beside their descriptor */
#define OWN_SYMBOL "leat_own_module"

/* modules are resident, and so is what is known of them: messages name them from any thread */
static GMutex lock;
static GHashTable *third_parties; /* files: a set; NULL: there is none */

static void
module_remember_third_party (const char *path)
{
  g_mutex_lock (&lock);
  if (third_parties == NULL)
    third_parties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (third_parties, g_strdup (path));
  g_mutex_unlock (&lock);
}

/* the loader's words begin with the file, and so does whoever passes them on */
static const char *
module_skip_path (const char *message, const char *path)
{
  if (!g_str_has_prefix (message, path))
    return message;
  message += strlen (path);
  return g_str_has_prefix (message, ": ") ? message + 2 : message;
}

/**
 * leatd_module_open:
 * @path: an absolute path
 *
 * Loads a module with all its symbols and judges its descriptor. Its code stays in the process even
 * if it is refused, as types and threads that it may have made cannot be taken back: try an unknown
 * module in a child first.
 *
 * Returns: (transfer full): %LEAT_ERROR_PLUGIN says why it is none; the message does not name @path
 */
LeatdModule *
leatd_module_open (const char *path, GError **error)
{
  GModule *handle = g_module_open (path, G_MODULE_BIND_LOCAL);
  LeatPluginGetFunc get_plugin;
  const LeatPlugin *plugin;
  gpointer mark;
  LeatdModule *self;

  if (handle == NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN, "cannot be loaded: %s",
                   module_skip_path (g_module_error (), path));
      return NULL;
    }
  g_module_make_resident (handle);

  if (!g_module_symbol (handle, LEAT_PLUGIN_SYMBOL, (gpointer *) &get_plugin) || get_plugin == NULL)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                           "exports no " LEAT_PLUGIN_SYMBOL
                           "(): it is no plugin of Leat; LEAT_PLUGIN_DEFINE() makes one");
      return NULL;
    }
  plugin = get_plugin ();
  if (!leat_plugin_check (plugin, error))
    return NULL;

  self = g_new0 (LeatdModule, 1);
  self->path = g_strdup (path);
  self->plugin = plugin;
  self->is_own = g_module_symbol (handle, OWN_SYMBOL, &mark);
  if (!self->is_own)
    module_remember_third_party (path);
  return self;
}

/**
 * leatd_module_free:
 *
 * Forgets the module; what it brought stays valid to the end of the process.
 */
void
leatd_module_free (LeatdModule *self)
{
  g_free (self->path);
  g_free (self);
}

/**
 * leatd_module_tell:
 *
 * What it calls itself, and whose it says it is: for lists.
 *
 * Returns: (transfer full)
 */
char *
leatd_module_tell (const LeatdModule *self)
{
  const LeatPlugin *plugin = self->plugin;

  return plugin->origin == NULL
             ? g_strdup_printf ("%s %s", plugin->name, plugin->version)
             : g_strdup_printf ("%s %s (%s)", plugin->name, plugin->version, plugin->origin);
}

/**
 * leatd_module_name:
 * @path: of a module that was opened
 *
 * Its file as messages name it: whose fault it is decides whom to ask. Any thread.
 *
 * Returns: (transfer full)
 */
char *
leatd_module_name (const char *path)
{
  g_autofree char *file = g_path_get_basename (path);
  gboolean is_third_party;

  g_mutex_lock (&lock);
  is_third_party = third_parties != NULL && g_hash_table_contains (third_parties, path);
  g_mutex_unlock (&lock);
  return is_third_party ? g_strconcat ("the third-party module ", file, NULL)
                        : g_steal_pointer (&file);
}
