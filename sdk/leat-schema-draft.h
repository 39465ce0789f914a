/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-draft.h - a schema in the making, from the groups of its file */
#pragma once
#include "leat-format.h"
G_BEGIN_DECLS

/* of [schema] */
typedef struct {
  char    *name;
  char    *summary;
  int      format;
  int      encoding;
  gboolean decimal_comma;
  gboolean spaced_sign;
  char    *branch;
  int      others;
} LeatSchemaOptions;

/* of [field NAME] */
typedef struct {
  int      type;
  int      role;
  char    *unit;
  gboolean required;
  char   **missing;
  char   **overflow;
  char   **underflow;
  char   **device_error;
  char   **unstable;
  char    *status;
  char   **when;
  char   **saturated;
  char    *minimum;
  char    *maximum;
  char    *lower_limit;
  char    *upper_limit;
  int      base;
  gboolean decimal_comma;
  gboolean spaced_sign;
  char    *pattern;
  char    *timezone;
  char   **true_words;
  char   **false_words;
  char   **good;
  char   **bad;
  char   **none;
  int      encoding;
  int      bytes_as;
  gint64   max_length;
  char   **judgement;
  gboolean given;
} LeatFieldOptions;

/* of [example N] */
typedef struct {
  GBytes  *frame;
  char    *arrival;
  gboolean reject;
} LeatExampleOptions;

extern const LeatOption  leat_draft_schema_options[];
extern const LeatOption  leat_draft_field_options[];
extern const LeatOption  leat_draft_example_options[];
extern const char *const leat_draft_encodings[];
extern const char *const leat_draft_types[];
extern const char *const leat_draft_roles[];

/* a schema in the making */
typedef struct {
  LeatSchemaOptions options;
  GArray           *fields;         /* of LeatField */
  GPtrArray        *groups;         /* of LeatGroup: where they stand */
  GPtrArray        *judged;         /* of char **: NULL for a field with a place; empty: given */
  GPtrArray        *place_groups;   /* of LeatGroup, one for each place */
  GPtrArray        *merged;         /* groups made of others */
  GPtrArray        *own;            /* of LeatEntry: of such groups alone */
  LeatDecoder      *decoder;
  gpointer          format_options;
} LeatDraft;

void leat_draft_init      (LeatDraft *draft);
void leat_draft_clear     (LeatDraft *draft);
/* a [field NAME], or a [field NAME WORD]: another place of it */
void leat_draft_add_field (const LeatGroup *group, const char *name, LeatDraft *draft,
                           LeatFaults *faults);
/* all were added: what fields say of others (judgement=, status=, branch=) is found; @schema:
 * NULL: there is none */
void leat_draft_link      (LeatDraft *draft, const LeatGroup *schema, LeatFaults *faults);

/* a group whose entries are still those of others; it is the draft's */
LeatGroup *leat_draft_make_group (LeatDraft *draft, const char *name, const LeatGroup *like);
/* those of @group whose keys are not in @but */
void       leat_draft_add_entries (LeatGroup *self, const LeatGroup *group, const LeatGroup *but);
/* the fields that a group with repeat= makes, one after the other; NULL: no more */
LeatGroup *leat_draft_repeat      (LeatDraft *draft, const LeatGroup *group, const char *name,
                                   guint index, LeatFaults *faults);

/* what a [field NAME] says: @place if it has one in the frame, which @decoder's form gets to know;
 * else the names of the fields that it judges */
gboolean leat_draft_fill_field     (const LeatGroup *group, const char *name,
                                     const LeatSchemaOptions *schema, LeatDecoder *decoder,
                                     LeatField *field, LeatPlace *place, char ***judged,
                                     LeatFaults *faults);
/* may it have that name, when an example must be able to say what it expects of it? */
gboolean leat_draft_example_allows (const char *field_name);
void     leat_draft_check_example  (const LeatSchema *schema, const LeatGroup *group,
                                     LeatFaults *faults);

G_END_DECLS
