/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-registry.c - see the header */
#include "plugin/leatd-registry.h"
