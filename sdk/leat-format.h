/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-format.h - a way in which frames hold fields: its keys, and how to find what they name */
#pragma once
#include "leat-decode.h"
#include "leat-keyfile.h"
G_BEGIN_DECLS

/**
 * LeatFormat:
 * @name: as format= spells it
 * @summary: one sentence
 * @schema_options: (nullable): its keys of [schema]
 * @schema_size: of the struct that they fill
 * @field_options: (nullable): its keys of [field NAME]
 * @field_size: of the struct that they fill
 * @make: from the keys of [schema] to what the other members are called with; faults go to the
 *   group. Something must be returned even then
 * @add: a field more, which has the next place; returns what to call it in messages (transfer
 *   full), %NULL after a fault
 * @finish: (nullable): all fields are there
 * @find: sets a piece for each place, or refuses the frame. Any thread
 * @free: what @make returned
 *
 * What stands in the pieces becomes values in one way for all formats: leat-decode.c. The groups
 * and the structs that the tables fill are there until the schema is made, not longer.
 */
struct _LeatFormat {
  const char       *name;
  const char       *summary;
  const LeatOption *schema_options;
  gsize             schema_size;
  const LeatOption *field_options;
  gsize             field_size;

  gpointer (*make)   (const LeatGroup *group, gconstpointer options, LeatFaults *faults);
  char    *(*add)    (gpointer form, const LeatGroup *group, gconstpointer options,
                      const LeatCell *cell, LeatFaults *faults);
  void     (*finish) (gpointer form, const LeatGroup *group, LeatFaults *faults);
  gboolean (*find)   (gconstpointer form, const LeatWork *work, GError **error);
  void     (*free)   (gpointer form);
};

extern const LeatFormat leat_format_binary;
extern const LeatFormat leat_format_csv;
extern const LeatFormat leat_format_fixed;
extern const LeatFormat leat_format_json;
extern const LeatFormat leat_format_nmea;
extern const LeatFormat leat_format_obis;
extern const LeatFormat leat_format_pairs;
extern const LeatFormat leat_format_regex;
extern const LeatFormat leat_format_text;
extern const LeatFormat leat_format_tokens;

/* in the order of the choices of format=; ends with NULL */
extern const LeatFormat *const leat_formats[];
extern const char *const       leat_format_names[];

/* keys of @group that nobody knows, or only another format, are faults; @common: what all have */
void leat_format_check_keys (const LeatFormat *self, const LeatGroup *group,
                             const LeatOption *common, gboolean of_field, LeatFaults *faults);

/* "3" or "1-2", counted from 1 in the file and from 0 here; "5-" if @open: to the end */
gboolean leat_format_read_range (const char *text, guint maximum, gboolean open, guint *first,
                                 guint *last);

/* what stands between @begin and @end, without the blanks around it if @trim */
static inline void
leat_found_set_range (LeatFound *self, const LeatWork *work, gsize begin, gsize end, gboolean trim)
{
  const char *frame = work->frame;

  while (trim && begin < end && (frame[begin] == ' ' || frame[begin] == '\t'))
    begin++;
  while (trim && begin < end && (frame[end - 1] == ' ' || frame[end - 1] == '\t'))
    end--;
  leat_found_set_text (self, frame + begin, end - begin, begin);
  if (begin == end)
    self->kind = LEAT_FOUND_EMPTY;
}

/* the name of the field of a group: what a key stands for that is not given; (transfer full) */
char *leat_format_get_name (const LeatGroup *group);

G_END_DECLS
