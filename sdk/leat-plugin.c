/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-plugin.c - is a descriptor one that this library can serve? */
#include "leat-plugin.h"
