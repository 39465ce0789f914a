/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-json-source.h - a child that speaks JSON lines as a source */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatSourceClass exec_json_source_class;

G_END_DECLS
