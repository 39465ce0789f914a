/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-json-sink.h - a child that speaks JSON lines as a sink */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

extern const LeatSinkClass exec_json_sink_class;

G_END_DECLS
