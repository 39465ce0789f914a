/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-link.c - a serial line */
#include "leat.h"
