/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-address.h - SCHEME://PATH or SCHEME://@NAME as device= spells it */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* (transfer full) (nullable) */
GSocketAddress *unix_address_parse    (const char *device, GError **error);
/* (transfer none) (nullable): the file; NULL: it has a name alone, and no file */
const char     *unix_address_get_path (GSocketAddress *address);

G_END_DECLS
