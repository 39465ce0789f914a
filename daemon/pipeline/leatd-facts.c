/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-facts.c - see the header */
#include "pipeline/leatd-facts.h"
