/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-text.c - the text format of schemas: the whole frame is what a field says */
#include "leat-format.h"

typedef struct {
  gboolean trim;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_BOOL (Options, trim, .key = "trim", .preset = "yes",
    .summary = "Whether blanks around the text are no part of it."),
  LEAT_OPTION_END,
};

static gpointer
text_make (const LeatGroup *group, gconstpointer options, LeatFaults *faults)
{
  return g_memdup2 (options, sizeof (Options));
}

static char *
text_add (gpointer form, const LeatGroup *group, gconstpointer options, const LeatCell *cell,
          LeatFaults *faults)
{
  return g_strdup ("frame");
}

static gboolean
text_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Options *self = form;

  for (guint i = 0; i < work->decoder->places->len; i++)
    leat_found_set_range (&work->pieces[i], work, 0, work->length, self->trim);
  return TRUE;
}

const LeatFormat leat_format_text = {
  .name = "text",
  .summary = "The whole frame is one text, such as a code that was read.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .make = text_make,
  .add = text_add,
  .find = text_find,
  .free = g_free,
};
