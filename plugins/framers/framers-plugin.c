/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framers-plugin.c - the module of all framers */
#include "leat.h"
