/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-groups.c - the fields of a schema in the making, and what they say of each other */
#include <string.h>
#include "leat-schema-draft.h"
#include "leat-schema-private.h"

static void
clear_field (gpointer data)
{
  LeatField *field = data;

  g_free ((char *) field->name);
  g_free ((char *) field->unit);
}

void
leat_draft_init (LeatDraft *draft)
{
  *draft = (LeatDraft) {
    .fields = g_array_new (FALSE, FALSE, sizeof (LeatField)),
    .groups = g_ptr_array_new (),
    .judged = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev),
    .place_groups = g_ptr_array_new (),
    .merged = g_ptr_array_new_with_free_func (leat_group_free),
    .own = g_ptr_array_new_with_free_func (leat_entry_free),
  };
  g_array_set_clear_func (draft->fields, clear_field);
}

void
leat_draft_clear (LeatDraft *draft)
{
  const LeatFormat *format = leat_formats[draft->options.format];

  if (draft->format_options != NULL && format->schema_options != NULL)
    leat_options_clear (format->schema_options, draft->format_options);
  g_free (draft->format_options);
  leat_options_clear (leat_draft_schema_options, &draft->options);
  g_array_unref (draft->fields);
  g_ptr_array_unref (draft->groups);
  g_ptr_array_unref (draft->judged);
  g_ptr_array_unref (draft->place_groups);
  g_ptr_array_unref (draft->merged);
  g_ptr_array_unref (draft->own);
  g_clear_pointer (&draft->decoder, leat_decoder_free);
}

static void
check_field_name (const LeatGroup *group, const char *name, LeatFaults *faults)
{
  if (!leat_draft_is_field_name (name))
    leat_group_fault (
        group, NULL, faults,
        "\"%s\" is no name of a field: it begins with a-z and goes on with a-z, 0-9 and _", name);
  else if (!leat_draft_example_allows (name))
    leat_group_fault (group, NULL, faults,
                      "\"%s\" is no name of a field: an [example] needs the word for itself", name);
}

/* of these the first one found is watched: a second one would be passed over without a word */
static void
check_single_role (const LeatGroup *group, LeatRole role, const LeatDraft *draft,
                   LeatFaults *faults)
{
  if (role != LEAT_ROLE_COUNTER && role != LEAT_ROLE_TIME && role != LEAT_ROLE_CAMERA)
    return;
  for (guint i = 0; i < draft->fields->len; i++)
    {
      const LeatField *other = &g_array_index (draft->fields, LeatField, i);

      if (other->role == role)
        leat_group_fault (group, "role", faults, "%s has field %s already; a record has one",
                          leat_draft_roles[role], other->name);
    }
}

static void
add_place (const LeatGroup *group, const LeatPlace *place, LeatDraft *draft, LeatFaults *faults)
{
  g_array_append_vals (draft->decoder->places, place, 1);
  g_ptr_array_add (draft->place_groups, (gpointer) group);
  if (draft->decoder->places->len == LEAT_PLACES_MAX + 1)
    leat_group_fault (group, NULL, faults, "is one more than the %u that a schema may have",
                      LEAT_PLACES_MAX);
}

static void
add_new (const LeatGroup *group, const char *name, LeatDraft *draft, LeatFaults *faults)
{
  LeatField field;
  LeatPlace place;
  char **judged = NULL;

  check_field_name (group, name, faults);
  leat_draft_fill_field (group, name, &draft->options, draft->decoder, &field, &place, &judged,
                         faults);
  check_single_role (group, field.role, draft, faults);
  place.cell.field = draft->fields->len;
  g_array_append_val (draft->fields, field);
  g_ptr_array_add (draft->groups, (gpointer) group);
  g_ptr_array_add (draft->judged, judged);
  if (judged == NULL)
    add_place (group, &place, draft, faults);
  else
    leat_place_clear (&place);
}

static gboolean
find_field (const LeatDraft *draft, const char *name, guint *index)
{
  for (*index = 0; *index < draft->fields->len; (*index)++)
    if (strcmp (g_array_index (draft->fields, LeatField, *index).name, name) == 0)
      return TRUE;
  return FALSE;
}

void
leat_draft_add_entries (LeatGroup *self, const LeatGroup *group, const LeatGroup *but)
{
  for (guint i = 0; i < group->entries->len; i++)
    {
      LeatEntry *entry = g_ptr_array_index (group->entries, i);

      if (but != NULL && leat_group_find (but, entry->key) != NULL)
        continue;
      g_ptr_array_add (self->entries, entry);
      g_hash_table_insert (self->index, entry->key, entry);
    }
}

LeatGroup *
leat_draft_make_group (LeatDraft *draft, const char *name, const LeatGroup *like)
{
  LeatGroup *self = g_new0 (LeatGroup, 1);

  self->name = g_strdup (name);
  self->file = like->file;
  self->line = like->line;
  self->entries = g_ptr_array_new ();
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (draft->merged, self);
  return self;
}

/* a record has one value of it, so its places must not count at once */
static void
check_shapes (const LeatGroup *group, const LeatPlace *place, const LeatDraft *draft,
              LeatFaults *faults)
{
  for (guint i = 0; i < draft->decoder->places->len; i++)
    {
      const LeatPlace *other = &g_array_index (draft->decoder->places, LeatPlace, i);
      const LeatGroup *where = g_ptr_array_index (draft->place_groups, i);

      if (other->cell.field == place->cell.field && (other->shapes & place->shapes) != 0)
        leat_group_fault (group, "when", faults, "[%s] counts then too; give each words of its own",
                          where->name);
    }
}

static void
check_alternative (const LeatGroup *group, LeatFaults *faults)
{
  static const char *const same[] = { "type", "role", "unit", "judgement" };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    if (leat_group_find (group, same[i]) != NULL)
      leat_group_fault (group, same[i], faults,
                        "is the same in all places of a field; say it in its first group");
  if (leat_group_find (group, "when") == NULL)
    leat_group_fault (group, "when", faults, "is missing: another place is for other records");
}

/* [field NAME WORD]: where the same field stands in records of another shape */
static void
add_alternative (const LeatGroup *group, const char *name, LeatDraft *draft, LeatFaults *faults)
{
  LeatField field;
  LeatPlace place;
  char **judged = NULL;
  guint index = 0;
  LeatGroup *merged;

  if (!find_field (draft, name, &index) || g_ptr_array_index (draft->judged, index) != NULL)
    {
      leat_group_fault (group, NULL, faults,
                        "needs a [field %s] with a place in the frame before it", name);
      return;
    }
  check_alternative (group, faults);
  merged = leat_draft_make_group (draft, group->name, group);
  leat_draft_add_entries (merged, g_ptr_array_index (draft->groups, index), group);
  leat_draft_add_entries (merged, group, NULL);
  leat_draft_fill_field (merged, name, &draft->options, draft->decoder, &field, &place, &judged,
                         faults);
  clear_field (&field);
  g_strfreev (judged);
  place.cell.field = index;
  check_shapes (group, &place, draft, faults);
  add_place (merged, &place, draft, faults);
}

static void
add_repeated (const LeatGroup *group, const char *name, LeatDraft *draft, LeatFaults *faults)
{
  const LeatGroup *element;

  for (guint i = 0; (element = leat_draft_repeat (draft, group, name, i, faults)) != NULL; i++)
    add_new (element, element->name + strlen ("field "), draft, faults);
}

void
leat_draft_add_field (const LeatGroup *group, const char *name, LeatDraft *draft,
                      LeatFaults *faults)
{
  g_auto (GStrv) words = g_strsplit (name, " ", 2);
  const LeatFormat *format = draft->decoder->format;

  if (words[0] != NULL && words[1] != NULL)
    add_alternative (group, words[0], draft, faults);
  else if (leat_group_find (group, "repeat") != NULL &&
           leat_options_find (format->field_options, "repeat") != NULL)
    add_repeated (group, name, draft, faults);
  else
    add_new (group, name, draft, faults);
}
