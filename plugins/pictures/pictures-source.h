/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-source.h - pictures of a folder, and those of other sources' results */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

extern const LeatSourceClass picture_folder_class;
extern const LeatSourceClass pictures_class;

G_END_DECLS
