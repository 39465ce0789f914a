/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-plugin.c - is a module's descriptor one that this libleat can serve? */
#include "leat-plugin.h"

#include <string.h>

#include "leat-option-private.h"

#define INSTANCE_MAX (16 * 1024 * 1024)

/* what every class struct begins with */
typedef struct {
  gsize struct_size;
  gsize instance_size;
  const char *name; /* of a link: its schemes */
  const char *summary;
  const LeatOption *options;
} Head;

#define ASSERT_HEAD(Class, name_member) \
  G_STATIC_ASSERT (G_STRUCT_OFFSET (Class, instance_size) == sizeof (gsize)); \
  G_STATIC_ASSERT (G_STRUCT_OFFSET (Class, name_member) == G_STRUCT_OFFSET (Head, name)); \
  G_STATIC_ASSERT (G_STRUCT_OFFSET (Class, summary) == G_STRUCT_OFFSET (Head, summary)); \
  G_STATIC_ASSERT (G_STRUCT_OFFSET (Class, options) == G_STRUCT_OFFSET (Head, options))

ASSERT_HEAD (LeatSourceClass, name);
ASSERT_HEAD (LeatLinkClass, schemes);
ASSERT_HEAD (LeatFramerClass, name);
ASSERT_HEAD (LeatSinkClass, name);

/* size of a class struct that ends with that member */
#define UP_TO(Class, member) (G_STRUCT_OFFSET (Class, member) + sizeof (gpointer))

/* One kind of class. A descriptor comes from somebody else's compiler: nothing of it is taken for
 * granted but that its pointers point somewhere. */
typedef struct {
  const char *name;                                        /* "source" */
  gsize head_size;                                         /* what the oldest of ABI 1 has */
  gsize class_size;                                        /* what the newest has: ours */
  gsize instance_size;                                     /* of the host's part of an instance */
  gboolean has_schemes;                                    /* for a name */
  gboolean (*check) (gconstpointer klass, GError **error); /* what is its own */
} Kind;

static gboolean class_fault (GError **error, const Kind *kind, gconstpointer klass,
                             const char *format, ...) G_GNUC_PRINTF (4, 5);

static gboolean
class_fault (GError **error, const Kind *kind, gconstpointer klass, const char *format, ...)
{
  const char *name = ((const Head *) klass)->name;
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN, "%s %s: %s", kind->name,
               name != NULL && *name != '\0' ? name : "without a name", text);
  return FALSE;
}

/* a NULL member of a function pointer's kind */
static gboolean
require (const Kind *kind, gconstpointer klass, const char *member, gboolean set, GError **error)
{
  return set || class_fault (error, kind, klass, "%s is not set", member);
}

/* blank separated names */
static gboolean
check_schemes (const Kind *kind, gconstpointer klass, const char *schemes, GError **error)
{
  g_auto (GStrv) names = g_strsplit (schemes != NULL ? schemes : "", " ", -1);

  if (names[0] == NULL)
    return class_fault (error, kind, klass, "schemes is not set");
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!leat_is_name (names[i]))
        return class_fault (error, kind, klass, "scheme \"%s\" is no name", names[i]);
      if (g_strv_contains ((const char *const *) names + i + 1, names[i]))
        return class_fault (error, kind, klass, "scheme %s stands twice", names[i]);
    }
  return TRUE;
}

static gboolean
check_options (const Kind *kind, const Head *head, GError **error)
{
  const LeatOption *option = head->options;
  g_autoptr (GError) why = NULL;

  if (!leat_options_check (option, head->instance_size, &why))
    return class_fault (error, kind, head, "%s", why->message);
  for (; option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    if (option->offset < kind->instance_size)
      return class_fault (error, kind, head, "option %s: its member lies in the host's part",
                          option->key);
  return TRUE;
}

/* a struct may end anywhere behind its frozen head: LEAT_CLASS_HAS() says what it has */
static gboolean
check_size (const Kind *kind, gconstpointer klass, const char *what, gsize size, gsize least,
            gsize most, GError **error)
{
  if (size < least)
    return class_fault (error, kind, klass,
                        "%sstruct_size is %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT " is the least",
                        what, size, least);
  if (size > most)
    return class_fault (error, kind, klass,
                        "%sstruct_size is %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT
                        " is all that this libleat knows; build it with its headers",
                        what, size, most);
  return TRUE;
}

static gboolean
check_class (const Kind *kind, const Head *head, GError **error)
{
  if (!check_size (kind, head, "", head->struct_size, kind->head_size, kind->class_size, error))
    return FALSE;
  if (kind->has_schemes && !check_schemes (kind, head, head->name, error))
    return FALSE;
  if (!kind->has_schemes && !leat_is_name (head->name))
    return class_fault (error, kind, head,
                        "a name is lower-case letters, digits and dashes, %d at the most",
                        LEAT_NAME_MAX);
  if (!leat_is_sentence (head->summary))
    return class_fault (error, kind, head, "summary must be one sentence that ends in a full stop");
  if (head->instance_size < kind->instance_size || head->instance_size > INSTANCE_MAX)
    return class_fault (error, kind, head,
                        "instance_size is %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT " to %d is right",
                        head->instance_size, kind->instance_size, INSTANCE_MAX);
  return check_options (kind, head, error) && kind->check (head, error);
}

static gboolean check_source (gconstpointer data, GError **error);
static gboolean check_link (gconstpointer data, GError **error);
static gboolean check_framer (gconstpointer data, GError **error);
static gboolean check_sink (gconstpointer data, GError **error);

static const Kind sources = { .name = "source",
                              .head_size = UP_TO (LeatSourceClass, run),
                              .class_size = sizeof (LeatSourceClass),
                              .instance_size = sizeof (LeatSource),
                              .check = check_source };
static const Kind links = { .name = "link",
                            .head_size = UP_TO (LeatLinkClass, read),
                            .class_size = sizeof (LeatLinkClass),
                            .instance_size = sizeof (LeatLink),
                            .has_schemes = TRUE,
                            .check = check_link };
static const Kind framers = { .name = "framer",
                              .head_size = UP_TO (LeatFramerClass, scan),
                              .class_size = sizeof (LeatFramerClass),
                              .instance_size = sizeof (LeatFramer),
                              .check = check_framer };
static const Kind sinks = { .name = "sink",
                            .head_size = UP_TO (LeatSinkClass, close),
                            .class_size = sizeof (LeatSinkClass),
                            .instance_size = sizeof (LeatSink),
                            .check = check_sink };

/* what leat_schema_new() would warn of */
static gboolean
check_table (gconstpointer klass, const LeatRecordTable *table, GError **error)
{
  if (!check_size (&sources, klass, "makes: ", table->struct_size,
                   UP_TO (LeatRecordTable, n_fields), sizeof *table, error))
    return FALSE;
  if (!leat_is_name (table->name) || !leat_is_sentence (table->summary) || table->n_fields == 0)
    return class_fault (error, &sources, klass,
                        "makes: records \"%s\" need a name, a sentence and fields",
                        table->name != NULL ? table->name : "");
  for (guint i = 0; i < table->n_fields; i++)
    if (table->fields[i].name == NULL || !leat_draft_is_field_name (table->fields[i].name) ||
        !leat_is_sentence (table->fields[i].summary))
      return class_fault (error, &sources, klass,
                          "makes: field %u of %s needs a name of a-z, 0-9 and _, and a sentence", i,
                          table->name);
  return TRUE;
}

static gboolean
check_tables (const LeatSourceClass *klass, GError **error)
{
  for (const LeatRecordTable *const *made = klass->makes; *made != NULL; made++)
    if (!check_table (klass, *made, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_source (gconstpointer data, GError **error)
{
  const LeatSourceClass *klass = data;

  if (klass->start != NULL && klass->run != NULL)
    return class_fault (error, &sources, klass, "start and run are both set; one is right");
  if (klass->start == NULL && klass->run == NULL && klass->schemes == NULL)
    return class_fault (error, &sources, klass, "neither start nor run is set; one is right");
  if (klass->run != NULL && LEAT_CLASS_HAS (klass, events))
    return class_fault (error, &sources, klass, "events goes with start, not with run");
  if (klass->schemes != NULL && !check_schemes (&sources, klass, klass->schemes, error))
    return FALSE;
  if (klass->framer != NULL && !leat_is_name (klass->framer))
    return class_fault (error, &sources, klass, "framer \"%s\" is no name", klass->framer);
  if (klass->schema != NULL && *klass->schema == '\0')
    return class_fault (error, &sources, klass, "schema is empty");
  return !LEAT_CLASS_HAS (klass, makes) || check_tables (klass, error);
}

static gboolean
check_link (gconstpointer data, GError **error)
{
  const LeatLinkClass *klass = data;

  return require (&links, klass, "open", klass->open != NULL, error) &&
         require (&links, klass, "close", klass->close != NULL, error) &&
         require (&links, klass, "get_fd", klass->get_fd != NULL, error) &&
         require (&links, klass, "read", klass->read != NULL, error) &&
         (LEAT_CLASS_HAS (klass, open_at) == LEAT_CLASS_HAS (klass, get_place) ||
          class_fault (error, &links, klass, "open_at and get_place go together"));
}

static gboolean
check_framer (gconstpointer data, GError **error)
{
  const LeatFramerClass *klass = data;

  return require (&framers, klass, "scan", klass->scan != NULL, error);
}

static gboolean
check_store (const LeatSinkClass *klass, const LeatStoreClass *store, GError **error)
{
  if (!check_size (&sinks, klass, "store: ", store->struct_size,
                   UP_TO (LeatStoreClass, close_reader), sizeof *store, error))
    return FALSE;
  return require (&sinks, klass, "store: open_reader", store->open_reader != NULL, error) &&
         require (&sinks, klass, "store: read", store->read != NULL, error) &&
         require (&sinks, klass, "store: claim", store->claim != NULL, error) &&
         require (&sinks, klass, "store: ack", store->ack != NULL, error) &&
         require (&sinks, klass, "store: reject", store->reject != NULL, error) &&
         require (&sinks, klass, "store: get_backlog", store->get_backlog != NULL, error) &&
         require (&sinks, klass, "store: remember", store->remember != NULL, error) &&
         require (&sinks, klass, "store: recall", store->recall != NULL, error) &&
         require (&sinks, klass, "store: close_reader", store->close_reader != NULL, error);
}

static gboolean
check_sink (gconstpointer data, GError **error)
{
  const LeatSinkClass *klass = data;

  return require (&sinks, klass, "open", klass->open != NULL, error) &&
         require (&sinks, klass, "write", klass->write != NULL, error) &&
         require (&sinks, klass, "flush", klass->flush != NULL, error) &&
         require (&sinks, klass, "close", klass->close != NULL, error) &&
         (klass->store == NULL || check_store (klass, klass->store, error));
}

/* @list: of classes, ends with NULL, or is NULL: each is sound, and no name or scheme comes twice
 */
static gboolean
check_classes (const Kind *kind, gconstpointer list, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const Head *const *heads = list; heads != NULL && *heads != NULL; heads++)
    {
      g_auto (GStrv) names = NULL;

      if (!check_class (kind, *heads, error))
        return FALSE;
      names = g_strsplit ((*heads)->name, " ", -1);
      for (guint i = 0; names[i] != NULL; i++)
        if (!g_hash_table_add (seen, g_strdup (names[i])))
          {
            g_set_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN, "%s %s stands twice", kind->name,
                         names[i]);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
check_module (const LeatPlugin *plugin, GError **error)
{
  if (plugin->abi_major != LEAT_ABI_MAJOR || plugin->abi_minor > LEAT_ABI_MINOR)
    return leat_error_fail (error, LEAT_ERROR_PLUGIN,
                            "was built for ABI %u.%u, this libleat has %d.%d; "
                            "build it with this libleat's headers",
                            plugin->abi_major, plugin->abi_minor, LEAT_ABI_MAJOR, LEAT_ABI_MINOR);
  if (plugin->struct_size != sizeof *plugin)
    return leat_error_fail (error, LEAT_ERROR_PLUGIN,
                            "struct_size of its LeatPlugin is %u, %" G_GSIZE_FORMAT
                            " is right; LEAT_PLUGIN_DEFINE() sets it",
                            plugin->struct_size, sizeof *plugin);
  if (!leat_is_name (plugin->name))
    return leat_error_fail (error, LEAT_ERROR_PLUGIN,
                            "name must be lower-case letters, digits and dashes, %d at the most",
                            LEAT_NAME_MAX);
  if (plugin->version == NULL || *plugin->version == '\0')
    return leat_error_fail (error, LEAT_ERROR_PLUGIN, "version is not set");
  if (!leat_is_sentence (plugin->summary))
    return leat_error_fail (error, LEAT_ERROR_PLUGIN,
                            "summary must be one sentence that ends in a full stop");
  if (plugin->license == NULL || *plugin->license == '\0')
    return leat_error_fail (error, LEAT_ERROR_PLUGIN,
                            "license is not set; an SPDX expression is right");
  return TRUE;
}

static gboolean
is_empty (gconstpointer list)
{
  return list == NULL || *(const gconstpointer *) list == NULL;
}

/**
 * leat_plugin_check:
 * @plugin: (nullable): what leat_plugin_get() of a module gave
 * @error: return location for a #GError
 *
 * Judges a module before anything of it is called: ABI, sizes, required members, names, option
 * tables. That keys of a link, a source and the host clash is seen where they meet, not here. Main
 * thread.
 *
 * Returns: %FALSE with %LEAT_ERROR_PLUGIN that names class and member
 */
gboolean
leat_plugin_check (const LeatPlugin *plugin, GError **error)
{
  if (plugin == NULL)
    return leat_error_fail (error, LEAT_ERROR_PLUGIN, "leat_plugin_get() gave NULL");
  if (!check_module (plugin, error))
    return FALSE;
  if (is_empty (plugin->sources) && is_empty (plugin->links) && is_empty (plugin->framers) &&
      is_empty (plugin->sinks))
    return leat_error_fail (error, LEAT_ERROR_PLUGIN, "offers no source, link, framer or sink");
  return check_classes (&sources, plugin->sources, error) &&
         check_classes (&links, plugin->links, error) &&
         check_classes (&framers, plugin->framers, error) &&
         check_classes (&sinks, plugin->sinks, error);
}
