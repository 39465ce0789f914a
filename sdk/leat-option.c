/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-option.c - judges tables of options and fills instances from them */
#include "leat-option-host.h"
