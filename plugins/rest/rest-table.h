/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-table.h - names and what stands for them: the members of a form, the columns of a table */
#pragma once
#include "rest-template.h"
G_BEGIN_DECLS

/* used in one thread */
typedef struct _RestTable RestTable;

/* "name=template"; none: id, source, time, and all fields. @form: how values are spelled */
RestTable *rest_table_new     (const char *const *columns, const RestTemplateForm *form,
                               GError **error);
void       rest_table_free    (RestTable *self);
gboolean   rest_table_has_prepared (const RestTable *self);
/* whether records of these two schemas can be in one table */
gboolean   rest_table_is_same (const RestTable *self, LeatSchema *schema, LeatSchema *other);
/* num,measure CR LF */
void       rest_table_append_header (RestTable *self, const LeatOrigin *origin, GString *out);
/* values only, or name=value; the separator between them; LEAT_ERROR_HELD */
gboolean   rest_table_append  (RestTable *self, const RestTemplateInput *input, char separator,
                               gboolean with_names, GString *out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestTable, rest_table_free)
G_END_DECLS
