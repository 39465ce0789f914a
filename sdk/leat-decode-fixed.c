/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-fixed.c - the fixed format of schemas: each field has its bytes in the frame */
#include "leat-format.h"

#define BYTES_MAX (16 * 1024 * 1024)

typedef struct {
  gint64   length;
  gboolean trim;
} Options;

static const LeatOption options_table[] = {
  LEAT_OPTION_INT (Options, length, .key = "length", .minimum = 1, .maximum = BYTES_MAX,
    .summary = "How many bytes a frame has; another one is a reject. If not given: any number."),
  LEAT_OPTION_BOOL (Options, trim, .key = "trim", .preset = "yes",
    .summary = "Whether blanks around what stands in a field's bytes are no part of it."),
  LEAT_OPTION_END,
};

typedef struct {
  char *bytes;
} FieldOptions;

static const LeatOption field_options_table[] = {
  LEAT_OPTION_STRING (FieldOptions, bytes, .key = "bytes", .flags = LEAT_OPTION_REQUIRED,
    .summary = "Its bytes, counted from 1: 1-10, or 7, or 11- for all to the end."),
  LEAT_OPTION_END,
};

/* from 0 here; last: G_MAXUINT: to the end */
typedef struct {
  guint first;
  guint last;
} Range;

typedef struct {
  guint    length;            /* 0: any */
  gboolean trim;
  GArray  *ranges;            /* of Range, one for each place */
} Fixed;

static gpointer
fixed_make (const LeatGroup *group, gconstpointer data, LeatFaults *faults)
{
  const Options *options = data;
  Fixed *self = g_new0 (Fixed, 1);

  self->length = (guint) options->length;
  self->trim = options->trim;
  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  return self;
}

static char *
fixed_add (gpointer form, const LeatGroup *group, gconstpointer data, const LeatCell *cell,
           LeatFaults *faults)
{
  Fixed *self = form;
  const FieldOptions *options = data;
  Range range = { 0, 0 };

  if (!leat_format_read_range (options->bytes, BYTES_MAX, TRUE, &range.first, &range.last))
    leat_group_fault (group, "bytes", faults,
                      "\"%s\" are no bytes of a frame: 1-10, or 7, or 11-, counted from 1",
                      options->bytes);
  else if (self->length > 0 && (range.last == G_MAXUINT ? range.first : range.last) >= self->length)
    leat_group_fault (group, "bytes", faults, "go beyond length=%u of [schema]", self->length);
  g_array_append_val (self->ranges, range);
  return g_strdup_printf (range.first == range.last ? "byte %s" : "bytes %s", options->bytes);
}

static void
fixed_free (gpointer form)
{
  Fixed *self = form;

  g_array_unref (self->ranges);
  g_free (self);
}

/* a number that lost its last digits looks like another one: what is there in part is not there */
static void
find_piece (const Fixed *self, const LeatWork *work, guint index)
{
  const Range *range = &g_array_index (self->ranges, Range, index);
  const gboolean open = range->last == G_MAXUINT;

  if ((open ? range->first : range->last) >= work->length)
    leat_found_set_nothing (&work->pieces[index], LEAT_FOUND_ABSENT, work->length);
  else
    leat_found_set_range (&work->pieces[index], work, range->first,
                          open ? work->length : range->last + 1, self->trim);
}

static gboolean
fixed_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Fixed *self = form;

  if (!leat_work_check_length (work, self->length, error))
    return FALSE;
  for (guint i = 0; i < self->ranges->len; i++)
    find_piece (self, work, i);
  return TRUE;
}

const LeatFormat leat_format_fixed = {
  .name = "fixed",
  .summary = "Each field has its own bytes of the frame.",
  .schema_options = options_table,
  .schema_size = sizeof (Options),
  .field_options = field_options_table,
  .field_size = sizeof (FieldOptions),
  .make = fixed_make,
  .add = fixed_add,
  .find = fixed_find,
  .free = fixed_free,
};
