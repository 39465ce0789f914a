/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-json.h - a leatd, its sources and sinks as JSON */
#pragma once
#include "status-model.h"
G_BEGIN_DECLS

/* (transfer full); @pretty: in several lines */
char *leat_status_to_json (const LeatStatus *status, gboolean pretty);

G_END_DECLS
