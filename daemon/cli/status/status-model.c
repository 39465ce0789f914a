/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-model.c - a leatd, its sources and sinks at one moment, as its bus tells them */
#include "status-model.h"
#include "leat-error.h"
#include "leat-option-host.h"

#define COMPONENT "org.leat.Leat1.Component"
#define SINK "org.leat.Leat1.Sink"
#define STORE "org.leat.Leat1.Store"

static void
part_free (gpointer data)
{
  LeatStatusPart *self = data;

  g_free (self->path);
  g_free (self->name);
  g_free (self->plugin);
  g_strfreev (self->third_parties);
  g_free (self->state);
  g_free (self->reason);
  g_free (self->last_error);
  g_variant_unref (self->counters);
  g_free (self);
}

static char *
dup_text (GVariant *properties, const char *name)
{
  char *text = NULL;

  return g_variant_lookup (properties, name, "s", &text) ? text : g_strdup ("");
}

static char **
dup_texts (GVariant *properties, const char *name)
{
  char **texts = NULL;

  return g_variant_lookup (properties, name, "^as", &texts) ? texts : g_new0 (char *, 1);
}

static guint64
get_number (GVariant *properties, const char *name)
{
  guint64 number = 0;

  g_variant_lookup (properties, name, "t", &number);
  return number;
}

/* (nullable): an object that is no source or sink is none */
static LeatStatusPart *
part_new (const char *path, GVariant *interfaces)
{
  g_autoptr (GVariant)
      common = g_variant_lookup_value (interfaces, COMPONENT, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) sink = g_variant_lookup_value (interfaces, SINK, G_VARIANT_TYPE_VARDICT);
  LeatStatusPart *self;

  if (common == NULL)
    return NULL;
  self = g_new0 (LeatStatusPart, 1);
  self->path = g_strdup (path);
  self->is_sink = sink != NULL;
  self->is_store = g_variant_lookup (interfaces, STORE, "@a{sv}", NULL);
  self->name = dup_text (common, "Name");
  self->plugin = dup_text (common, "Plugin");
  self->third_parties = dup_texts (common, "ThirdParties");
  self->state = dup_text (common, "State");
  self->reason = dup_text (common, "StateReason");
  self->last_error = dup_text (common, "LastError");
  self->since = (gint64) get_number (common, "Since");
  self->counters = g_variant_lookup_value (common, "Counters", G_VARIANT_TYPE ("a{sx}"));
  if (self->counters == NULL)
    self->counters = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{sx}"), NULL, 0));
  if (sink == NULL)
    return self;
  g_variant_lookup (sink, "Online", "b", &self->online);
  self->backlog = get_number (sink, "Backlog");
  self->oldest = (gint64) get_number (sink, "OldestUndelivered");
  return self;
}

/* camera2 stands before camera10 */
static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const LeatStatusPart *one = *(LeatStatusPart *const *) a;
  const LeatStatusPart *other = *(LeatStatusPart *const *) b;
  g_autofree char *one_key = NULL, *other_key = NULL;

  if (one->is_sink != other->is_sink)
    return one->is_sink ? 1 : -1;
  one_key = g_utf8_collate_key_for_filename (one->name, -1);
  other_key = g_utf8_collate_key_for_filename (other->name, -1);
  return strcmp (one_key, other_key);
}

LeatStatus *
leat_status_new (GVariant *manager, GVariant *objects)
{
  LeatStatus *self = g_new0 (LeatStatus, 1);
  GVariantIter iter;
  const char *path;
  GVariant *interfaces;

  self->version = dup_text (manager, "Version");
  self->state = dup_text (manager, "State");
  self->start_time = (gint64) get_number (manager, "StartTime");
  self->config_files = dup_texts (manager, "ConfigFiles");
  self->parts = g_ptr_array_new_with_free_func (part_free);
  g_variant_iter_init (&iter, objects);
  while (g_variant_iter_next (&iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    {
      LeatStatusPart *part = part_new (path, interfaces);

      if (part != NULL)
        g_ptr_array_add (self->parts, part);
      g_variant_unref (interfaces);
    }
  g_ptr_array_sort (self->parts, compare_parts);
  return self;
}

void
leat_status_free (LeatStatus *self)
{
  g_free (self->version);
  g_free (self->state);
  g_strfreev (self->config_files);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

const char *
leat_status_part_get_kind (const LeatStatusPart *self)
{
  return self->is_sink ? "sink" : "source";
}

static gboolean
part_is (const LeatStatusPart *self, const char *name, const char *kind)
{
  const char *own = leat_status_part_get_kind (self);

  if (kind != NULL && !g_str_equal (kind, own))
    return FALSE;
  if (g_str_equal (self->name, name))
    return TRUE;
  return g_str_has_prefix (name, own) && name[strlen (own)] == '/' &&
         g_str_equal (name + strlen (own) + 1, self->name);
}

static void
set_absence (const LeatStatus *self, const char *name, const char *kind, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *what = kind != NULL ? kind : "source or sink";
  const char *nearest;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const LeatStatusPart *part = self->parts->pdata[i];

      if (kind == NULL || g_str_equal (kind, leat_status_part_get_kind (part)))
        g_ptr_array_add (names, part->name);
    }
  g_ptr_array_add (names, NULL);
  nearest = leat_nearest (name, (const char *const *) names->pdata);
  if (nearest != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "there is no %s %s; did you mean %s?",
                 what, name, nearest);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND,
                 "there is no %s %s; leat status lists those there are", what, name);
}

/**
 * leat_status_find:
 * @name: "camera0", or "source/camera0" if a sink has that name too
 * @kind: (nullable): "source", "sink", or either
 * @error: return location for LEAT_ERROR_NOT_FOUND, with the nearest name; LEAT_ERROR_CONFIG:
 *   several have it
 *
 * Returns: (transfer none) (nullable): what is meant
 */
const LeatStatusPart *
leat_status_find (const LeatStatus *self, const char *name, const char *kind, GError **error)
{
  const LeatStatusPart *found = NULL;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const LeatStatusPart *part = self->parts->pdata[i];

      if (!part_is (part, name, kind))
        continue;
      if (found != NULL)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "%s is a source and a sink; source/%s or sink/%s says which", name, name,
                       name);
          return NULL;
        }
      found = part;
    }
  if (found == NULL)
    set_absence (self, name, kind, error);
  return found;
}

static gboolean
is_named (const LeatStatusPart *part, const char *const *names)
{
  for (; *names != NULL; names++)
    if (part_is (part, *names, NULL))
      return TRUE;
  return FALSE;
}

/**
 * leat_status_keep:
 * @names: those of interest; none: all
 * @error: return location for LEAT_ERROR_NOT_FOUND
 *
 * Forgets all others.
 *
 * Returns: %FALSE if one of @names is none
 */
gboolean
leat_status_keep (LeatStatus *self, const char *const *names, GError **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint n = 0; n < self->parts->len && !found; n++)
        found = part_is (self->parts->pdata[n], names[i], NULL);
      if (!found)
        {
          set_absence (self, names[i], NULL, error);
          return FALSE;
        }
    }
  for (guint i = self->parts->len; *names != NULL && i-- > 0;)
    if (!is_named (self->parts->pdata[i], names))
      g_ptr_array_remove_index (self->parts, i);
  return TRUE;
}

guint64
leat_status_part_get_count (const LeatStatusPart *self, const char *counter)
{
  gint64 count = 0;

  g_variant_lookup (self->counters, counter, "x", &count);
  return (guint64) MAX (count, 0);
}

guint64
leat_status_part_get_records (const LeatStatusPart *self)
{
  return leat_status_part_get_count (self, self->is_sink ? "safe" : "records");
}

/**
 * leat_status_concern:
 * @state: as the daemon tells it
 *
 * Returns: whether somebody has to do something about it; a state that this program does not know
 *   yet is none that ends by itself
 */
LeatStatusConcern
leat_status_concern (const char *state)
{
  static const char *const well[] = { "running", "ended", NULL };
  static const char *const passing[] = { "connecting", "waiting", "paused", NULL };

  if (g_strv_contains (well, state))
    return LEAT_STATUS_WELL;
  return g_strv_contains (passing, state) ? LEAT_STATUS_PASSING : LEAT_STATUS_TROUBLE;
}
