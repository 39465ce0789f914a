/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-classes.c - the classes of a module, and instances of them as the key file wants them */
#include "harness.h"
#include <string.h>

typedef union {
  const LeatSourceClass *source;
  const LeatLinkClass *link;
  const LeatFramerClass *framer;
  const LeatSinkClass *sink;
} AnyClass;

static const char *const kind_names[] = { "source", "link", "framer", "sink" };

const char *
harness_class_name (HarnessKind kind, gconstpointer klass)
{
  const AnyClass any = { .source = klass };

  switch (kind)
    {
    case HARNESS_SOURCE: return any.source->name;
    case HARNESS_LINK: return any.link->schemes;
    case HARNESS_FRAMER: return any.framer->name;
    case HARNESS_SINK: return any.sink->name;
    }
  g_assert_not_reached ();
}

const LeatOption *
harness_class_options (HarnessKind kind, gconstpointer klass)
{
  const AnyClass any = { .source = klass };

  switch (kind)
    {
    case HARNESS_SOURCE: return any.source->options;
    case HARNESS_LINK: return any.link->options;
    case HARNESS_FRAMER: return any.framer->options;
    case HARNESS_SINK: return any.sink->options;
    }
  g_assert_not_reached ();
}

/* a device= that is a path has no scheme: it is serial's */
static gboolean
is_link_of (const LeatLinkClass *klass, const char *device)
{
  g_auto (GStrv) schemes = g_strsplit (klass->schemes, " ", -1);
  const char *colon = device != NULL ? strchr (device, ':') : NULL;
  g_autofree char *scheme = colon != NULL ? g_strndup (device, (gsize) (colon - device)) : NULL;

  if (device == NULL)
    return FALSE;
  return g_strv_contains ((const char *const *) schemes, scheme != NULL ? scheme : "serial");
}

static gboolean
is_about (const LeatGroup *group, HarnessKind kind, gconstpointer klass)
{
  g_autofree char *prefix = g_strconcat (kind_names[kind == HARNESS_LINK ? HARNESS_SOURCE : kind],
                                         " ", NULL);
  const char *value;

  if (!g_str_has_prefix (group->name, prefix))
    return FALSE;
  if (kind == HARNESS_LINK)
    return is_link_of (klass, leat_group_get (group, "device"));
  value = leat_group_get (group, kind == HARNESS_FRAMER ? "type" : "plugin");
  return g_strcmp0 (value, harness_class_name (kind, klass)) == 0;
}

const LeatGroup *
harness_find_group (const Harness *self, HarnessKind kind, gconstpointer klass)
{
  const guint n = self->keyfile != NULL ? leat_keyfile_get_n_groups (self->keyfile) : 0;

  for (guint i = 0; i < n; i++)
    if (is_about (leat_keyfile_get_group (self->keyfile, i), kind, klass))
      return leat_keyfile_get_group (self->keyfile, i);
  return NULL;
}

/* --- instances --- */

static gpointer
instance_new (HarnessKind kind, gconstpointer klass)
{
  switch (kind)
    {
    case HARNESS_SOURCE: return leat_source_instance_new (klass);
    case HARNESS_LINK: return leat_link_instance_new (klass);
    case HARNESS_FRAMER: return leat_framer_instance_new (klass);
    case HARNESS_SINK: return leat_sink_instance_new (klass);
    }
  g_assert_not_reached ();
}

void
harness_free (HarnessCheck *self, gpointer instance)
{
  switch (self->kind)
    {
    case HARNESS_SOURCE: leat_source_instance_free (instance); break;
    case HARNESS_LINK: leat_link_instance_free (instance); break;
    case HARNESS_FRAMER: leat_framer_free (instance); break;
    case HARNESS_SINK: leat_sink_instance_free (instance); break;
    }
}

static const char *
find_required (const LeatOption *options)
{
  for (; options != NULL && options->type != LEAT_OPTION_TYPE_NONE; options++)
    if ((options->flags & LEAT_OPTION_REQUIRED) != 0)
      return options->key;
  return NULL;
}

gpointer
harness_make (HarnessCheck *self, GError **error)
{
  const LeatOption *options = harness_class_options (self->kind, self->klass);
  const LeatGroup *group = harness_find_group (self->harness, self->kind, self->klass);
  const char *required = find_required (options);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  gpointer instance;

  if (group == NULL && required != NULL)
    {
      harness_lacks (error, "%s= is required: give a key file with a group for it (--config)",
                     required);
      return NULL;
    }
  instance = instance_new (self->kind, self->klass);
  if (self->kind == HARNESS_FRAMER)
    ((LeatFramer *) instance)->host = harness_framer_host (self->harness);
  if (group == NULL || options == NULL || leat_group_fill (group, options, instance, faults))
    return instance;
  {
    g_autofree char *text = leat_faults_to_string (faults);

    harness_wrong (error, "%s", g_strchomp (text));
  }
  harness_free (self, instance);
  return NULL;
}

static gboolean
call_init (HarnessKind kind, gpointer instance, GError **error)
{
  switch (kind)
    {
    case HARNESS_SOURCE: return leat_source_instance_init (instance, error);
    case HARNESS_LINK: return leat_link_instance_init (instance, error);
    case HARNESS_FRAMER: return leat_framer_instance_init (instance, error);
    case HARNESS_SINK: return leat_sink_instance_init (instance, error);
    }
  g_assert_not_reached ();
}

/* FALSE with init()'s own error, or with what is wrong about that */
gboolean
harness_init (HarnessCheck *self, gpointer instance, GError **error)
{
  g_autoptr (GError) told = NULL;
  const gboolean done = call_init (self->kind, instance, &told);

  if (!harness_is_told (done, &told, "init()") || !done)
    {
      g_propagate_error (error, g_steal_pointer (&told));
      return FALSE;
    }
  return TRUE;
}

gboolean
harness_ready (HarnessCheck *self, gpointer instance, GError **error)
{
  g_autoptr (GError) told = NULL;

  if (harness_init (self, instance, &told))
    return TRUE;
  if (harness_find_group (self->harness, self->kind, self->klass) == NULL &&
      !g_error_matches (told, LEAT_ERROR, LEAT_ERROR_PLUGIN))
    return harness_lacks (error,
                          "it wants options (%s): give a key file with a group for it "
                          "(--config)",
                          told->message);
  g_propagate_error (error, g_steal_pointer (&told));
  return FALSE;
}

gpointer
harness_make_ready (HarnessCheck *self, GError **error)
{
  gpointer instance = harness_make (self, error);

  if (instance == NULL || harness_ready (self, instance, error))
    return instance;
  harness_free (self, instance);
  return NULL;
}

/* --- the list --- */

void
harness_check_free (gpointer data)
{
  HarnessCheck *self = data;

  g_string_free (self->notes, TRUE);
  g_free (self->name);
  g_free (self);
}

void
harness_add (GPtrArray *checks, const Harness *harness, HarnessKind kind, gconstpointer klass,
             const char *what, HarnessFunc func)
{
  HarnessCheck *self = g_new0 (HarnessCheck, 1);
  g_auto (GStrv) words = g_strsplit (harness_class_name (kind, klass), " ", 2);

  *self = (HarnessCheck) { .harness = harness,
                           .name = g_strdup_printf ("%s/%s/%s", kind_names[kind], words[0], what),
                           .func = func,
                           .kind = kind,
                           .klass = klass,
                           .notes = g_string_new (NULL) };
  g_ptr_array_add (checks, self);
}

GPtrArray *
harness_list (const Harness *harness)
{
  const LeatPlugin *plugin = harness->plugin;
  GPtrArray *checks = g_ptr_array_new_with_free_func (harness_check_free);

  for (const LeatSourceClass *const *k = plugin->sources; k != NULL && *k != NULL; k++)
    harness_add_source (checks, harness, *k);
  for (const LeatLinkClass *const *k = plugin->links; k != NULL && *k != NULL; k++)
    harness_add_link (checks, harness, *k);
  for (const LeatFramerClass *const *k = plugin->framers; k != NULL && *k != NULL; k++)
    harness_add_framer (checks, harness, *k);
  for (const LeatSinkClass *const *k = plugin->sinks; k != NULL && *k != NULL; k++)
    harness_add_sink (checks, harness, *k);
  return checks;
}
