/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pipeline.c - see the header */
#include "pipeline/leatd-pipeline.h"
