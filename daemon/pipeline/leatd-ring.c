/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ring.c - see the header */
#include "pipeline/leatd-ring.h"
