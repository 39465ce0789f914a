/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-csv.c - the csv format of schemas: a frame's columns become fields */
#include "leat-schema-host.h"
