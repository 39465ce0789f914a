/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-escape.c - bytes as the key file spells them */
#include "leat-option-host.h"
