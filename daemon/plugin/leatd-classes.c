/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-classes.c - the classes that modules bring */
#include "leatd-classes.h"
#include <string.h>

/* tags go with a source's records, whatever its class */
#define TAG_PREFIX "tag."

typedef struct {
  LeatdKind kind;
  char *name; /* of a link: one of its schemes */
  const LeatOption *options;
  const char *schemes; /* of a source */
  gconstpointer klass;
  const LeatdModule *module;
} Brought;

struct _LeatdClasses {
  GPtrArray *all; /* of Brought */
};

static const char *const kind_names[] = { "source", "link", "framer", "sink" };

static const char *const source_keys[] = {
  "plugin",           "device",         "framer",          "schema",
  "from",             "max-frame",      "frame-timeout",   "keep-frame",
  "expect-every",     "clock-mark",     "idle-reopen",     "allow-commands",
  "retry-first",      "retry-longest",  "on-connect",      "on-connect-file",
  "on-connect-await", "on-connect-answer", "on-connect-timeout", "poll-command",
  "poll-name",        "poll-interval",  "poll-times",      "poll-zone",
  "poll-timeout",     "poll-answer",    "poll-until",      "poll-frames",
  "poll-unasked",     "poll-settle",    "poll-gap",        "poll-failures",
  "record",           "record-size",    "record-files",    "command",
  "command-name",     "command-answer", "command-timeout", "frame-timeout-next",
  NULL
};
static const char *const sink_keys[] = {
  "plugin",         "from",      "via",         "batch-records", "batch-size",
  "linger",         "order",     "requests",    "hold-after",    "suspect-after",
  "backlog-mark",   "when-full", "queue-size",  "queue-records", "flush-records",
  "flush-interval", "settles",   "retry-first", "retry-longest", NULL
};
static const char *const framer_keys[] = { "type", "summary", "source", NULL };

static void
brought_free (gpointer data)
{
  Brought *brought = data;

  g_free (brought->name);
  g_free (brought);
}

LeatdClasses *
leatd_classes_new (void)
{
  LeatdClasses *self = g_new0 (LeatdClasses, 1);

  self->all = g_ptr_array_new_with_free_func (brought_free);
  return self;
}

void
leatd_classes_free (LeatdClasses *self)
{
  g_ptr_array_unref (self->all);
  g_free (self);
}

/**
 * leatd_reserved_keys:
 *
 * The keys of a group that are the host's own. They are few, and third parties may count on it: one
 * is only added with a new minor version of the ABI.
 *
 * Returns: (transfer none) (array zero-terminated)
 */
const char *const *
leatd_reserved_keys (LeatdKind kind)
{
  static const char *const *const keys[] = { source_keys, source_keys, framer_keys, sink_keys };

  return keys[kind];
}

static const LeatOption *
options_find_reserved (const LeatOption *table, LeatdKind kind)
{
  for (; table != NULL && table->type != LEAT_OPTION_TYPE_NONE; table++)
    if (g_strv_contains (leatd_reserved_keys (kind), table->key) ||
        g_str_has_prefix (table->key, TAG_PREFIX))
      return table;
  return NULL;
}

static Brought *
classes_append (LeatdClasses *self, const LeatdModule *module, LeatdKind kind, const char *name,
                const LeatOption *options, gconstpointer klass)
{
  Brought *brought = g_new0 (Brought, 1);

  brought->kind = kind;
  brought->name = g_strdup (name);
  brought->options = options;
  brought->klass = klass;
  brought->module = module;
  g_ptr_array_add (self->all, brought);
  return brought;
}

static void
classes_append_link (LeatdClasses *self, const LeatdModule *module, const LeatLinkClass *klass)
{
  g_auto (GStrv) schemes = g_strsplit (klass->schemes, " ", -1);

  for (gsize i = 0; schemes[i] != NULL; i++)
    if (schemes[i][0] != '\0')
      classes_append (self, module, LEATD_KIND_LINK, schemes[i], klass->options, klass);
}

static void
classes_append_all (LeatdClasses *self, const LeatdModule *module)
{
  const LeatPlugin *plugin = module->plugin;

  for (gsize i = 0; plugin->sources != NULL && plugin->sources[i] != NULL; i++)
    classes_append (self, module, LEATD_KIND_SOURCE, plugin->sources[i]->name,
                    plugin->sources[i]->options, plugin->sources[i])
        ->schemes = plugin->sources[i]->schemes;
  for (gsize i = 0; plugin->links != NULL && plugin->links[i] != NULL; i++)
    classes_append_link (self, module, plugin->links[i]);
  for (gsize i = 0; plugin->framers != NULL && plugin->framers[i] != NULL; i++)
    classes_append (self, module, LEATD_KIND_FRAMER, plugin->framers[i]->name,
                    plugin->framers[i]->options, plugin->framers[i]);
  for (gsize i = 0; plugin->sinks != NULL && plugin->sinks[i] != NULL; i++)
    classes_append (self, module, LEATD_KIND_SINK, plugin->sinks[i]->name,
                    plugin->sinks[i]->options, plugin->sinks[i]);
}

static gboolean
source_takes_scheme (const Brought *source, const char *scheme)
{
  g_auto (GStrv) schemes = g_strsplit (source->schemes != NULL ? source->schemes : "", " ", -1);

  return g_strv_contains ((const char *const *) schemes, scheme);
}

/* may their options stand in one group? a source's and a link's that it may be given */
static gboolean
brought_share_group (const Brought *a, const Brought *b)
{
  if (a->kind == LEATD_KIND_SOURCE && b->kind == LEATD_KIND_LINK)
    return source_takes_scheme (a, b->name);
  return a->kind == LEATD_KIND_LINK && b->kind == LEATD_KIND_SOURCE &&
         source_takes_scheme (b, a->name);
}

static char *
brought_describe (const Brought *self, const LeatdModule *module)
{
  if (self->module == module)
    return g_strdup_printf ("its %s %s", kind_names[self->kind], self->name);
  return g_strdup_printf ("the %s %s of %s", kind_names[self->kind], self->name,
                          self->module->path);
}

static gboolean
brought_check_pair (const Brought *self, const Brought *other, GError **error)
{
  g_autofree char *who = brought_describe (other, self->module);
  const char *key;

  if (self->kind == other->kind && strcmp (self->name, other->name) == 0)
    {
      if (self->module == other->module)
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN, "brings the %s %s twice",
                     kind_names[self->kind], self->name);
      else
        g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                     "brings the %s %s, as %s does already; remove one of the two",
                     kind_names[self->kind], self->name, other->module->path);
      return FALSE;
    }
  if (!brought_share_group (self, other) ||
      (key = leat_options_clash (self->options, other->options)) == NULL)
    return TRUE;
  g_set_error (
      error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
      "its %s %s and %s both have an option %s, and they share a group; one must be renamed",
      kind_names[self->kind], self->name, who, key);
  return FALSE;
}

static gboolean
classes_check (LeatdClasses *self, guint index, GError **error)
{
  const Brought *brought = self->all->pdata[index];
  const LeatOption *option = options_find_reserved (brought->options, brought->kind);

  if (option != NULL)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN,
                   "its %s %s has an option %s, which is the host's own key; it must be renamed",
                   kind_names[brought->kind], brought->name, option->key);
      return FALSE;
    }
  for (guint i = 0; i < index; i++)
    if (!brought_check_pair (brought, self->all->pdata[i], error))
      return FALSE;
  return TRUE;
}

/**
 * leatd_classes_add:
 * @module: must outlive @self
 *
 * Takes all classes of a module, or none if one of them has a name that is taken, or an option
 * whose key is the host's or that of a class it shares a group with.
 *
 * Returns: %FALSE: %LEAT_ERROR_PLUGIN, a clause without the module's path
 */
gboolean
leatd_classes_add (LeatdClasses *self, const LeatdModule *module, GError **error)
{
  guint n_before = self->all->len;

  classes_append_all (self, module);
  for (guint i = n_before; i < self->all->len; i++)
    if (!classes_check (self, i, error))
      {
        g_ptr_array_set_size (self->all, (int) n_before);
        return FALSE;
      }
  return TRUE;
}

/**
 * leatd_classes_find:
 * @name: of the class; of a link: one of its schemes
 * @module: (out) (optional) (transfer none): who brings it
 *
 * Returns: (nullable) (transfer none): the class of that kind; valid to the end of the process
 */
gconstpointer
leatd_classes_find (LeatdClasses *self, LeatdKind kind, const char *name,
                    const LeatdModule **module)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      const Brought *brought = self->all->pdata[i];

      if (brought->kind != kind || strcmp (brought->name, name) != 0)
        continue;
      if (module != NULL)
        *module = brought->module;
      return brought->klass;
    }
  return NULL;
}

/**
 * leatd_class_name:
 *
 * A class as lists of them spell it: its kind and its name.
 */
char *
leatd_class_name (LeatdKind kind, const char *name)
{
  return g_strconcat (kind_names[kind], " ", name, NULL);
}

/**
 * leatd_classes_list:
 *
 * Returns: (transfer full) (array zero-terminated): what the module brings, as leatd_class_name()
 * spells it
 */
char **
leatd_classes_list (LeatdClasses *self, const LeatdModule *module)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->all->len; i++)
    {
      const Brought *brought = self->all->pdata[i];
      g_autofree char *name = leatd_class_name (brought->kind, brought->name);

      if (brought->module == module)
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}
