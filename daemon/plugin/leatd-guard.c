/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-guard.c - see the header */
#include "plugin/leatd-guard.h"
