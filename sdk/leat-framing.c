/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-framing.c - the host's side of a framer */
#include "leat-framing.h"
