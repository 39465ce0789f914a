/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-sink.c - records as lines of CSV files */
#include "leat.h"
