/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cut-plugin.c - a source, a link, a framer and a sink that have no more than the frozen heads */
#define leat_plugin_get whole_plugin_get
#include "kept-plugin.c"
#include "cut.h"
