/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-error.c - the one error domain */
#include "leat-error.h"

G_DEFINE_QUARK (leat-error-quark, leat_error)
