/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-device-watch.c - see the header */
#include "pipeline/leatd-device-watch.h"
