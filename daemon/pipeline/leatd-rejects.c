/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-rejects.c - see the header */
#include "pipeline/leatd-rejects.h"
