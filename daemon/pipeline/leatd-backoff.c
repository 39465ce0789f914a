/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-backoff.c - see the header */
#include "pipeline/leatd-backoff.h"
