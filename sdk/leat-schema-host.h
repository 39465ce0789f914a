/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-host.h - what the host does with a schema file: load it, try its examples */
#pragma once
#include "leat-keyfile.h"
#include "leat-schema.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/* NULL if there were faults; the text is judged as if it were the file @name */
LeatSchema *leat_schema_load_checked (const char *path, LeatFaults *faults);
LeatSchema *leat_schema_load_text    (const char *name, const char *text, gssize length,
                                      LeatFaults *faults);

/* what may stand in [schema], [field NAME] or [example N]; NULL: there is no such group */
const LeatOption *leat_schema_find_options (const char *group);

/* the formats that a schema may have, by index: a name, NULL behind the last; the keys that each
 * adds to [schema] or [field NAME], NULL: none */
const char       *leat_schema_list_format    (guint index, const char **summary);
const LeatOption *leat_schema_format_options (guint index, const char *group);

/* decodes each [example N] and compares; FALSE if one came out otherwise */
gboolean    leat_schema_try_examples (LeatSchema *self, LeatFaults *faults);

#pragma GCC visibility pop
G_END_DECLS
