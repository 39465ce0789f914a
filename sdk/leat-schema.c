/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema.c - the fields of a kind of record, from a key file */
#include "leat-schema-host.h"
