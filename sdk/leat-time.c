/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-time.c - time patterns: wall times of a zone, to nanoseconds UTC */
#include "leat-clock.h"
