/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-batch.c - many records in one arena: the unit that travels through the queue */
#include "leat-batch-host.h"
