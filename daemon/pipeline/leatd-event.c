/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-event.c - see the header */
#include "pipeline/leatd-event.h"
