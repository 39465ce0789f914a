/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-value.c - one typed cell of a record */
#include "leat-value.h"
