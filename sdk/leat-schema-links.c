/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-links.c - what the fields of a schema in the making say of each other */
#include <string.h>
#include "leat-schema-draft.h"

static const LeatPlace *
get_place (const LeatDraft *draft, guint index)
{
  return &g_array_index (draft->decoder->places, LeatPlace, index);
}

/* the next place of a field, from @index on */
static gboolean
find_place (const LeatDraft *draft, const char *name, guint *index)
{
  for (; *index < draft->decoder->places->len; (*index)++)
    {
      const guint field = get_place (draft, *index)->cell.field;

      if (strcmp (g_array_index (draft->fields, LeatField, field).name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
offer_place (const LeatGroup *group, const char *key, const LeatDraft *draft, const char *name,
             LeatFaults *faults)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < draft->fields->len; i++)
    if (g_ptr_array_index (draft->judged, i) == NULL)
      g_ptr_array_add (names, (gpointer) g_array_index (draft->fields, LeatField, i).name);
  g_ptr_array_add (names, NULL);

  const char *nearest = leat_nearest (name, (const char *const *) names->pdata);

  leat_group_fault (group, key, faults, "\"%s\" is no field with a place in the frame%s%s%s", name,
                    nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
                    nearest != NULL ? "?" : "");
}

/* all places of the field: the one that counts in a record has the tolerance */
static void
add_judged (const LeatGroup *group, const LeatDraft *draft, const char *name, GArray *judged,
            LeatFaults *faults)
{
  guint index = 0;

  if (!find_place (draft, name, &index))
    offer_place (group, "judgement", draft, name, faults);
  for (; find_place (draft, name, &index); index++)
    {
      if (leat_range_is_open (&get_place (draft, index)->cell.tolerance))
        leat_group_fault (group, "judgement", faults,
                          "%s has no tolerance: it needs lower-limit= or upper-limit=", name);
      g_array_append_val (judged, index);
    }
}

static void
add_verdict (LeatDraft *draft, guint field, LeatFaults *faults)
{
  const LeatGroup *group = g_ptr_array_index (draft->groups, field);
  char **names = g_ptr_array_index (draft->judged, field);
  LeatVerdict verdict = { .field = field };

  if (leat_group_find (group, "judgement") == NULL) /* given=yes */
    return;
  verdict.judged = g_array_new (FALSE, FALSE, sizeof (guint));
  if (names[0] == NULL)
    leat_group_fault (group, "judgement", faults, "names no field");
  for (guint i = 0; names[i] != NULL; i++)
    add_judged (group, draft, names[i], verdict.judged, faults);
  g_array_append_val (draft->decoder->verdicts, verdict);
}

/* the one place of a field that others look at; LEAT_NO_PLACE after a fault */
static guint
find_looked_at (const LeatGroup *group, const char *key, const LeatDraft *draft, const char *name,
                LeatFaults *faults)
{
  guint index = 0, second;

  if (!find_place (draft, name, &index))
    {
      offer_place (group, key, draft, name, faults);
      return LEAT_NO_PLACE;
    }
  second = index + 1;
  if (find_place (draft, name, &second))
    leat_group_fault (group, key, faults, "%s has several places; it must have one", name);
  return index;
}

static void
link_status (LeatDraft *draft, guint index, LeatFaults *faults)
{
  const LeatGroup *group = g_ptr_array_index (draft->place_groups, index);
  LeatPlace *place = &g_array_index (draft->decoder->places, LeatPlace, index);
  const char *name = leat_group_get (group, "status");

  if (name == NULL)
    return;
  place->status = find_looked_at (group, "status", draft, name, faults);
  if (place->status == index)
    leat_group_fault (group, "status", faults, "is the field itself; it needs another one");
}

static gboolean
has_shapes (const LeatDraft *draft, LeatFaults *faults)
{
  const gboolean has_branch = draft->options.branch != NULL;
  gboolean found = FALSE;

  for (guint i = 0; i < draft->place_groups->len; i++)
    if (get_place (draft, i)->shapes != LEAT_SHAPES_ALL)
      {
        found = TRUE;
        if (!has_branch)
          leat_group_fault (g_ptr_array_index (draft->place_groups, i), "when", faults,
                            "needs branch= in [schema]: the field that tells the shapes apart");
      }
  return found;
}

static void
link_branch (LeatDraft *draft, const LeatGroup *schema, LeatFaults *faults)
{
  const gboolean has = has_shapes (draft, faults);
  const char *name = draft->options.branch;
  guint branch;

  if (name == NULL || schema == NULL)
    return;
  if (!has)
    leat_group_fault (schema, "branch", faults, "is for fields with a when=, and none has one");
  branch = find_looked_at (schema, "branch", draft, name, faults);
  if (branch != LEAT_NO_PLACE && get_place (draft, branch)->shapes != LEAT_SHAPES_ALL)
    leat_group_fault (g_ptr_array_index (draft->place_groups, branch), "when", faults,
                      "has no meaning for the field that branch= names; it counts always");
  draft->decoder->branch = branch;
  draft->decoder->rejects_others = draft->options.others != 0;
}

/* see leat-schema-draft.h */
void
leat_draft_link (LeatDraft *draft, const LeatGroup *schema, LeatFaults *faults)
{
  for (guint i = 0; i < draft->fields->len; i++)
    if (g_ptr_array_index (draft->judged, i) != NULL)
      add_verdict (draft, i, faults);
  for (guint i = 0; i < draft->place_groups->len; i++)
    link_status (draft, i, faults);
  link_branch (draft, schema, faults);
}
