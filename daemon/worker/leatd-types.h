/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-types.h - types of GIO, registered before there are threads */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

void leatd_types_register (void);

G_END_DECLS
