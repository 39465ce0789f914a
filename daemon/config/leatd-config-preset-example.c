/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-preset-example.c - the [example N] of a preset: bytes, and the frames in them */
#include "config/leatd-config-preset.h"
#include <string.h>

#define EXAMPLE "example "
#define MAX_FRAME 65536

/* what was found: of GBytes */
typedef struct {
  GPtrArray *frames;
  GPtrArray *rejects;
} Found;

static void
found_init (Found *self)
{
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->rejects = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

static void
found_clear (Found *self)
{
  g_clear_pointer (&self->frames, g_ptr_array_unref);
  g_clear_pointer (&self->rejects, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static void
drain (LeatFraming *framing, Found *found)
{
  LeatPiece piece;

  while (leat_framing_next (framing, &piece))
    if (piece.reason == NULL)
      g_ptr_array_add (found->frames, g_bytes_new (piece.frame.payload, piece.frame.length));
    else
      g_ptr_array_add (found->rejects, g_bytes_new (piece.data, piece.length));
}

/* @size: of a piece, at the most */
static void
feed_part (LeatFraming *framing, GBytes *part, gsize size, Found *found)
{
  const LeatArrival arrival = { .struct_size = sizeof (LeatArrival) };
  gsize length;
  const guint8 *data = g_bytes_get_data (part, &length);

  for (gsize at = 0, n; at < length; at += n)
    {
      n = MIN (size, length - at);
      memcpy (leat_framing_reserve (framing, n), data + at, n);
      leat_framing_commit (framing, n, &arrival);
      drain (framing, found);
    }
}

/* FALSE: the framer cannot be made; that it can was seen before */
static gboolean
run (LeatdPreset *self, LeatdConfig *config, const LeatdPresetExample *example, gsize size,
     Found *found)
{
  LeatFramer *framer = leatd_config_new_preset (config, self, NULL);
  g_autoptr (LeatFraming) framing = framer != NULL ? leat_framing_new (framer, MAX_FRAME) : NULL;

  found_init (found);
  for (guint i = 0; framing != NULL && i < example->bytes->len; i++)
    {
      feed_part (framing, example->bytes->pdata[i], size, found);
      if (example->end != LEAT_END_NO)
        leat_framing_end (framing, (LeatEnd) example->end, (LeatMoment) { 0 });
      drain (framing, found);
    }
  return framing != NULL;
}

static gboolean
lists_equal (const GPtrArray *list, const GPtrArray *other)
{
  if (list->len != other->len)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    if (!g_bytes_equal (list->pdata[i], other->pdata[i]))
      return FALSE;
  return TRUE;
}

static char *
spell (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return leat_escape_do (data, length);
}

static void
compare_one (LeatdPreset *self, const LeatGroup *group, const char *key, GBytes *there)
{
  const char *value = leat_group_get (group, key);
  g_autofree char *shown = there != NULL ? spell (there) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) expected = value != NULL ? leat_escape_undo (value, strlen (value), &error)
                                              : NULL;

  if (error != NULL)
    leat_group_fault (group, key, self->faults, "%s", error->message);
  else if (value == NULL)
    leat_group_fault (group, key, self->faults, "is missing: \"%s\" comes out", shown);
  else if (there == NULL)
    leat_group_fault (group, key, self->faults, "does not come out");
  else if (!g_bytes_equal (expected, there))
    leat_group_fault (group, key, self->faults, "comes out as \"%s\"", shown);
}

/* @prefix: "frame." or "reject.": counted from 1, and as many as there are */
static void
compare (LeatdPreset *self, const LeatGroup *group, const char *prefix, const GPtrArray *list)
{
  guint n_keys = 0;

  for (guint i = 0; i < group->entries->len; i++)
    n_keys += g_str_has_prefix (((const LeatEntry *) group->entries->pdata[i])->key, prefix);
  for (guint i = 0; i < MAX (list->len, n_keys); i++)
    {
      g_autofree char *key = g_strdup_printf ("%s%u", prefix, i + 1);

      compare_one (self, group, key, i < list->len ? list->pdata[i] : NULL);
    }
}

static void
try_example (LeatdPreset *self, LeatdConfig *config, const LeatGroup *group)
{
  static const char *const prefixes[] = { "frame.", "reject.", NULL };
  const LeatOption *tables[] = { leatd_preset_example_options, NULL };
  g_auto (Found) found = { NULL }, again = { NULL };
  LeatdPresetExample example = { NULL };

  leat_group_check_keys (group, tables, prefixes, self->faults);
  if (leat_group_fill (group, leatd_preset_example_options, &example, self->faults) &&
      run (self, config, &example, G_MAXSIZE, &found) && run (self, config, &example, 1, &again))
    {
      compare (self, group, prefixes[0], found.frames);
      compare (self, group, prefixes[1], found.rejects);
      if (!lists_equal (found.frames, again.frames) || !lists_equal (found.rejects, again.rejects))
        leat_group_fault (group, "bytes", self->faults,
                          "what is found in them depends on how they are cut");
    }
  leat_options_clear (leatd_preset_example_options, &example);
}

void
leatd_preset_try_examples (LeatdPreset *self, LeatdConfig *config)
{
  for (guint i = 0; i < leat_keyfile_get_n_groups (self->keyfile); i++)
    {
      const LeatGroup *group = leat_keyfile_get_group (self->keyfile, i);

      if (g_str_has_prefix (group->name, EXAMPLE))
        try_example (self, config, group);
    }
}
