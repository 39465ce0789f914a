/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-origin.c - where records come from */
#include "leat-batch.h"
