/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-text.c - text of other encodings, made UTF-8 */
#include "leat-error.h"
