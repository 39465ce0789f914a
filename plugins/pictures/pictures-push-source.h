/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-push-source.h - pictures that a machine pushes over a link */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

extern const LeatSourceClass picture_push_class;

G_END_DECLS
