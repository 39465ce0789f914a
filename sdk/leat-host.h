/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-host.h - the one include of a host: the daemon, or the harness; plugins never include it */
#pragma once

#include "leat.h"
#include "leat-batch-host.h"
#include "leat-framing.h"
#include "leat-instance.h"
#include "leat-keyfile.h"
#include "leat-option-host.h"
#include "leat-schema-host.h"
