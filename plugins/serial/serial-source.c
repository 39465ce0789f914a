/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-source.c - records from a serial line */
#include "leat.h"
