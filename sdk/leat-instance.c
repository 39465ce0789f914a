/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-instance.c - makes and frees instances of plugin classes, and hands their calls up to the host */
#include "leat-instance.h"
