/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-contract.h - what a plugin gave, that its contract does not allow */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* what fails says why: @error is set if @name's @call gave FALSE and no error; gives @done */
gboolean leatd_contract_judge (gboolean done, const char *name, const char *call, GError **error);

/* a count that read() or write() gave, of @most: -1 and LEAT_ERROR_PLUGIN if it is greater, or if
 * it is less than 0 and no error is set */
gssize   leatd_contract_count (gssize count, gsize most, const char *name, const char *call,
                               GError **error);

G_END_DECLS
