/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-repeat.c - one [field NAME] with repeat= as the fields of the elements of a group */
#include <string.h>
#include "leat-schema-draft.h"

#define REPEAT_MAX 256
#define OFFSET_MAX (16 * 1024 * 1024)

/* 0 after a fault */
static guint64
read_key (const LeatGroup *group, const char *key, guint64 least, guint64 most, LeatFaults *faults)
{
  const char *text = leat_group_get (group, key);
  guint64 number = 0;

  if (text == NULL)
    leat_group_fault (group, key, faults, "is missing: repeat= needs it");
  else if (!g_ascii_string_to_unsigned (text, 10, least, most, &number, NULL))
    leat_group_fault (group, key, faults,
                      "\"%s\" is no number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, text,
                      least, most);
  return number;
}

static void
set_own (LeatDraft *draft, LeatGroup *self, const LeatEntry *like, const char *key, guint64 number)
{
  LeatEntry *entry = g_new0 (LeatEntry, 1);

  entry->key = g_strdup (key);
  entry->value = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  entry->file = like->file;
  entry->line = like->line;
  g_ptr_array_add (draft->own, entry);
  g_ptr_array_add (self->entries, entry);
  g_hash_table_insert (self->index, entry->key, entry);
}

static void
remove_key (LeatGroup *self, const char *key)
{
  LeatEntry *entry = g_hash_table_lookup (self->index, key);

  if (entry == NULL)
    return;
  g_ptr_array_remove (self->entries, entry);
  g_hash_table_remove (self->index, key);
}

/* see leat-schema-draft.h */
LeatGroup *
leat_draft_repeat (LeatDraft *draft, const LeatGroup *group, const char *name, guint index,
                   LeatFaults *faults)
{
  static const char *const replaced[] = { "repeat", "stride", "offset", "element" };
  const guint n_faults = leat_faults_get_n (faults);
  const guint64 repeat = read_key (group, "repeat", 1, REPEAT_MAX, faults);
  const guint64 stride = read_key (group, "stride", 1, OFFSET_MAX, faults);
  const guint64 offset = read_key (group, "offset", 0, OFFSET_MAX, faults);
  g_autofree char *own_name = g_strdup_printf ("field %s_%u", name, index + 1);
  LeatGroup *self;

  if (leat_faults_get_n (faults) != n_faults || index >= repeat)
    return NULL;
  self = leat_draft_make_group (draft, own_name, group);
  leat_draft_add_entries (self, group, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (replaced); i++)
    remove_key (self, replaced[i]);
  set_own (draft, self, leat_group_find (group, "offset"), "offset", offset + index * stride);
  if (leat_group_find (group, "count") != NULL)
    set_own (draft, self, leat_group_find (group, "count"), "element", index + 1);
  return self;
}
