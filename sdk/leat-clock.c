/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-clock.c - one moment on two clocks */
#include "leat-clock.h"
