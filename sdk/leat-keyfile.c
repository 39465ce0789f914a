/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-keyfile.c - reads key files and knows the line of every key */
#include "leat-keyfile.h"
