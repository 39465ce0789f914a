/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config.c - the key file, judged whole */
#include "config/leatd-config.h"
