/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delimiter-framer.c - one frame for each run of bytes up to a delimiter */
#include "leat.h"
