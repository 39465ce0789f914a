/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-json.c - the one JSON form of a record */
#include "leat-json.h"
