/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sequence-watch.c - see the header */
#include "pipeline/leatd-sequence-watch.h"
