/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log.c - structured log */
#include "leatd-log.h"
