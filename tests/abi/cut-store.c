/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cut-store.c - a store that has no more than the frozen head */
#define leat_plugin_get whole_plugin_get
#include "../fixtures/good/fixture-store.c"
#include "cut.h"
