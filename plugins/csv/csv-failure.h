/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-failure.h - what the system says of a file, and the way out */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* FALSE, always: LEAT_ERROR_FULL if there is no room, LEAT_ERROR_HELD if settings or rights are
 * wrong, else GIO's own */
gboolean csv_fail      (GError **error, const char *path, int number);
/* FALSE, always: some may be written when @cause (transfer full) stops the rest, so it is nothing
 * to be offered again to files that stay open, as what is held is */
gboolean csv_fail_amid (GError **error, GError *cause);

G_END_DECLS
